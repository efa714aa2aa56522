"""The facts a plan is made from, and the outcomes that can follow."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from payment_arrangement.capacity import Capacity
from payment_arrangement.policy import Frequency, ProposalName
from payment_arrangement.receipt import Receipt
from payment_arrangement.schedule import Term

GrantKind = Literal["postponement", "pause", "debit_date", "part_payment", "remission"]
Decides = Literal["assistant", "staff", "above_staff"]


class Reason(StrEnum):
    """Why an outcome is as it is; the key under which a text is found."""

    FITS = "fits"
    REPRESENTED = "represented"
    IN_DEBT_HELP = "in_debt_help"
    DISPUTED = "disputed"
    TIME_BARRED = "time_barred"
    POSSIBLY_TIME_BARRED = "possibly_time_barred"
    WAGE_GARNISHMENT = "wage_garnishment"
    MORE_THAN_ONE_CREDITOR = "more_than_one_creditor"
    CAPACITY_NOTHING = "capacity_nothing"
    DEBT_TOO_LARGE_FOR_CAPACITY = "debt_too_large_for_capacity"
    FREQUENCY_NOT_OFFERED = "frequency_not_offered"
    EXCLUDED_BY_POLICY = "excluded_by_policy"
    ABOVE_CAPACITY = "above_capacity"
    BELOW_MIN_INSTALMENT = "below_min_instalment"
    OVER_MAX_TOTAL = "over_max_total"
    OVER_MAX_CURRENT_BILLS = "over_max_current_bills"
    CURRENT_BILL_UNKNOWN = "current_bill_unknown"
    UNDER_MIN_TOTAL = "under_min_total"
    OVER_MAX_TERMS = "over_max_terms"
    OVER_MAX_MONTHS = "over_max_months"
    OVER_MAX_DAYS = "over_max_days"
    DATE_IN_PAST = "date_in_past"
    NO_CHANGE = "no_change"
    REMISSION_NOT_OFFERED = "remission_not_offered"
    COLLEAGUE_DECIDES = "colleague_decides"


@dataclass(frozen=True)
class ArrangementFacts:
    """What is known about one claim and the person; None is unknown, never no.

    `income_day`: the day of the month (1 to 31) on which income arrives; `income_on`: one day on
    which it arrived or will, for income by the week or four weeks. None when unknown.
    `claim_kinds`: codes of what the debt is for, needed where the policy excludes kinds.
    `current_bill_cents`: the current monthly bill of this creditor. It goes first: unless the
    budget counts it already (`current_bill_in_budget`), it is taken off the capacity.
    `in_debt_help`: a debt helper is working on it. `represented`: a bewindvoerder, curator or
    WSNP trustee decides.
    """

    debt_cents: int | None
    capacity: Capacity | None = None
    frequency: Frequency = "month"
    income_day: int | None = None
    income_on: date | None = None
    claim_kinds: tuple[str, ...] | None = None
    current_bill_cents: int | None = None
    current_bill_in_budget: bool = True
    disputed: bool | None = None
    possibly_time_barred: bool | None = None
    time_barred: bool | None = False
    other_creditors: int | None = None
    wage_garnishment: bool | None = None
    in_debt_help: bool | None = None
    represented: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """All facts, for a receipt; the capacity with its own receipt."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.capacity is not None:
            known["capacity"] = {
                "cents_per_month": self.capacity.cents_per_month,
                "basis": self.capacity.basis,
                "receipt": self.capacity.receipt,
            }
        return known


@dataclass(frozen=True)
class Proposal:
    """A plan that repays everything. Only `within_limits` may be granted without a colleague.

    `reasons`: FITS, or each limit of the assistant that the plan exceeds. `decides`: who may grant
    it by the policy: the assistant at once, staff, or somebody above them.
    """

    name: ProposalName | Literal["own"]
    instalment_cents: int
    n_terms: int
    last_term_cents: int
    terms: tuple[Term, ...]
    frequency: Frequency
    within_limits: bool
    reasons: tuple[Reason, ...]
    decides: Decides
    receipt: Receipt


@dataclass(frozen=True)
class Proposals:
    """One to three proposals, largest instalment first, so the calmest is last."""

    options: tuple[Proposal, ...]
    receipt: Receipt


@dataclass(frozen=True)
class NoPlan:
    """No plan is proposed; a colleague takes over and `reason_code` says why."""

    reason_code: Reason
    receipt: Receipt


@dataclass(frozen=True)
class CounterOutcome:
    """What becomes of an instalment the person names.

    `fits`: not above capacity, so it may go on. `within_limits`: it may be granted at once; if
    it fits but is not within limits a colleague decides. `proposal`: the person's own plan, None
    when it does not fit. `nearest`: the nearest plan that fits, or that may be granted at once,
    when theirs does not or may not.
    """

    fits: bool
    within_limits: bool
    proposal: Proposal | None
    nearest: Proposal | None
    reason_code: Reason
    receipt: Receipt


@dataclass(frozen=True)
class Grantable:
    """Another moment or amount to pay; outside the limits a colleague decides.

    `from_on` and `until_on`: the first and last day it concerns; `days`: how long, or how far.
    `amount_cents`: what is due on `until_on` (postponement, part payment) or forgiven (remission),
    None where nothing is due. `rest_cents`: what stays due after it, None where nothing changes.
    """

    kind: GrantKind
    within_limits: bool
    from_on: date
    until_on: date
    days: int
    amount_cents: int | None
    reason_code: Reason
    receipt: Receipt
    decides: Decides = "assistant"
    rest_cents: int | None = None
