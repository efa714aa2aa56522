"""The one table of allowed moves. What is not in it raises."""

from __future__ import annotations

from collections.abc import Mapping

from casework.errors import MoveNotAllowed

MOVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "conversation": {
        "assistant": frozenset({"waiting", "colleague", "closed"}),
        "waiting": frozenset({"colleague", "assistant", "closed"}),
        "colleague": frozenset({"assistant", "closed"}),
        "closed": frozenset({"assistant"}),
    },
    "arrangement": {
        "proposed": frozenset({"accepted", "with_colleague"}),
        "with_colleague": frozenset({"accepted", "declined", "withdrawn"}),
        "accepted": frozenset({"withdrawn", "completed"}),
        "declined": frozenset(),
        "withdrawn": frozenset(),
        "completed": frozenset(),
    },
    "concession": {
        "asked": frozenset({"granted", "with_colleague"}),
        "with_colleague": frozenset({"granted", "declined", "withdrawn"}),
        "granted": frozenset({"withdrawn"}),
        "declined": frozenset(),
        "withdrawn": frozenset(),
    },
    "claim": {
        "open": frozenset({"arranged", "disputed", "closed"}),
        "arranged": frozenset({"open", "disputed", "closed"}),
        "disputed": frozenset({"open", "arranged", "closed"}),
        "closed": frozenset(),
    },
    "handover": {
        "open": frozenset({"taken", "done"}),
        "taken": frozenset({"open", "done"}),
        "done": frozenset(),
    },
    "referral": {
        "offered": frozenset({"chosen", "with_colleague"}),
        "chosen": frozenset({"with_colleague", "completed", "failed", "withdrawn"}),
        "with_colleague": frozenset({"sent", "withdrawn"}),
        "sent": frozenset(
            {"received", "accepted", "rejected", "not_reached", "completed", "failed", "withdrawn"}
        ),
        "not_reached": frozenset({"sent", "failed", "withdrawn"}),
        "received": frozenset({"accepted", "rejected", "completed", "failed", "withdrawn"}),
        "accepted": frozenset({"completed", "failed", "withdrawn"}),
        "rejected": frozenset(),
        "completed": frozenset(),
        "failed": frozenset(),
        "withdrawn": frozenset(),
    },
    "collection_pause": {
        "with_colleague": frozenset({"granted", "declined"}),
        "granted": frozenset({"ended"}),
        "declined": frozenset(),
        "ended": frozenset(),
    },
    "complaint": {
        "received": frozenset({"acknowledged", "closed"}),
        "acknowledged": frozenset({"closed"}),
        "closed": frozenset(),
    },
    "dispute": {
        "received": frozenset({"upheld", "rejected"}),
        "upheld": frozenset(),
        "rejected": frozenset(),
    },
    "erasure": {
        "requested": frozenset({"declined"}),
        "declined": frozenset(),
    },
}

REFERRAL_AS_FHIR_TASK: Mapping[str, str] = {
    "offered": "draft",
    "chosen": "ready",
    "with_colleague": "on-hold",
    "sent": "requested",
    "received": "received",
    "accepted": "accepted",
    "rejected": "rejected",
    "not_reached": "failed",
    "completed": "completed",
    "failed": "failed",
    "withdrawn": "cancelled",
}
"""Each state of a referral as a status of HL7 FHIR R4 Task; ours is its businessStatus."""


def move(kind: str, before: str, after: str) -> str:
    """Return ``after`` when ``kind`` may go there from ``before``.

    Staying where one is counts as allowed, so that doing a thing twice changes nothing. Raises
    :class:`casework.errors.MoveNotAllowed` for every other move.

    >>> move("conversation", "assistant", "waiting")
    'waiting'
    """
    allowed = MOVES.get(kind, {}).get(before)
    if allowed is None or (after != before and after not in allowed):
        raise MoveNotAllowed(
            f"A {kind} cannot go from {before!r} to {after!r}, so nothing was changed. "
            f"From {before!r} it can go to: {', '.join(sorted(allowed or ())) or 'nowhere'}. "
            "If the move is right, add it to casework/states.py."
        )
    return after
