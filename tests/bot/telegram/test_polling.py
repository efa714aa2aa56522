"""Polling: nothing is acknowledged before it is durable, and nothing is handled twice."""

from __future__ import annotations

import asyncio

import pytest
from fakes.bot_api_answers import Fault
from fakes.fake_bot_api import TOKEN, FakeBotApi
from running_telegram import Running

from bot.errors import TelegramRefused
from bot.telegram_channel import TelegramChannel

ANNA, BOB = 101, 202


async def test_a_message_is_answered(polling: Running) -> None:
    polling.fake.write(ANNA, "hallo")
    await polling.until_heard(ANNA, "hallo")
    assert polling.fake.sent[0]["text"].startswith("Hallo, ik ben")


async def test_what_was_kept_is_acknowledged(polling: Running) -> None:
    polling.fake.write(ANNA, "hallo")
    await polling.until_heard(ANNA, "hallo")
    await polling.until(lambda: not polling.fake.updates)


async def test_the_same_update_five_times_is_one_message(polling: Running) -> None:
    update = {"update_id": 5000, "message": polling.fake.message(ANNA, text="een")}
    for _ in range(5):
        polling.fake.push(update)
    polling.fake.write(ANNA, "twee")
    await polling.until_heard(ANNA, "een", "twee")
    assert polling.heard(ANNA) == ["een", "twee"]
    assert len(polling.inbox()) == 2


async def test_the_same_message_under_another_update_id_is_one_message(polling: Running) -> None:
    message = polling.fake.message(ANNA, text="een")
    polling.fake.push({"message": message})
    polling.fake.push({"message": message})
    polling.fake.write(ANNA, "twee")
    await polling.until_heard(ANNA, "een", "twee")
    assert polling.heard(ANNA) == ["een", "twee"]


async def test_updates_out_of_order_are_all_kept(polling: Running) -> None:
    numbers = [7005, 7001, 7004, 7002, 7003]
    for number in numbers:
        message = polling.fake.message(ANNA, text=f"m{number}")
        polling.fake.push({"update_id": number, "message": message})
    await polling.until_heard(ANNA, *(f"m{number}" for number in numbers))
    assert len(polling.heard(ANNA)) == 5


async def test_after_a_silent_week_lower_update_ids_are_new_messages(polling: Running) -> None:
    polling.fake.push({"update_id": 900_000, "message": polling.fake.message(ANNA, text="oud")})
    await polling.until_heard(ANNA, "oud")
    await polling.until(lambda: not polling.fake.updates)
    polling.fake.push({"update_id": 17, "message": polling.fake.message(ANNA, text="nieuw")})
    await polling.until_heard(ANNA, "nieuw")


async def test_sixty_quick_messages_of_one_person_are_answered_in_their_order(
    polling: Running,
) -> None:
    texts = [f"m{number}" for number in range(60)]
    for text in texts:
        polling.fake.write(ANNA, text)
    await polling.until_heard(ANNA, *texts, seconds=60)
    assert polling.heard(ANNA) == texts
    pairs = polling.conversations()[0].dialogue_state["slots"]["pairs"]
    assert pairs == [list(pair) for pair in zip(texts[::2], texts[1::2], strict=True)]


@pytest.mark.parametrize("kind", ["500", "502_html", "429", "reset_before", "reset_after"])
async def test_a_fetch_that_fails_is_tried_again(polling: Running, kind: str) -> None:
    polling.fake.faults.append(Fault("getUpdates", kind, times=2))
    for text in ("een", "twee", "drie"):
        polling.fake.write(ANNA, text)
    await polling.until_heard(ANNA, "een", "twee", "drie")
    assert polling.heard(ANNA) == ["een", "twee", "drie"]


async def test_a_webhook_that_is_set_elsewhere_is_named_in_the_log(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    running.fake.webhook = {"url": "https://voorbeeld.invalid/telegram"}
    polling = asyncio.create_task(running.channel.poll())
    await running.until(lambda: "WARMWIJZER_TELEGRAM_MODE" in caplog.text)
    polling.cancel()


async def test_a_second_poller_with_the_same_token_is_named_in_the_log(
    polling: Running, api_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    polling.fake.write(ANNA, "hallo")
    await polling.until_heard(ANNA, "hallo")
    second = TelegramChannel(TOKEN, polling.gateway, polling.database, base_url=f"{api_url}/bot")
    also = asyncio.create_task(second.poll())
    await polling.until(lambda: "another process polls" in caplog.text)
    also.cancel()


async def test_an_unknown_token_stops_with_what_to_do(running: Running, api_url: str) -> None:
    channel = TelegramChannel(
        "1:unknown", running.gateway, running.database, base_url=f"{api_url}/bot"
    )
    with pytest.raises(TelegramRefused, match="WARMWIJZER_TELEGRAM_TOKEN"):
        await asyncio.wait_for(channel.poll(), 10)


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "x"}], "caption": "ik wil dood", "text": None},
        {"document": {"file_id": "x"}, "caption": "ik wil dood", "text": None},
    ],
)
async def test_danger_in_the_words_under_a_picture_is_answered(
    polling: Running, content: dict[str, object]
) -> None:
    polling.fake.push({"message": polling.fake.message(ANNA, **content)})
    await polling.until(lambda: any("113" in text for text in polling.fake.texts(ANNA)))


async def test_danger_in_an_edited_message_is_answered(polling: Running) -> None:
    message = polling.fake.message(ANNA, text="hallo")
    polling.fake.push({"message": message})
    await polling.until_heard(ANNA, "hallo")
    edited = {**message, "text": "ik wil dood", "edit_date": message["date"] + 5}
    polling.fake.push({"edited_message": edited})
    await polling.until(lambda: any("113" in text for text in polling.fake.texts(ANNA)))


async def test_an_unreadable_update_does_not_hold_up_the_others(polling: Running) -> None:
    polling.fake.push({"message": {"chat": {"id": ANNA}}})
    polling.fake.push({"something_new": {"chat": {"id": ANNA}}})
    polling.fake.write(ANNA, "hallo")
    await polling.until_heard(ANNA, "hallo")


async def test_over_the_limit_is_told_once_and_danger_is_answered_all_the_same(
    polling: Running,
) -> None:
    polling.gateway._per_minute = 3
    for number in range(8):
        polling.fake.write(BOB, f"m{number}")
    polling.fake.write(BOB, "ik wil dood")
    told = "U stuurt veel berichten"
    await polling.until(lambda: any(told in text for text in polling.fake.texts(BOB)))
    await polling.until(lambda: any("113" in text for text in polling.fake.texts(BOB)))
    assert sum(told in text for text in polling.fake.texts(BOB)) == 1


async def test_what_waited_at_telegram_while_we_were_away_is_not_too_many(
    polling: Running, fake: FakeBotApi
) -> None:
    polling.gateway._per_minute = 3
    hour_ago = 3600
    for number in range(8):
        message = fake.message(BOB, text=f"m{number}")
        message["date"] -= hour_ago
        fake.push({"message": message})
    await polling.until_heard(BOB, *(f"m{number}" for number in range(8)))
