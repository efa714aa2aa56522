"""The web chat as a channel: answers go to whoever has the chat open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import socketio

from bot.history import Line, direction_of, language_of_words
from bot.messages import Outbound, SendResult, Sent
from bot.web.links_in_text import parts_of
from bot.web.site import BUTTON_PREFIX
from bot.web_sessions import CHANNEL


class WebChannel:
    """Sends over socket.io. A message counts as sent once it is durable.

    Nobody needs to be there: a browser fetches what it missed, by id, when it comes back.
    """

    name = CHANNEL

    def __init__(self, server: socketio.AsyncServer) -> None:
        self._server = server

    async def send(self, chat: str, message: Outbound) -> SendResult:
        """Send ``message`` to every window that has ``chat`` open."""
        line = Line(
            message.author,
            message.text,
            datetime.now(UTC),
            id=message.id,
            key=message.key,
            buttons=message.buttons,
            by=message.by,
            language=language_of_words(message.text, message.language)
            if message.by
            else message.language,
        )
        await self._server.emit("bot_uttered", uttered(line), room=chat)
        return SendResult(Sent.SENT)


def uttered(line: Line) -> dict[str, Any]:
    """Return ``line`` as Rasa's socket.io protocol says it; what is ours stands in ``metadata``."""
    said: dict[str, Any] = {
        "text": line.text,
        "metadata": {
            "id": line.id,
            "key": line.key,
            "author": line.author,
            "by": line.by,
            "language": line.language,
            "direction": direction_of(line.language),
            "at": line.at.isoformat(timespec="seconds"),
            "parts": parts_of(line.text),
        },
    }
    if line.buttons:
        said["quick_replies"] = [
            {"content_type": "text", "title": each.title, "payload": BUTTON_PREFIX + each.token}
            for each in line.buttons
        ]
    return said
