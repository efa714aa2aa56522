"""What an update says: one message of a person, or nothing. Shapes: core.telegram.org/bots/api."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadMessage
from bot.messages import Inbound, Kind
from bot.telegram_updates import read_update

BOT = "4242"
PERSON = {"id": 101, "is_bot": False, "first_name": "Geheim", "last_name": "Naam", "username": "gn"}
CHAT = {"id": 101, "type": "private", "first_name": "Geheim", "username": "gn"}


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_790_000_000, "chat": CHAT, "from": PERSON, **content}


def kept(raw: dict[str, Any]) -> Inbound:
    inbound = read_update({"update_id": 9, **raw}, BOT).inbound
    assert inbound is not None
    return inbound


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ({"text": "hallo"}, Kind.TEXT, "hallo"),
        ({"text": "/start"}, Kind.START, ""),
        ({"text": "/start abc-DEF_1"}, Kind.START, "abc-DEF_1"),
        ({"text": "/start@warmwijzer_bot abc"}, Kind.START, "abc"),
        ({"text": "/startup"}, Kind.TEXT, "/startup"),
        ({"text": "/restart"}, Kind.TEXT, "/restart"),
        ({"photo": [{"file_id": "x"}]}, Kind.PHOTO, ""),
        ({"photo": [{"file_id": "x"}], "caption": "ik wil dood"}, Kind.PHOTO, "ik wil dood"),
        ({"voice": {"file_id": "x"}}, Kind.VOICE, ""),
        ({"audio": {"file_id": "x"}}, Kind.VOICE, ""),
        ({"video_note": {"file_id": "x"}}, Kind.VOICE, ""),
        ({"sticker": {"file_id": "x", "emoji": "!"}}, Kind.STICKER, ""),
        ({"document": {"file_id": "x"}, "caption": "de brief"}, Kind.OTHER, "de brief"),
        ({"video": {"file_id": "x"}}, Kind.OTHER, ""),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, Kind.OTHER, ""),
        ({"contact": {"phone_number": "1", "first_name": "Geheim"}}, Kind.OTHER, ""),
        ({"something_of_next_year": {}}, Kind.OTHER, ""),
    ],
)
def test_every_kind_of_message_is_kept_with_its_words(
    content: dict[str, Any], kind: Kind, text: str
) -> None:
    inbound = kept({"message": message(**content)})
    assert (inbound.kind, inbound.text, inbound.chat) == (kind, text, "101")


def test_an_edit_is_another_message_than_the_one_it_changes() -> None:
    first = kept({"message": message(text="60")})
    edited = kept({"edited_message": message(text="600", edit_date=1_790_000_050)})
    again = kept({"edited_message": message(text="6000", edit_date=1_790_000_090)})
    assert edited.kind == Kind.EDITED
    assert edited.text == "600"
    assert len({first.message_key, edited.message_key, again.message_key}) == 3


def test_a_pressed_button_carries_its_token_and_must_be_answered() -> None:
    query = {"id": "77", "from": PERSON, "data": "12.0", "message": message(text="Kies")}
    update = read_update({"update_id": 9, "callback_query": query}, BOT)
    assert update.callback_id == "77"
    assert update.inbound is not None
    assert (update.inbound.kind, update.inbound.text) == (Kind.BUTTON, "12.0")


def test_a_button_of_a_message_that_telegram_forgot_still_works() -> None:
    query = {"id": "77", "from": PERSON, "data": "12.0"}
    assert kept({"callback_query": query}).chat == "101"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_a_group_is_refused_and_nothing_of_it_is_kept(kind: str) -> None:
    raw = message(text="hallo", chat={"id": -5, "type": kind, "title": "Familie"})
    update = read_update({"update_id": 9, "message": raw}, BOT)
    assert (update.inbound, update.group) == (None, -5)


@pytest.mark.parametrize(
    "raw",
    [
        {"message": message(text="ik ben een bot", **{"from": {"id": 1, "is_bot": True}})},
        {"message": message(pinned_message={})},
        {"message": message(message_auto_delete_timer_changed={})},
        {"channel_post": message(text="x", chat={"id": -7, "type": "channel"})},
        {"my_chat_member": {"chat": CHAT}},
        {"message": None},
        {"message": {"text": "no chat"}},
        {"message": message(chat={"id": "x", "type": "private"})},
        {"message": "words"},
        {"callback_query": {"id": "1"}},
    ],
)
def test_what_no_person_said_to_us_is_nothing(raw: dict[str, Any]) -> None:
    update = read_update({"update_id": 9, **raw}, BOT)
    assert (update.inbound, update.group) == (None, None)


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"update_id": "9"}, {"update_id": True}])
def test_what_is_no_update_is_refused(raw: object) -> None:
    with pytest.raises(BadMessage):
        read_update(raw, BOT)


def test_another_bot_has_other_messages_although_chat_and_number_are_the_same() -> None:
    raw = {"update_id": 9, "message": message(text="hallo")}
    mine, theirs = read_update(raw, BOT).inbound, read_update(raw, "77").inbound
    assert mine is not None
    assert theirs is not None
    assert mine.message_key != theirs.message_key
    assert mine.update_key != theirs.update_key


def test_the_name_of_a_person_is_in_nothing_that_is_kept() -> None:
    for raw in (
        {"message": message(text="hallo")},
        {"edited_message": message(text="hallo", edit_date=1)},
        {"callback_query": {"id": "1", "from": PERSON, "data": "1.0", "message": message()}},
        {"message": message(contact={"phone_number": "1", "first_name": "Geheim"})},
    ):
        told = repr(kept(raw))
        assert "Geheim" not in told
        assert "gn" not in told


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    ["message", "edited_message", "callback_query", "chat", "from", "id", "date", "text", "data"]
)
odd_updates = st.fixed_dictionaries(
    {"update_id": st.integers()},
    optional={
        "message": json_values | st.dictionaries(names, json_values),
        "edited_message": json_values | st.dictionaries(names, json_values),
        "callback_query": json_values | st.dictionaries(names, json_values),
    },
)


@given(odd_updates)
def test_no_update_however_odd_breaks_the_reading(raw: dict[str, Any]) -> None:
    read_update(json.loads(json.dumps(raw)), BOT)


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_arrives_as_it_was_written(text: str) -> None:
    inbound = kept({"message": message(text=f"x{text}")})
    assert inbound.text == f"x{text}"
