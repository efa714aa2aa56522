"""What must still be sent: in order per conversation, never lost, repeated only when uncertain."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import aliased

from bot.backoff import pause_after
from bot.errors import CannotBeSaid
from bot.messages import Outbound, SendResult, Sent
from bot.store import Address, Conversation, OutboxRow
from bot.texts.texts import render
from bot.wording import keep_words, outbound
from casework.language import language_of
from storage.crash_points import reached
from storage.database import Database
from storage.unit_of_work import UnitOfWork

BATCH = 50
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_WAIT = timedelta(hours=1)
"""A moment further ahead than this was set by a clock that was put back: it holds up nothing."""
UNCERTAIN_TRIES = 3
_LONGEST_PAUSE_SECONDS = 60
_OPEN = ("pending", "sending")

log = logging.getLogger(__name__)


_EARLIER = aliased(OutboxRow)
# Built once: putting the statement together takes longer than running it.
_FIRST_OF_EACH = (
    select(OutboxRow, Address.chat)
    .join(Address, Address.id == OutboxRow.address_id)
    .where(
        Address.channel == bindparam("channel"),
        OutboxRow.state == "pending",
        or_(
            OutboxRow.not_before.is_(None),
            OutboxRow.not_before <= bindparam("now"),
            OutboxRow.not_before > bindparam("longest"),
        ),
        ~select(_EARLIER.id)
        .where(
            _EARLIER.conversation_id == OutboxRow.conversation_id,
            _EARLIER.address_id == OutboxRow.address_id,
            _EARLIER.id < OutboxRow.id,
            _EARLIER.state.in_(_OPEN),
        )
        .exists(),
    )
    .order_by(OutboxRow.id)
    .limit(BATCH)
)

_MARK_SENT = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("message"))
    .values(state=Sent.SENT.value, sent_at=bindparam("now_sent"), reference=bindparam("theirs"))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class Delivery:
    """One message with the chat it goes to."""

    chat: str
    message: Outbound


def take_waiting(database: Database, channel: str) -> list[Delivery]:
    """Return the next message of each conversation on ``channel``, marked as being sent.

    A later message of a conversation waits until the earlier one is sent. Of two senders that look
    at the same moment only one gets a message.
    """
    with database.unit() as unit:
        found = _first_of_each(unit, channel)
        if not found:
            return []
        ours = _claimed(unit, [row for row, _ in found])
        taken = [_worded(unit, row, chat) for row, chat in found if row.id in ours]
        unit.commit()
        reached("outbox_taken")
        return [delivery for delivery in taken if delivery is not None]


def settle(database: Database, message_id: int, result: SendResult) -> None:
    """Keep how sending ended.

    An uncertain message is sent again, at most :data:`UNCERTAIN_TRIES` times in all: a repeated
    answer is better than none. Of a message that was forgotten meanwhile nothing is kept.
    """
    with database.unit() as unit:
        if result.outcome is Sent.SENT:
            sent = {"message": message_id, "now_sent": unit.now, "theirs": result.reference}
            unit.session.execute(_MARK_SENT, sent)
        elif (row := unit.session.get(OutboxRow, message_id)) is not None:
            if result.outcome is Sent.UNCERTAIN and row.attempts < UNCERTAIN_TRIES:
                _wait(row, unit.now, 1)
            else:
                row.state = result.outcome.value
        unit.commit()


def put_back(database: Database, message_id: int, seconds: float) -> None:
    """Send the message again after ``seconds`` or, after each try, later: nothing was sent.

    After :data:`GIVE_UP_AFTER` it counts as undeliverable, so the conversation is not held up.
    Of a message that was forgotten meanwhile nothing is kept.
    """
    with database.unit() as unit:
        row = unit.session.get(OutboxRow, message_id)
        if row is None:
            return
        _wait(row, unit.now, seconds)
        if unit.now - row.created_at > GIVE_UP_AFTER:
            row.state = Sent.UNDELIVERABLE.value
        unit.commit()


def notify(database: Database, channel: str, chat: str, key: str) -> None:
    """Say the fixed text ``key`` in ``chat`` outside a turn, at most once a minute."""
    with database.unit() as unit:
        address = unit.session.scalar(
            select(Address).where(Address.channel == channel, Address.chat == chat)
        )
        if address is None or _said_just_now(unit, address, key):
            return
        conversation = unit.session.get_one(Conversation, address.conversation_id)
        said = render(key, language=language_of(unit, conversation.case_id))
        row = OutboxRow(
            conversation_id=address.conversation_id,
            address_id=address.id,
            content={"text": said.text, "buttons": [], "key": key, "language": said.language},
            created_at=unit.now,
        )
        unit.add(row)
        unit.commit()


def resume_after_stop(database: Database, channel: str) -> int:
    """Send again what was being sent when the sender stopped; return how many there were.

    A message may have arrived just before the stop, so it may be repeated once, never lost.
    """
    with database.unit() as unit:
        addresses = select(Address.id).where(Address.channel == channel)
        result = unit.session.execute(
            update(OutboxRow)
            .where(OutboxRow.state == "sending", OutboxRow.address_id.in_(addresses))
            .values(state="pending")
            .execution_options(synchronize_session=False)
        )
        unit.commit()
        return int(getattr(result, "rowcount", 0))


def next_moment(database: Database, channel: str) -> datetime | None:
    """Return when the earliest message that waits for later may be sent, or None."""
    with database.unit() as unit:
        return unit.session.scalar(
            select(OutboxRow.not_before)
            .join(Address, Address.id == OutboxRow.address_id)
            .where(Address.channel == channel, OutboxRow.state == "pending")
            .where(OutboxRow.not_before.is_not(None))
            .order_by(OutboxRow.not_before)
            .limit(1)
        )


def _claimed(unit: UnitOfWork, rows: list[OutboxRow]) -> set[int]:
    """Mark those of ``rows`` that still wait as being sent, and return their ids.

    Another process may look at the same moment: each row is given to one of the two.
    """
    claim = (
        update(OutboxRow)
        .where(OutboxRow.id.in_([row.id for row in rows]), OutboxRow.state == "pending")
        .values(state="sending", attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return set(unit.session.scalars(claim))


def _worded(unit: UnitOfWork, row: OutboxRow, chat: str) -> Delivery | None:
    """Return ``row`` in words, which are kept; one without words is not sent at all."""
    try:
        message = outbound(unit, row)
    except CannotBeSaid as error:
        log.error("message %s cannot be put into words: %s", row.id, error)
        row.state = Sent.UNDELIVERABLE.value
        return None
    keep_words(row, message)
    return Delivery(chat, message)


def _wait(row: OutboxRow, now: datetime, seconds: float) -> None:
    longer = pause_after(row.attempts, _LONGEST_PAUSE_SECONDS)
    row.state = "pending"
    row.not_before = now + min(timedelta(seconds=max(seconds, longer)), LONGEST_WAIT)


def _said_just_now(unit: UnitOfWork, address: Address, key: str) -> bool:
    since = unit.now - timedelta(minutes=1)
    query = select(OutboxRow.content).where(
        OutboxRow.conversation_id == address.conversation_id,
        OutboxRow.address_id == address.id,
        OutboxRow.inbox_id.is_(None),
        OutboxRow.created_at > since,
    )
    return any(content.get("key") == key for content in unit.session.scalars(query))


def _first_of_each(unit: UnitOfWork, channel: str) -> list[tuple[OutboxRow, str]]:
    moments = {"now": unit.now, "longest": unit.now + LONGEST_WAIT}
    found = unit.session.execute(_FIRST_OF_EACH, {"channel": channel, **moments})
    return [(row, chat) for row, chat in found]
