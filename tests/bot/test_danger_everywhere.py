"""Danger is answered in forty states, and stays until a colleague ends it (checks 75 and 76)."""

from __future__ import annotations

import pytest
from danger_states import MESSAGES, STATES, Prepare

from bot.messages import Kind
from evidence_log import read_entries


def test_there_are_forty_states_and_twenty_messages() -> None:
    assert len(STATES) >= 40
    assert len(set(MESSAGES)) == 20


@pytest.mark.parametrize("prepare", STATES.values(), ids=STATES)
def test_danger_is_answered_at_once_in_this_state(desk, prepare: Prepare) -> None:
    for number, message in enumerate(MESSAGES):
        chat = f"chat{number}"
        options = prepare(desk, chat)
        text = options.pop("before", "") + message + options.pop("after", "")
        desk.sent(options.get("channel", "test"))
        asked = len(desk.asked)
        answers = desk.say(text, chat=chat, **options)
        keys = [answer.key for answer in answers if answer.key.startswith("safeguards:")]
        assert keys, f"{message!r}: {[answer.key for answer in answers]}"
        assert answers[0].key == keys[0], message
        assert any(a.key.startswith("decision:handover") for a in answers), message
        assert all(message not in request.text for request in desk.asked[asked:])


WAYS_OUT = [
    *("grapje", "grapje hoor", "het was maar een grap", "haha", "nee joh", "verkeerd begrepen"),
    *("u begrijpt mij verkeerd", "dat bedoelde ik niet", "laat maar", "vergeet het", "niks", "oke"),
    *("/restart", "/start", "/menu", "menu", "opnieuw", "opnieuw beginnen", "terug", "stop"),
    *("ik wil een regeling", "hoeveel staat er open", "300 euro", "ja", "nee", "het gaat alweer"),
    *("ik ben niet suicidaal", "dank je wel", "hallo", "wis mijn gegevens"),
]


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_nothing_that_a_person_says_takes_the_flag_away(desk, way_out: str) -> None:
    desk.say("ik wil dood")
    (answer,) = desk.say(way_out)
    assert answer.key == "safeguards:suicide_again"
    assert desk.conversation().danger == "suicide"
    assert desk.asked == []


def test_there_are_thirty_ways_out() -> None:
    assert len(set(WAYS_OUT)) == 30


@pytest.mark.parametrize("kind", [Kind.START, Kind.BUTTON, Kind.PHOTO, Kind.STICKER])
def test_no_kind_of_message_takes_the_flag_away(desk, kind: Kind) -> None:
    desk.say("ik wil dood")
    assert desk.keys("1.0", kind=kind) == ["safeguards:suicide_again"]


@pytest.mark.parametrize(
    "owner_state", ["dialogue_down", "colleague_has_it", "bug_in_the_dialogue"]
)
@pytest.mark.parametrize(
    "message", ["morgen worden we uit huis gezet", "we hebben niks te eten", "de stroom is eraf"]
)
def test_hardship_gets_its_text_and_a_colleague_where_the_dialogue_cannot_help(
    desk, owner_state: str, message: str
) -> None:
    STATES[owner_state](desk, "c1")
    desk.sent()
    keys = desk.keys(message) + (desk.keys("hallo") if owner_state.startswith("bug") else [])
    assert "safeguards:hardship" in keys
    assert any(key.startswith("decision:handover") for key in keys)
    assert desk.conversation().danger is None


def test_hardship_goes_to_the_dialogue_with_its_need(desk) -> None:
    desk.say("morgen worden we uit huis gezet")
    assert desk.asked[-1].need == "eviction_risk"


def test_the_log_has_the_class_and_never_the_words(desk) -> None:
    desk.say("ik wil dood door jullie brief 12345")
    with desk.database.unit() as unit:
        entries = list(read_entries(unit))
    flagged = [entry.codes for entry in entries if entry.entry_type == "danger_flagged"]
    assert [codes["danger_class"] for codes in flagged] == ["suicide"]
    assert "brief" not in str([entry.codes for entry in entries])
