"""One turn: what a person relies on, whatever the dialogue service does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from bot import colleagues
from bot.errors import DialogueFailed, DialogueUnavailable
from bot.inbox import Receipt, lease_next
from bot.messages import Kind
from bot.store import Conversation, InboxRow
from evidence_log import read_entries
from storage.types import new_id

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def _evidence(desk):
    with desk.database.unit() as unit:
        return [row.entry_type for row in read_entries(unit)]


def test_the_first_words_say_that_it_is_a_computer_and_how_to_reach_a_person(desk):
    first, second = desk.say("", kind=Kind.START)
    assert first.key == "notices:welcome"
    assert "AI" in first.text
    assert "medewerker" in first.text
    assert second.buttons
    assert "ai_notice_shown" in _evidence(desk)
    assert "notices:welcome" not in desk.keys("hallo")


def test_the_notice_comes_again_after_a_day_of_silence(desk):
    with time_machine.travel(NOON) as traveller:
        desk.say("hallo")
        traveller.shift(timedelta(hours=23))
        assert "notices:welcome" not in desk.keys("hallo")
        traveller.shift(timedelta(hours=25))
        assert "notices:welcome" in desk.keys("hallo")


def test_the_same_message_five_times_is_one_turn(desk):
    receipts = [desk.receive("60 euro", key="update-7") for _ in range(5)]
    assert receipts == [Receipt.KEPT] + [Receipt.KNOWN] * 4
    assert desk.take_turns() == 1
    assert len(desk.asked) == 1


def test_a_button_of_ours_reaches_the_dialogue_as_what_it_means(desk):
    start = desk.say("", kind=Kind.START)[-1]
    desk.say(start.buttons[0].token, kind=Kind.BUTTON)
    assert desk.asked[-1].payload == "/cannot_pay"


@pytest.mark.parametrize("token", ["999.0", "1.99", "/cannot_pay", "x.y", "", "٣.٠"])
def test_a_button_that_we_did_not_make_means_nothing(desk, token):
    desk.say("", kind=Kind.START)
    assert desk.keys(token, kind=Kind.BUTTON) == ["notices:old_button"]
    assert desk.asked == []


def test_a_button_of_somebody_else_means_nothing(desk):
    start = desk.say("", kind=Kind.START, chat="other")[-1]
    answers = desk.keys(start.buttons[0].token, kind=Kind.BUTTON)
    assert "notices:old_button" in answers
    assert desk.asked == []


@pytest.mark.parametrize("text", ["/restart", "/inform{}", "\u2003/restart", "\x1c/back"])
def test_slash_text_is_text_and_never_an_intent(desk, text):
    desk.say(text)
    assert desk.asked[-1].payload is None


def test_danger_is_answered_without_the_dialogue_and_goes_to_a_colleague(desk):
    answers = desk.keys("ik wil dood")
    assert answers[0] == "safeguards:suicide"
    assert answers[1].startswith("decision:")
    assert answers[2:] == ["safeguards:computer"]
    assert desk.asked == []
    assert desk.conversation().owner == "waiting"
    assert "danger_flagged" in _evidence(desk)


@pytest.mark.parametrize("denial", ["grapje", "/restart", "verkeerd begrepen", "60 euro"])
def test_after_danger_there_is_no_money_talk_whatever_is_said(desk, denial):
    desk.say("ik wil dood")
    assert desk.keys(denial) == ["safeguards:suicide_again"]
    assert desk.asked == []
    assert desk.conversation().danger == "suicide"


def test_danger_is_answered_while_a_colleague_has_the_chat_and_nothing_else_is(desk):
    desk.say("hallo")
    with desk.database.unit() as unit:
        unit.session.get_one(Conversation, desk.conversation().id).owner = "colleague"
        unit.commit()
    assert desk.keys("60 euro") == []
    assert desk.keys("ik wil dood")[0] == "safeguards:suicide"


@pytest.mark.parametrize("fault", [DialogueUnavailable("away"), RuntimeError("broken")])
def test_who_took_the_chat_while_the_dialogue_thought_is_not_talked_over(desk, fault):
    desk.say("hallo")
    talk = desk.conversation().id

    def is_taken_meanwhile(_):
        with desk.database.unit() as unit:
            colleagues.take(unit, talk, "staff_1", "Anna", "Voorbeeld")
            unit.commit()
        raise fault

    desk.answer = is_taken_meanwhile
    assert desk.keys("60 euro") == ["notices:colleague_joined"]
    assert desk.conversation().owner == "colleague"
    assert len(desk.asked) == 2, "the colleague reads it; the dialogue is not asked again"


def test_a_person_is_reached_in_one_turn_also_when_the_dialogue_is_down(desk):
    desk.answer = _raise(DialogueUnavailable("down"))
    desk.say("hallo")
    answers = desk.keys("medewerker")
    assert any(key.startswith("decision:") for key in answers)
    assert desk.conversation().owner == "waiting"


def test_when_the_dialogue_is_down_it_is_said_once_and_the_message_is_handled_later(desk):
    with time_machine.travel(NOON) as traveller:
        works, desk.answer = desk.answer, _raise(DialogueUnavailable("down"))
        assert desk.keys("ik kan niet betalen")[-1] == "notices:trouble"
        traveller.shift(timedelta(seconds=3))
        assert desk.keys("hallo?") == []
        desk.answer = works
        traveller.shift(timedelta(seconds=30))
        desk.take_turns()
        assert [message.key for message in desk.sent()] == ["utter_question"] * 2
        assert [request.text for request in desk.asked[-2:]] == ["ik kan niet betalen", "hallo?"]


@pytest.mark.parametrize(
    "fault",
    [DialogueFailed("x"), RuntimeError("a bug"), KeyError("slot")],
    ids=lambda fault: type(fault).__name__,
)
def test_a_message_that_breaks_goes_to_a_colleague_and_the_next_is_answered(desk, fault):
    works, desk.answer = desk.answer, _raise(fault)
    answers = desk.keys("kapot")
    assert "notices:not_handled" in answers
    assert any(key.startswith("decision:") for key in answers)
    desk.answer = works
    assert desk.keys("hallo") == ["utter_question"]


def test_a_dialogue_that_answers_nothing_counts_as_broken(desk):
    desk.answer = lambda _: []
    assert "notices:not_handled" in desk.keys("hallo")
    desk.answer = lambda _: [{"text": "  "}]
    assert "notices:not_handled" in desk.keys("hallo")


def test_a_decision_that_was_never_committed_cannot_be_said(desk):
    desk.answer = lambda _: [{"custom": {"decision": f"arrangement:{new_id()}"}}]
    said = desk.say("akkoord")
    assert "afgesproken" not in " ".join(message.text for message in said).lower()
    assert not any(message.key.startswith("decision:arrangement") for message in said)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "notices:empty"),
        ("   \u200b ", "notices:empty"),
        ("\x00\x01", "notices:empty"),
        ("😭😭", "notices:only_signs"),
        ("a" * 10_000, "notices:too_long"),
    ],
)
def test_what_cannot_be_read_gets_a_clear_sentence(desk, text, key):
    desk.say("", kind=Kind.START)
    assert desk.keys(text) == [key]
    assert desk.asked == []


@pytest.mark.parametrize("text", ["\ud800 60 euro", "\u202e60 euro", "6\u200b0 euro", "a\x00b"])
def test_odd_signs_are_taken_out_before_anything_is_kept(desk, text):
    desk.say(text)
    assert all(sign.isprintable() for sign in desk.asked[-1].text)


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.VOICE, Kind.STICKER, Kind.OTHER, Kind.EDITED])
def test_what_is_not_text_is_answered_politely_and_fills_nothing(desk, kind):
    desk.say("", kind=Kind.START)
    assert desk.keys("60 euro", kind=kind) == [f"notices:{kind.value}"]
    assert desk.asked == []


def test_a_bsn_is_gone_before_the_first_write_and_the_person_is_told(desk):
    answers = desk.keys("mijn bsn is 111222333")
    assert "notices:bsn_masked" in answers
    assert "111222333" not in desk.asked[-1].text
    assert "pii_masked" in _evidence(desk)


def test_too_many_messages_are_refused_but_danger_never_is(desk):
    receipts = [desk.receive(f"bericht {number}") for number in range(25)]
    assert receipts.count(Receipt.TOO_MANY) == 5
    assert desk.receive("ik wil dood") is Receipt.KEPT
    desk.take_turns()
    assert "safeguards:suicide" in [message.key for message in desk.sent()]


def test_danger_goes_before_messages_that_wait(desk):
    for number in range(5):
        desk.receive(f"bericht {number}")
    desk.receive("ik wil dood", chat="c2")
    desk.turns.take(lease_next(desk.database))
    assert desk.sent()[0].key == "safeguards:suicide"


def test_messages_of_one_person_are_answered_in_order(desk):
    for number in range(10):
        desk.receive(f"bericht {number}")
    desk.take_turns()
    assert [request.text for request in desk.asked] == [f"bericht {n}" for n in range(10)]


def test_telegram_is_named_once_with_a_link_to_our_own_page(desk):
    first = desk.say("", kind=Kind.START, channel="telegram")
    assert [message.key for message in first][:2] == ["notices:welcome", "notices:telegram"]
    assert "https://example.org/verder/" in first[1].text
    assert "notices:telegram" not in desk.keys("hallo", channel="telegram")


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "U betaalt € 60 per maand."},
        {"text": "U betaalt 60 euro per maand."},
        {"text": "Welke?", "buttons": [{"title": "€ 60 per maand", "payload": "/a"}]},
    ],
)
def test_where_amounts_belong_on_the_web_no_amount_goes_to_telegram(desk, answer):
    organisation = replace(desk.turns.organisation, amounts_on_web_only=True)
    desk.turns = replace(desk.turns, organisation=organisation)
    desk.answer = lambda _: [{"utter_action": "utter_a", **answer}]
    said = desk.say("hoeveel?", channel="telegram")
    assert said[-1].key == "notices:amounts_on_web"
    words = " ".join(message.text for message in said)
    assert "€ 60" not in words and "60 euro" not in words
    assert desk.keys("hoeveel?", channel="test", chat="c2")[-1] == "utter_a"


@pytest.mark.parametrize("before", ["hallo", "ik wil dood", "breaks"])
def test_the_token_of_a_personal_link_is_not_kept_however_its_turn_ends(desk, before):
    desk.say(before)
    if before == "breaks":
        desk.answer = _raise(RuntimeError("a bug"))
        with desk.database.unit() as unit:
            busy = unit.session.get_one(Conversation, desk.conversation().id)
            busy.dialogue_state = {"slots": {}, "active_loop": "budget_form"}
            unit.commit()
    desk.say("token-of-a-personal-link", kind=Kind.START)
    with desk.database.unit() as unit:
        assert "token-of-a-personal-link" not in unit.session.scalars(select(InboxRow.text)).all()


def _raise(error):
    def answer(_request):
        raise error

    return answer
