"""Give somebody another moment: pay later, pause, or another debit day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

import payment_arrangement as rules
from casework.arrange.accept import ASSISTANT, SentToColleague
from casework.arrange.claims import claims_to_arrange
from casework.arrange.facts import claim_facts, fact_to_ask
from casework.arrange.plans import ABOVE_STAFF_LIMITS
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague
from casework.errors import BadRequest
from casework.states import move
from casework.store import Arrangement, Claim, Concession, Proposal, add_row, row_with_id, rows_of
from evidence_log import record
from storage.types import new_id

Check = Callable[[rules.ArrangementFacts], rules.Grantable]


@dataclass(frozen=True)
class Granted:
    """Granted within the organisation's limits."""

    decision: Decision


def postpone(turn: Turn, until_on: date) -> Granted | SentToColleague:
    """Pay the same amount on ``until_on``, or on the next working day after it."""
    policy, today = turn.organisation.policy, turn.today
    asked = {"until_on": until_on}
    return _ease(
        turn,
        "postponement",
        asked,
        lambda facts: rules.check_postponement(facts, until_on, policy, today),
    )


def pay_part(turn: Turn, amount_cents: int, until_on: date) -> Granted | SentToColleague:
    """Pay a part on ``until_on``, or on the next working day; the rest stays due.

    Raises :class:`casework.errors.BadRequest` for a part that is not smaller than the debt.
    """
    policy, today = turn.organisation.policy, turn.today
    claims = claims_to_arrange(turn)
    if amount_cents < 1 or (claims.rows and amount_cents >= claims.total_cents):
        raise BadRequest(
            f"A part is 1 cent or more, and less than the {claims.total_cents} cents that are due, "
            "so none was noted. Ask for the amount again, or let the person pay later."
        )
    asked = {"amount_cents": amount_cents, "until_on": until_on}
    return _ease(
        turn,
        "part_payment",
        asked,
        lambda facts: rules.check_part_payment(facts, amount_cents, until_on, policy, today),
    )


def pause(turn: Turn, days: int) -> Granted | SentToColleague:
    """Ask for nothing during ``days`` days from today on.

    Raises :class:`casework.errors.BadRequest` for less than one day or more than a year.
    """
    if not 1 <= days <= 366:
        raise BadRequest(
            "A pause takes 1 to 366 days, so none was noted. Ask the person how long again."
        )
    policy, today = turn.organisation.policy, turn.today
    until_on = today + timedelta(days=days - 1)
    asked = {"from_on": today, "until_on": until_on, "days": days}
    return _ease(
        turn,
        "pause",
        asked,
        lambda facts: rules.check_pause(facts, today, until_on, policy, today),
    )


def move_debit_day(turn: Turn, day: int) -> Granted | SentToColleague:
    """Debit on another ``day`` of the month (1 to 28, so that every month has it).

    Raises :class:`casework.errors.BadRequest` for another day.
    """
    if not 1 <= day <= 28:
        raise BadRequest(
            "A debit day is 1 to 28, because not every month has the others. Ask for the day again."
        )
    current_on = _next_debit_on(turn)
    if current_on is None:
        return _ease(turn, "debit_day", {"debit_day": day}, None, "debit_day_unknown")
    new_on = _nearest(day, current_on, turn.today)
    policy, today = turn.organisation.policy, turn.today
    asked = {"debit_day": day, "from_on": current_on, "until_on": new_on}
    return _ease(
        turn,
        "debit_day",
        asked,
        lambda facts: rules.check_debit_date(facts, current_on, new_on, policy, today),
    )


