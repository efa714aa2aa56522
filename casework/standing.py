"""What stands in a case now: the decisions that are not over, for who asks how things are."""

from __future__ import annotations

from casework.context import Turn
from casework.decisions import TABLES, Decision, Kind
from casework.states import MOVES
from casework.store import CaseRow, Concession, Handover, rows_of

# From what matters most to who asks. A consent is no answer to "how are things?".
KINDS: tuple[Kind, ...] = (
    "arrangement",
    "concession",
    "referral",
    "collection_pause",
    "dispute",
    "complaint",
    "erasure",
    "handover",
)
_NOTHING_DECIDED = {"proposed", "asked", "offered"}
_MOST = 3


def what_stands(turn: Turn) -> tuple[Decision, ...]:
    """Return at most three decisions of the case that are not over, what matters most first.

    A question to a colleague that is about a decision is told with that decision.
    """
    rows = [(kind, row) for kind in KINDS for row in _newest_first(turn, kind)]
    standing = (Decision(kind, row.id) for kind, row in rows if _stands(turn, kind, row))
    return tuple(standing)[:_MOST]


def _newest_first(turn: Turn, kind: Kind) -> list[CaseRow]:
    return list(reversed(rows_of(turn.unit, TABLES[kind], turn.case.id)))


def _stands(turn: Turn, kind: Kind, row: CaseRow) -> bool:
    state = getattr(row, "state", None)
    if state in _NOTHING_DECIDED or not MOVES[kind].get(state or ""):
        return False
    if isinstance(row, Handover):
        return row.about is None
    return not isinstance(row, Concession) or _is_to_come(turn, row)


def _is_to_come(turn: Turn, row: Concession) -> bool:
    ends_on = row.until_on or row.effective_on
    if row.state != "granted" or row.kind == "debit_day" or ends_on is None:
        return True
    return ends_on >= turn.today
