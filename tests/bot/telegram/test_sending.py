"""Sending: in order per person, never lost, repeated only when nobody can know."""

from __future__ import annotations

import json
import time

import pytest
from fakes.bot_api_answers import Fault
from fakes.fake_bot_api import TOKEN
from running_telegram import Running

from bot.messages import Button, Outbound, RetryLater, Sent
from bot.telegram_channel import TelegramChannel

ANNA, BOB = 101, 202
HELLO = Outbound(7, "Hallo *u* <b>", (), "utter_hello")


async def test_text_goes_out_plain_with_its_buttons_and_without_previews(running: Running) -> None:
    longest_token = f"{2**63 - 1}.99"
    buttons = (Button("Ja", longest_token), Button("Nee", "7.1"))
    result = await running.channel.send(str(ANNA), Outbound(7, "Hallo *u* <b>", buttons, "k"))
    sent = running.fake.sent[0]
    assert result.outcome == Sent.SENT
    assert result.reference == str(sent["message_id"])
    assert sent["text"] == "Hallo *u* <b>"
    assert "parse_mode" not in sent["arguments"]
    assert '"is_disabled": true' in sent["arguments"]["link_preview_options"]
    pressed = [row[0]["callback_data"] for row in sent["keyboard"]]
    assert pressed == [longest_token, "7.1"]
    assert all(len(token.encode()) <= 64 for token in pressed)


async def test_help_at_once_stays_in_sight_under_the_field(running: Running) -> None:
    await running.channel.send(str(ANNA), HELLO)
    keyboard = json.loads(running.fake.sent[0]["arguments"]["reply_markup"])
    assert keyboard["keyboard"] == [[{"text": "Ik heb nu hulp nodig"}]]
    assert keyboard["is_persistent"] is True


@pytest.mark.parametrize("kind", ["429", "500", "502_html"])
async def test_what_telegram_did_not_take_is_for_later(running: Running, kind: str) -> None:
    running.fake.faults.append(Fault("sendMessage", kind, retry_after=7))
    with pytest.raises(RetryLater) as later:
        await running.channel.send(str(ANNA), HELLO)
    assert later.value.seconds == 7 if kind == "429" else later.value.seconds > 0
    assert not running.fake.sent


async def test_when_nobody_listens_nothing_was_sent(running: Running) -> None:
    nowhere = TelegramChannel(
        TOKEN, running.gateway, running.database, base_url="http://127.0.0.1:1/bot"
    )
    with pytest.raises(RetryLater):
        await nowhere.send(str(ANNA), HELLO)


@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
async def test_a_connection_that_breaks_while_waiting_is_uncertain(
    running: Running, kind: str
) -> None:
    running.fake.faults.append(Fault("sendMessage", kind))
    assert (await running.channel.send(str(ANNA), HELLO)).outcome == Sent.UNCERTAIN


@pytest.mark.parametrize("kind", ["400", "403"])
async def test_a_refusal_for_good_is_tried_once_and_holds_up_nobody(
    polling: Running, kind: str
) -> None:
    polling.fake.faults.append(Fault("sendMessage", kind, chat=BOB))
    polling.fake.write(BOB, "een")
    polling.fake.write(ANNA, "twee")
    await polling.until_heard(ANNA, "twee")
    await polling.until(lambda: [row.state for row in polling.outbox()].count("undeliverable") == 3)
    tries = [call for call in polling.fake.calls if call[1] == "sendMessage"]
    assert len([call for call in tries if call[2]["chat_id"] == str(BOB)]) == 3


async def test_too_many_requests_waits_as_long_as_asked_and_only_for_that_chat(
    polling: Running,
) -> None:
    polling.fake.faults.append(Fault("sendMessage", "429", times=1, chat=BOB, retry_after=3))
    polling.fake.write(BOB, "een")
    await polling.until(lambda: polling.fake.faults[0].times == 0)
    refused_at = time.time()
    polling.fake.write(ANNA, "twee")
    await polling.until_heard(ANNA, "twee")
    assert polling.fake.texts(BOB) == []
    await polling.until_heard(BOB, "een")
    first = next(each for each in polling.fake.sent if each["chat_id"] == BOB)
    assert first["at"] - refused_at >= 2.9
    assert polling.heard(BOB) == ["een"]


async def test_calls_that_fail_now_and_then_lose_and_reorder_nothing(polling: Running) -> None:
    for kind in ("429", "500", "502_html"):
        polling.fake.faults.append(Fault("sendMessage", kind, p=0.07))
    texts = [f"m{number}" for number in range(3)]
    for text in texts:
        for chat in range(300, 306):
            polling.fake.write(chat, text)
    for chat in range(300, 306):
        await polling.until_heard(chat, *texts, seconds=60)
        assert polling.heard(chat) == texts


async def test_an_accepted_message_whose_answer_was_lost_is_repeated_not_dropped(
    polling: Running,
) -> None:
    polling.fake.write(ANNA, "een")
    await polling.until_heard(ANNA, "een")
    polling.fake.faults.append(Fault("sendMessage", "reset_after", times=1))
    polling.fake.write(ANNA, "twee")
    await polling.until(lambda: polling.heard(ANNA) == ["een", "twee", "twee"])
    await polling.until(lambda: polling.outbox()[-1].state == "sent")


async def test_a_message_that_stays_uncertain_is_sent_three_times_and_then_flagged(
    polling: Running,
) -> None:
    polling.fake.write(ANNA, "een")
    await polling.until_heard(ANNA, "een")
    polling.fake.faults.append(Fault("sendMessage", "reset_after"))
    polling.fake.write(ANNA, "twee")
    await polling.until(lambda: polling.outbox()[-1].state == "uncertain")
    assert polling.heard(ANNA) == ["een", "twee", "twee", "twee"]


async def test_a_pressed_button_is_answered_and_handled_once(polling: Running) -> None:
    polling.fake.write(ANNA, "een")
    await polling.until_heard(ANNA, "een")
    token = polling.fake.sent[-1]["keyboard"][0][0]["callback_data"]
    polling.fake.press(ANNA, token)
    await polling.until_heard(ANNA, "/affirm")
    answered = [call for call in polling.fake.calls if call[1] == "answerCallbackQuery"]
    assert len(answered) == 1
    assert polling.conversations()[0].dialogue_state["slots"]["pairs"] == [["een", "/affirm"]]


async def test_a_button_of_somebody_else_does_nothing(polling: Running) -> None:
    polling.fake.write(ANNA, "een")
    await polling.until_heard(ANNA, "een")
    polling.fake.press(BOB, polling.fake.sent[-1]["keyboard"][0][0]["callback_data"])
    old = "Deze knop werkt niet meer"
    await polling.until(lambda: any(old in text for text in polling.fake.texts(BOB)))


async def test_a_group_gets_one_sentence_and_nothing_is_kept(polling: Running) -> None:
    for _ in range(3):
        group = polling.fake.message(ANNA, text="hallo bot")
        group["chat"] = {"id": -900, "type": "group", "title": "Familie"}
        polling.fake.push({"message": group})
    polling.fake.write(ANNA, "hallo")
    await polling.until_heard(ANNA, "hallo")
    assert len(polling.fake.texts(-900)) == 1
    assert len(polling.inbox()) == 1