def _ease(
    turn: Turn, kind: str, asked: dict[str, Any], check: Check | None, obstacle: str | None = None
) -> Granted | SentToColleague:
    """Grant what was asked, or send it to a colleague; the same question is decided once."""
    earlier = [
        row
        for row in rows_of(turn.unit, Concession, turn.case.id)
        if row.kind == kind and row.state in ("granted", "with_colleague")
    ]
    for row in earlier:
        if all(getattr(row, name) == value for name, value in asked.items()):
            return _outcome(row)
    grant, reason = _weigh(turn, kind, check) if check is not None else (None, obstacle)
    year_ago = turn.unit.now - timedelta(days=365)
    given = [row for row in earlier if row.state == "granted" and row.created_at > year_ago]
    if reason is None and len(given) >= turn.organisation.concessions_per_year:
        reason = "over_max_per_year"
    if grant is not None:
        asked = asked | {"days": grant.days, "amount_cents": grant.amount_cents}
    return _outcome(_keep(turn, kind, asked, grant, reason))


def _weigh(turn: Turn, kind: str, check: Check) -> tuple[rules.Grantable | None, str | None]:
    """Return what the rules say, and the reason why a colleague must decide, if any."""
    claims = claims_to_arrange(turn)
    is_for_open_claim = kind != "debit_day"
    if claims.obstacle is not None and (is_for_open_claim or claims.obstacle == "disputed"):
        return None, claims.obstacle
    if claims.replaces is not None and is_for_open_claim:
        return None, "arrangement_running"
    try:
        grant = check(claim_facts(turn, claims))
    except rules.FactMissing as error:
        return None, f"unknown_{fact_to_ask(error)}"
    return grant, None if grant.within_limits else grant.reason_code.value


def _keep(
    turn: Turn,
    kind: str,
    asked: dict[str, Any],
    grant: rules.Grantable | None,
    reason: str | None,
) -> Concession:
    decision = Decision("concession", new_id())
    values = {**asked, "effective_on": grant.until_on if grant else asked.get("until_on")}
    row = add_row(
        turn.unit,
        Concession,
        turn.case.id,
        id=decision.id,
        kind=kind,
        state=move("concession", "asked", "with_colleague" if reason else "granted"),
        reasons=_reasons(grant, reason),
        receipt=grant.receipt.as_dict() if grant else {},
        **values,
    )
    if reason:
        row.handover_id = ask_colleague(turn, reason, "over_limit", as_ref(decision)).id
    else:
        row.decided_by, row.decided_at = ASSISTANT, turn.unit.now
    codes = {
        "concession": row.id,
        "kind": kind,
        "days": row.days,
        "reason": reason,
        "decided_by": row.decided_by,
        "rule": f"{grant.receipt.rule}@{grant.receipt.version}" if grant else None,
    }
    entry_type = "concession_sent_to_colleague" if reason else "concession_granted"
    record(turn.unit, entry_type, turn.case.ref, codes)
    return row


def _reasons(grant: rules.Grantable | None, reason: str | None) -> list[str]:
    reasons = [reason] if reason else []
    is_above = grant is not None and grant.decides == "above_staff"
    return [*reasons, ABOVE_STAFF_LIMITS] if is_above else reasons


def _outcome(row: Concession) -> Granted | SentToColleague:
    decision = Decision("concession", row.id)
    if row.state == "with_colleague":
        return SentToColleague(decision, row.reasons[0])
    return Granted(decision)


def _next_debit_on(turn: Turn) -> date | None:
    """Return the next day on which something is due, from a running arrangement or a claim."""
    days: list[date] = []
    for arrangement in rows_of(turn.unit, Arrangement, turn.case.id):
        plan = row_with_id(turn.unit, Proposal, turn.case.id, arrangement.proposal_id)
        if arrangement.state == "accepted" and plan is not None:
            days += [date.fromisoformat(term["due_on"]) for term in plan.terms]
    claims = rows_of(turn.unit, Claim, turn.case.id)
    days += [row.due_on for row in claims if row.due_on is not None and row.of_organisation]
    return min((day for day in days if day >= turn.today), default=None)


def _nearest(day: int, current_on: date, today: date) -> date:
    """Return the date with this day of the month that lies nearest, and not in the past."""
    months = (current_on + relativedelta(months=shift, day=day) for shift in (-1, 0, 1))
    return min((on for on in months if on >= today), key=lambda on: abs((on - current_on).days))
