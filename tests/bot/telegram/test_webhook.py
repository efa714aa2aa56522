"""The webhook: only Telegram, only updates, and 200 only after the message is durable."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from running_telegram import SECRET, Running
from sqlalchemy import text

from bot.telegram_channel import MAX_BODY_BYTES, RETRY_SECONDS

ANNA = 101


def body(running: Running, words: str = "hallo") -> bytes:
    update = {"update_id": 1, "message": running.fake.message(ANNA, text=words)}
    return json.dumps(update).encode()


async def test_a_message_with_the_secret_is_kept(running: Running) -> None:
    assert await running.channel.webhook(SECRET, body(running)) == 200
    assert [row.text for row in running.inbox()] == ["hallo"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "ü"])
async def test_without_the_secret_nothing_comes_in(running: Running, secret: str | None) -> None:
    assert await running.channel.webhook(secret, body(running)) == 403
    assert running.inbox() == []


@pytest.mark.parametrize(
    "sent", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": 1}', b"[" * 100_000]
)
async def test_what_is_no_update_is_refused(running: Running, sent: bytes) -> None:
    assert await running.channel.webhook(SECRET, sent) == 400


async def test_too_large_a_body_is_refused_unread(running: Running) -> None:
    assert await running.channel.webhook(SECRET, b" " * (MAX_BODY_BYTES + 1)) == 413


async def test_an_update_of_an_unknown_shape_is_accepted_so_that_the_chat_is_not_held_up(
    running: Running,
) -> None:
    sent = json.dumps({"update_id": 3, "message": {"chat": "of next year"}}).encode()
    assert await running.channel.webhook(SECRET, sent) == 200
    assert running.inbox() == []


async def test_the_same_message_by_webhook_and_by_polling_is_one_message(
    polling: Running,
) -> None:
    message = polling.fake.message(ANNA, text="hallo")
    number = polling.fake.push({"message": message})
    sent = json.dumps({"update_id": number, "message": message}).encode()
    statuses = await asyncio.gather(*(polling.channel.webhook(SECRET, sent) for _ in range(5)))
    await polling.until_heard(ANNA, "hallo")
    assert statuses == [200] * 5
    assert polling.heard(ANNA) == ["hallo"]


async def test_when_the_database_is_away_telegram_must_try_again(running: Running) -> None:
    with running.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbox RENAME TO inbox_away"))
    assert await running.channel.webhook(SECRET, body(running)) == 503
    with running.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbox_away RENAME TO inbox"))
    assert await running.channel.webhook(SECRET, body(running)) == 200
    assert len(running.inbox()) == 1


@pytest.fixture
async def hooked(running: Running) -> AsyncIterator[Running]:
    """The product behind a real HTTP address that the fake Bot API posts to."""

    async def receive(request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        status = await running.channel.webhook(secret, await request.read())
        later = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
        return web.Response(status=status, headers=later)

    app = web.Application()
    app.router.add_post("/telegram", receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    answering = asyncio.create_task(running.gateway.run([running.channel]))
    await running.channel.set_webhook(url, SECRET)
    yield running
    answering.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await answering
    await runner.cleanup()


async def test_people_are_answered_over_a_webhook(hooked: Running) -> None:
    texts = [f"m{number}" for number in range(10)]
    for words in texts:
        hooked.fake.write(ANNA, words)
    await hooked.until_heard(ANNA, *texts)
    assert hooked.heard(ANNA) == texts
    assert set(hooked.fake.webhook) >= {"url", "secret_token", "allowed_updates"}


async def test_what_telegram_posts_while_the_database_is_away_comes_later(
    hooked: Running,
) -> None:
    with hooked.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbox RENAME TO inbox_away"))
    hooked.fake.write(ANNA, "een")
    hooked.fake.write(ANNA, "twee")
    await hooked.until(lambda: 503 in hooked.fake.refused_posts)
    with hooked.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbox_away RENAME TO inbox"))
    await hooked.until_heard(ANNA, "een", "twee")
    assert hooked.heard(ANNA) == ["een", "twee"]


async def test_after_deleting_the_webhook_polling_gets_the_messages(hooked: Running) -> None:
    await hooked.channel.delete_webhook()
    polling = asyncio.create_task(hooked.channel.poll())
    hooked.fake.write(ANNA, "hallo")
    await hooked.until_heard(ANNA, "hallo")
    polling.cancel()
