"""Receiving: a message is checked, masked and durable before anybody is told that it arrived."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.dialogue_worker.protocol import EMPTY_STATE
from bot.messages import MAX_CHARACTERS, Inbound, Kind
from bot.safeguards.bsn import mask_bsn
from bot.safeguards.danger import Danger, find_danger
from bot.safeguards.folding import clean
from bot.safeguards.iban import mask_iban
from bot.safeguards.person_wanted import wants_person
from bot.store import Address, Conversation, InboxRow
from evidence_log import record
from storage.crash_points import reached
from storage.database import Database
from storage.errors import ChangedMeanwhile
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

LEASE = timedelta(seconds=30)
PAUSES = (2, 5, 15, 30, 60)
LONGEST_PAUSE = timedelta(seconds=PAUSES[-1])
PER_MINUTE = 20
_KEPT_BEYOND_LIMIT = 16_384


class Receipt(StrEnum):
    """What became of a message that came in."""

    KEPT = "kept"
    KNOWN = "known"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Lease:
    """One conversation, held by one turn, with its next message.

    ``until`` is also the mark of whose it is: no two leases of a conversation end at one moment.
    """

    conversation_id: str
    inbox_id: int
    until: datetime = field(compare=False)


def receive(database: Database, inbound: Inbound, per_minute: int = PER_MINUTE) -> Receipt:
    """Keep ``inbound``; when this returns KEPT it is durable, and only then may it be acknowledged.

    KNOWN: this message was kept before. TOO_MANY: over ``per_minute`` and not about danger or a
    person, so it was not kept and the sender must be told. A BSN is masked before the first write.
    """
    for attempt in range(3):
        try:
            with database.unit() as unit:
                receipt = receive_in(unit, inbound, per_minute)
                reached("inbox_before_write")
                unit.before_commit(partial(reached, "inbox_in_transaction"))
                unit.commit()
                reached("inbox_kept")
                return receipt
        except IntegrityError:
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


def receive_in(unit: UnitOfWork, inbound: Inbound, per_minute: int = PER_MINUTE) -> Receipt:
    """Keep ``inbound`` as part of ``unit``: see :func:`receive`."""
    if _is_known(unit, inbound):
        return Receipt.KNOWN
    text = clean(inbound.text, _KEPT_BEYOND_LIMIT)
    danger = find_danger(text)
    address = _address(unit, inbound)
    urgent = wants_person(text) or (danger is not None and _cannot_wait(unit, danger, address))
    may_wait = danger is None and not urgent and _is_sent_just_now(unit, inbound)
    if may_wait and _count_last_minute(unit, address) >= per_minute:
        return Receipt.TOO_MANY
    text, ibans = mask_iban(text)
    masked = mask_bsn(text)
    for kind, count in (("bsn", masked.count), ("iban", ibans)):
        if count:
            record(unit, "pii_masked", None, {"kind": kind, "count": count})
    unit.add(
        InboxRow(
            conversation_id=address.conversation_id,
            address_id=address.id,
            channel=inbound.channel,
            update_key=inbound.update_key,
            message_key=inbound.message_key,
            kind=inbound.kind.value,
            text=_shortened(masked.text, urgent),
            is_urgent=urgent,
            received_at=unit.now,
        )
    )
    return Receipt.KEPT


def resume_after_stop(database: Database) -> None:
    """Let go of the conversations that a stopped process held, so nobody waits for its lease.

    A turn of another process that still runs is not harmed: of two turns with the same message
    only the first commits, because a lease changes the conversation's version.
    """
    with database.unit() as unit:
        unit.session.execute(
            update(Conversation)
            .where(Conversation.lease_until.is_not(None))
            .values(lease_until=None)
            .execution_options(synchronize_session=False)
        )
        unit.commit()


# Built once: putting the statement together takes longer than running it.
_NEXT = (
    select(Conversation)
    .join(InboxRow, Conversation.id == InboxRow.conversation_id)
    .where(
        InboxRow.state == "pending",
        or_(
            Conversation.lease_until.is_(None),
            ~Conversation.lease_until.between(bindparam("now"), bindparam("longest_lease")),
        ),
        or_(
            Conversation.not_before.is_(None),
            Conversation.not_before <= bindparam("now"),
            Conversation.not_before > bindparam("longest_pause"),
            InboxRow.is_urgent.is_(True),
        ),
    )
    .order_by(InboxRow.is_urgent.desc(), InboxRow.id)
    .limit(1)
    # "No key": a message that is being kept refers to the conversation and must not hide it.
    .with_for_update(of=Conversation, skip_locked=True, key_share=True)
)
_NEXT_URGENT = _NEXT.where(InboxRow.is_urgent.is_(True))

# Asked after the conversation is held: its first message may be another than when we looked.
_FIRST_MESSAGE = (
    select(InboxRow.id, InboxRow.is_urgent)
    .where(
        InboxRow.conversation_id == bindparam("conversation"),
        InboxRow.state == "pending",
    )
    .order_by(InboxRow.is_urgent.desc(), InboxRow.id)
    .limit(1)
)


def lease_next(database: Database, only_urgent: bool = False) -> Lease | None:
    """Hold the conversation with the oldest message that waits, urgent ones first, or None.

    Messages of one conversation are handed out in the order they came in, one at a time. While a
    conversation waits for a failed service, only its urgent messages are handed out. A moment that
    lies further ahead than any we set comes from a clock that was put back: it holds up nothing.
    """
    with database.unit() as unit:
        now = unit.now
        longest = {"longest_lease": now + LEASE, "longest_pause": now + LONGEST_PAUSE}
        query = _NEXT_URGENT if only_urgent else _NEXT
        conversation = unit.session.scalar(query, {"now": now, **longest})
        if conversation is None:
            return None
        message = unit.session.execute(_FIRST_MESSAGE, {"conversation": conversation.id}).first()
        if message is None or (only_urgent and not message.is_urgent):
            return None
        conversation.lease_until = until = now + LEASE
        try:
            unit.commit()
        except ChangedMeanwhile:
            return None
        return Lease(conversation.id, message.id, until)


def let_go(database: Database, lease: Lease) -> None:
    """Free the conversation when ``lease`` still holds it, so its message is handed out again."""
    with database.unit() as unit:
        unit.session.execute(
            update(Conversation)
            .where(Conversation.id == lease.conversation_id)
            .where(Conversation.lease_until == lease.until)
            .values(lease_until=None)
            .execution_options(synchronize_session=False)
        )
        unit.commit()


def _is_known(unit: UnitOfWork, inbound: Inbound) -> bool:
    same = or_(
        InboxRow.update_key == inbound.update_key, InboxRow.message_key == inbound.message_key
    )
    query = select(InboxRow.id).where(InboxRow.channel == inbound.channel, same).limit(1)
    return unit.session.scalar(query) is not None


def _cannot_wait(unit: UnitOfWork, danger: Danger, address: Address) -> bool:
    """Return whether ``danger`` is answered without the dialogue service, which may be down."""
    conversation = unit.session.get_one(Conversation, address.conversation_id)
    return danger.is_urgent or conversation.not_before is not None


def _address(unit: UnitOfWork, inbound: Inbound) -> Address:
    found = unit.session.scalar(
        select(Address).where(Address.channel == inbound.channel, Address.chat == inbound.chat)
    )
    if found is not None:
        return found
    conversation = new_conversation(unit)
    address = Address(conversation_id=conversation.id, channel=inbound.channel, chat=inbound.chat)
    unit.add(address)
    unit.session.flush()
    return address


def new_conversation(unit: UnitOfWork) -> Conversation:
    """Return a new conversation, owned by the assistant."""
    conversation = Conversation(
        id=new_id(),
        owner="assistant",
        dialogue_state=dict(EMPTY_STATE),
        created_at=unit.now,
    )
    unit.add(conversation)
    return conversation


def _is_sent_just_now(unit: UnitOfWork, inbound: Inbound) -> bool:
    """What waited somewhere while we were away did not come too fast."""
    return inbound.sent_at is None or inbound.sent_at > unit.now - timedelta(minutes=1)


def _count_last_minute(unit: UnitOfWork, address: Address) -> int:
    since = unit.now - timedelta(minutes=1)
    query = select(func.count()).where(
        InboxRow.conversation_id == address.conversation_id,
        InboxRow.received_at.between(since, unit.now),
    )
    return unit.session.scalar(query) or 0


def _shortened(text: str, urgent: bool) -> str:
    """Keep a text within the limit; one that was longer keeps one character more, to be told so."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return text if urgent else text[: MAX_CHARACTERS + 1]


__all__ = ["LEASE", "Kind", "Lease", "Receipt", "lease_next", "new_conversation", "receive"]
