"""A row of the outbox in words: its own text, or the sentence of the decision that it names."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import CannotBeSaid
from bot.messages import Button, Outbound
from bot.replies import DECISION
from bot.store import OutboxRow
from bot.texts.texts import render
from casework.decisions import values_of
from casework.locales import DUTCH
from storage.unit_of_work import UnitOfWork


def outbound(unit: UnitOfWork, row: OutboxRow) -> Outbound:
    """Return ``row`` as it is shown; a decision's sentence is made from its committed row.

    Raises :class:`bot.errors.CannotBeSaid` when there are no words for it.
    """
    try:
        return _outbound(unit, row)
    except SQLAlchemyError:
        raise
    except Exception as error:
        raise CannotBeSaid(f"Message {row.id} has no words: {type(error).__name__}") from error


def keep_words(row: OutboxRow, message: Outbound) -> None:
    """Keep what is said in ``row``: a decision may change later, what was said does not."""
    row.content = {"buttons": [], **row.content, "text": message.text, "key": message.key}


def _outbound(unit: UnitOfWork, row: OutboxRow) -> Outbound:
    content = row.content
    language = content.get("language", DUTCH)
    if "text" in content:
        titles = [each["title"] for each in content.get("buttons", [])]
        buttons, by = _buttons(row, titles), content.get("by")
        key = content["key"]
        return Outbound(row.id, content["text"], buttons, key, row.author, by, language)
    key, values = values_of(unit, content[DECISION])
    said = render(f"decisions:{key}", values, language)
    return Outbound(row.id, said.text, (), f"decision:{key}", row.author, None, said.language)


def _buttons(row: OutboxRow, titles: list[str]) -> tuple[Button, ...]:
    return tuple(Button(title, f"{row.id}.{place}") for place, title in enumerate(titles))
