"""Reads a Telegram update (Bot API, "Update") as one message of a person, or as none.

Names, phone numbers and user names are in every update; none of them leaves this file.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.errors import BadMessage
from bot.messages import Inbound, Kind

log = logging.getLogger(__name__)

CHANNEL = "telegram"
WANTED_UPDATES = ("message", "edited_message", "callback_query")

_KINDS = {
    "text": Kind.TEXT,
    "photo": Kind.PHOTO,
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "video_note": Kind.VOICE,
    "sticker": Kind.STICKER,
}
_NOTES_OF_TELEGRAM = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
)
_START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<payload>.*))?", re.DOTALL)

Json = dict[str, Any]


@dataclass(frozen=True)
class Update:
    """One update: the message to keep, if there is one.

    ``callback_id``: the pressed button that Telegram waits to hear about. ``group``: a chat with
    more people in it, which gets no more than a sentence.
    """

    inbound: Inbound | None = None
    callback_id: str | None = None
    group: int | None = None


def read_update(raw: object, bot_id: str) -> Update:
    """Return what ``raw``, one decoded update, says to the bot ``bot_id``.

    Raises :class:`BadMessage` for what is no update at all. An update whose inside has an unknown
    shape is read as nothing: refusing it would make Telegram send it again for a day, and hold up
    the chat.
    """
    if not isinstance(raw, dict) or type(raw.get("update_id")) is not int:
        raise BadMessage("This is not a Telegram update: it has no update_id, so it was refused.")
    try:
        return _read(raw, bot_id)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        log.warning("update %s cannot be read: %s", raw["update_id"], type(error).__name__)
        return Update()


def _read(raw: Json, bot_id: str) -> Update:
    update_key = f"{bot_id}:{raw['update_id']}"
    if "callback_query" in raw:
        return _pressed(raw["callback_query"], update_key, bot_id)
    is_edited = "edited_message" in raw
    message = raw.get("edited_message" if is_edited else "message")
    if message is None or message.get("from", {}).get("is_bot"):
        return Update()
    chat = message["chat"]
    if chat["type"] != "private":
        return Update(group=None if chat["type"] == "channel" else int(chat["id"]))
    if any(name in message for name in _NOTES_OF_TELEGRAM):
        return Update()
    kind, text = (Kind.EDITED, _text(message)) if is_edited else _kind_and_text(message)
    edited_on = message.get("edit_date", 0) if is_edited else 0
    return Update(
        Inbound(
            channel=CHANNEL,
            chat=str(int(chat["id"])),
            update_key=update_key,
            message_key=f"{bot_id}:{chat['id']}:{message['message_id']}:{edited_on}",
            kind=kind,
            text=text,
            sent_at=datetime.fromtimestamp(edited_on or message["date"], UTC),
        )
    )


def _pressed(query: Json, update_key: str, bot_id: str) -> Update:
    callback_id = str(query["id"])
    chat = query.get("message", {}).get("chat", {"type": "private", "id": query["from"]["id"]})
    if query["from"].get("is_bot") or chat["type"] != "private":
        return Update(callback_id=callback_id)
    inbound = Inbound(
        channel=CHANNEL,
        chat=str(int(chat["id"])),
        update_key=update_key,
        message_key=f"{bot_id}:button:{callback_id}",
        kind=Kind.BUTTON,
        text=str(query.get("data", "")),
    )
    return Update(inbound, callback_id)


def _kind_and_text(message: Json) -> tuple[Kind, str]:
    text = _text(message)
    if started := _START.fullmatch(text):
        return Kind.START, (started["payload"] or "").strip()
    found = [kind for name, kind in _KINDS.items() if name in message]
    return (found[0] if found else Kind.OTHER), text


def _text(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")
