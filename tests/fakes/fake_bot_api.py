"""A small Telegram Bot API on loopback, with the faults that the real one has.

It keeps updates until an offset confirms them, polls long, answers 409 to a second poller, posts to
a webhook with its secret until it gets a 2xx (in order per chat), and breaks on request. Sources:
core.telegram.org/bots/api and github.com/tdlib/telegram-bot-api.

In a test: ``async with serving(FakeBotApi()) as url``. As a process:
``python -m fakes.fake_bot_api`` (with ``tests`` on PYTHONPATH), which prints its address; drive it
over ``/control/...``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from fakes.bot_api_answers import Fault, broken, failed, ok, reset

TOKEN = "4242:fake-token-for-loopback-only-000000000"
BOT_ID = TOKEN.partition(":")[0]
Json = dict[str, Any]


@dataclass
class FakeBotApi:
    """The state behind the API. ``sent`` holds every accepted message, in order."""

    expire_after_seconds: float | None = None
    updates: list[Json] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    calls: list[tuple[float, str, Json]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    next_update_id: int = 1000
    next_message_id: int = 1
    webhook: Json = field(default_factory=dict)
    refused_posts: list[int] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _poll_number: int = 0
    _posting: set[int] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _random: random.Random = field(default_factory=lambda: random.Random(7))

    # what people do -------------------------------------------------------------------------------

    def push(self, update: Json) -> int:
        """Let ``update`` happen; without an id it gets the next one. Return the id."""
        update = {"update_id": self.next_update_id, **update}
        self.next_update_id = max(self.next_update_id, update["update_id"] + 1)
        self.updates.append({**update, "_at": time.time()})
        self._wake()
        return int(update["update_id"])

    def write(self, chat: int, text: str, **more: Any) -> int:
        """Let the person of ``chat`` write ``text`` (or send what ``more`` says)."""
        return self.push({"message": self.message(chat, text=text, **more)})

    def press(self, chat: int, token: str) -> int:
        """Let the person of ``chat`` press the button with ``token``."""
        number = self.next_message_id
        self.next_message_id += 1
        query = {
            "id": f"9{number}",
            "from": _person(chat),
            "chat_instance": "1",
            "data": token,
            "message": self.message(chat, text="-"),
        }
        return self.push({"callback_query": query})

    def message(self, chat: int, **content: Any) -> Json:
        """Return a message of the person of ``chat``."""
        number = self.next_message_id
        self.next_message_id += 1
        return {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Geheimenaam"},
            "from": _person(chat),
            **{name: value for name, value in content.items() if value is not None},
        }

    def texts(self, chat: int) -> list[str]:
        """Return what ``chat`` was sent, in order."""
        return [each["text"] for each in self.sent if each["chat_id"] == chat]

    # the API --------------------------------------------------------------------------------------

    def application(self) -> web.Application:
        """Return the API as a web application."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_post("/control/push", self._control_push)
        app.router.add_post("/control/faults", self._control_faults)
        app.router.add_get("/control/state", self._control_state)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await _arguments(request)
        if request.match_info["token"] != TOKEN:
            return failed(401, "Unauthorized")
        self.calls.append((time.time(), method, arguments))
        fault = self._fault(method, arguments)
        if fault is not None and fault.kind == "reset_before":
            return reset(request)
        if fault is not None and fault.kind not in ("reset_after", "hang_after"):
            return broken(fault)
        handler = getattr(self, f"_{method}", None)
        if handler is None:
            return failed(404, "Not Found: method not found")
        answer: web.StreamResponse = await handler(arguments)
        if fault is not None and fault.kind == "reset_after":
            return reset(request)
        if fault is not None:
            await asyncio.sleep(3600)
        return answer

    async def _getUpdates(self, arguments: Json) -> web.Response:
        if self.webhook.get("url"):
            return failed(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll_number += 1
        mine = self._poll_number
        self._wake()
        offset = int(arguments.get("offset", 0))
        self.updates = [each for each in self.updates if each["update_id"] >= offset]
        deadline = time.monotonic() + float(arguments.get("timeout", 0))
        while not self._waiting() and time.monotonic() < deadline:
            self._came.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), deadline - time.monotonic())
            if mine != self._poll_number:
                return failed(409, "Conflict: terminated by other getUpdates request")
        return ok(self._waiting()[: int(arguments.get("limit", 100))])

    async def _sendMessage(self, arguments: Json) -> web.Response:
        number = self.next_message_id
        self.next_message_id += 1
        markup = arguments.get("reply_markup")
        message = {
            "chat_id": int(arguments["chat_id"]),
            "message_id": number,
            "text": arguments["text"],
            "keyboard": json.loads(markup).get("inline_keyboard", []) if markup else [],
            "arguments": arguments,
            "at": time.time(),
        }
        self.sent.append(message)
        chat = {"id": message["chat_id"], "type": "private"}
        told = {"message_id": number, "date": int(time.time()), "chat": chat}
        return ok({**told, "text": message["text"]})

    async def _getMe(self, _: Json) -> web.Response:
        return ok({"id": int(BOT_ID), "is_bot": True, "first_name": "Bot", "username": "fake_bot"})

    async def _answerCallbackQuery(self, _: Json) -> web.Response:
        return ok(True)

    async def _setWebhook(self, arguments: Json) -> web.Response:
        self.webhook = arguments
        self._wake()
        return ok(True)

    async def _deleteWebhook(self, _: Json) -> web.Response:
        self.webhook = {}
        return ok(True)

    def _waiting(self) -> list[Json]:
        if self.expire_after_seconds is not None:
            oldest = time.time() - self.expire_after_seconds
            self.updates = [each for each in self.updates if each["_at"] >= oldest]
        return [_without_marks(each) for each in self.updates]

    def _fault(self, method: str, arguments: Json) -> Fault | None:
        for fault in self.faults:
            is_this = fault.method == method and fault.times != 0
            if is_this and fault.chat is not None:
                is_this = str(fault.chat) == str(arguments.get("chat_id"))
            if is_this and self._random.random() < fault.p:
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    # the webhook ----------------------------------------------------------------------------------

    def _wake(self) -> None:
        self._came.set()
        if not self.webhook.get("url"):
            return
        for chat in {_chat(each) for each in self.updates} - self._posting:
            self._posting.add(chat)
            task = asyncio.create_task(self._post_all(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _post_all(self, chat: int) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        pause = 0.05
        async with aiohttp.ClientSession(headers=headers) as session:
            while mine := [each for each in self.updates if _chat(each) == chat]:
                try:
                    url, update = self.webhook["url"], _without_marks(mine[0])
                    async with session.post(url, json=update) as answer:
                        status, asked = answer.status, float(answer.headers.get("Retry-After", 0))
                except aiohttp.ClientError:
                    status, asked = 0, 0.0
                if 200 <= status < 300:
                    self.updates.remove(mine[0])
                    continue
                self.refused_posts.append(status)
                await asyncio.sleep(max(pause, asked))
                pause = min(pause * 2, 1.0)
        self._posting.discard(chat)

    # for a test in another process ----------------------------------------------------------------

    async def _control_push(self, request: web.Request) -> web.Response:
        body = await request.json()
        if "text" in body:
            return web.json_response(self.write(body["chat"], body["text"]))
        return web.json_response(self.push(body["update"]))

    async def _control_faults(self, request: web.Request) -> web.Response:
        self.faults = [Fault(**each) for each in await request.json()]
        return web.json_response([asdict(each) for each in self.faults])

    async def _control_state(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", 0))
        waiting = len(self.updates)
        return web.json_response({"sent": self.sent[since:], "waiting": waiting})


@contextlib.asynccontextmanager
async def serving(fake: FakeBotApi, port: int = 0) -> AsyncIterator[str]:
    """Serve ``fake`` on loopback and yield its address, to which ``/bot`` is added."""
    runner = web.AppRunner(fake.application(), shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        for task in fake._tasks:
            task.cancel()
        await runner.cleanup()


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def _without_marks(update: Json) -> Json:
    return {name: value for name, value in update.items() if not name.startswith("_")}


def _chat(update: Json) -> int:
    inside = update.get("callback_query") or update
    message = inside.get("message") or inside.get("edited_message") or {}
    return int(message.get("chat", {}).get("id", 0))


def _person(chat: int) -> Json:
    return {"id": chat, "is_bot": False, "first_name": "Geheimenaam", "username": "geheimenaam"}


async def _serve_for_ever() -> None:
    async with serving(FakeBotApi()) as url:
        print(url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve_for_ever())
