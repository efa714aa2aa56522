"""One person's conversation as lines of JSON: for tests by others, in any language.

In comes one message a line: plain text, or a JSON object with ``say``, ``press`` (a title),
``kind`` (photo, voice, sticker, ...) or ``start`` (true, or a personal link's token). Out comes one
JSON object a line: ``answers`` (text, buttons, text id), ``state`` (form, question, slots: values
only, a name or telephone number never), ``evidence`` that was added, ``danger`` and ``owner``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console

from bot.errors import BotError
from bot.messages import Kind, Outbound
from evidence_log import read_entries
from warmwijzer.product import Product
from warmwijzer.talk import Talk

_WAYS = ("say", "press", "kind", "start")
_KINDS = {kind.value for kind in Kind} - {Kind.TEXT, Kind.BUTTON, Kind.START}


class LineWrong(BotError):
    """A line that is no message; the conversation goes on with the next one."""


def chat_as_json(product: Product, _: Console) -> None:
    """Answer standard input line by line on standard output, until it ends."""
    for answer in answered(product, sys.stdin):
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def answered(product: Product, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield what each line of one person's conversation leads to; an ``error`` for a wrong line."""
    talk = Talk(product)
    entries = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answers = _exchange(talk, _message(line))
        except LineWrong as error:
            yield {"line": number, "error": str(error)}
            continue
        evidence = _evidence(product, entries)
        entries += len(evidence)
        yield {"line": number, **_outcome(talk, answers), "evidence": evidence}


def _message(line: str) -> dict[str, Any]:
    """Return the line as one of the ways to send something."""
    if not line.lstrip().startswith("{"):
        return {"say": line.rstrip("\n")}
    try:
        message = json.loads(line)
    except json.JSONDecodeError as error:
        raise LineWrong(f"This line is no JSON ({error.msg}), so it was not sent.") from error
    if len(message) != 1 or next(iter(message)) not in _WAYS:
        raise LineWrong(f"A message has exactly one of {', '.join(_WAYS)}; it was not sent.")
    return dict(message)


def _exchange(talk: Talk, message: dict[str, Any]) -> list[Outbound]:
    match message:
        case {"say": str(text)}:
            return talk.say(text)
        case {"press": str(title)}:
            if title not in talk.buttons:
                raise LineWrong(f"No button {title!r}; there are {list(talk.buttons)}.")
            return talk.press(title)
        case {"kind": str(kind)} if kind in _KINDS:
            return talk.send(Kind(kind))
        case {"start": str(token)}:
            return talk.start(token)
        case {"start": True}:
            return talk.start()
    raise LineWrong(f"{message} cannot be sent; kinds are {', '.join(sorted(_KINDS))}.")


def _outcome(talk: Talk, answers: list[Outbound]) -> dict[str, Any]:
    conversation = talk.conversation
    state = conversation.dialogue_state
    slots = {name: value for name, value in state["slots"].items() if value is not None}
    question = slots.pop("requested_slot", None)
    return {
        "answers": [
            {
                "text": each.text,
                "buttons": [button.title for button in each.buttons],
                "text_id": each.key,
            }
            for each in answers
        ],
        "state": {"form": state.get("active_loop"), "question": question, "slots": slots},
        "danger": conversation.danger,
        "owner": conversation.owner,
    }


def _evidence(product: Product, start: int) -> list[dict[str, Any]]:
    with product.database.unit() as unit:
        return [
            {"sequence": entry.sequence, "type": entry.entry_type, "codes": dict(entry.codes)}
            for entry in read_entries(unit, start=start)
        ]
