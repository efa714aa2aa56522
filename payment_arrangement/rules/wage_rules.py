"""Wage rules: what an employer may keep back from a wage; never below the beslagvrije voet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from payment_arrangement.amounts import check_amount
from payment_arrangement.days import check_day
from payment_arrangement.errors import FactMissing, NotModelled
from payment_arrangement.parameters import value_on
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.rules.beslagvrije_voet import Household, certain_free_room

_CODE_OF_2017 = "https://wetten.overheid.nl/BWBR0005290/2017-05-01"

RULE = Rule(
    code="wage_rules",
    version="1",
    title="The most an employer may keep back from a wage, per payment",
    topics=("wage_set_off", "beslagvrije_voet_share", "beslagvrije_voet_caps"),
    sources=(
        Source(
            "BW art. 7:631 lid 1, 7:632 lid 1, 2 en 3, 7:633, tekst mei 2017",
            "unverified",
            address=_CODE_OF_2017,
        ),
        Source(
            "Wetboek van Burgerlijke Rechtsvordering, art. 475b lid 1 en 475dc lid 1",
            "2026-11-22, reading a third-party mirror of the text in force on 2026-01-01",
            address="https://wetten.overheid.nl/BWBR0001827/2026-01-01",
        ),
    ),
    left_out=(
        "Set-off at the end of the employment (7:632 lid 1, opening words): NotModelled.",
        "Whether the employer's claim stands, and the limits on fines of 7:650.",
        "Wider clauses in a contract: voidable (7:632 lid 4), so they never add anything.",
        "The statement after a seizure: sources differ (two or four weeks) and none is official.",
        "Offering it: the assistant never proposes a deduction to an employee.",
    ),
)


class Deduction(StrEnum):
    """What the employer wants to keep back for; `NEEDS_WRITING` says which ask for paper."""

    DAMAGES = "damages"
    FINE = "fine"
    WAGE_ADVANCE = "wage_advance"
    OVERPAID_WAGE = "overpaid_wage"
    RENT = "rent"
    ASSIGNMENT = "assignment"
    MANDATE = "mandate"
    OTHER = "other"


NEEDS_WRITING: Mapping[Deduction, bool] = {
    Deduction.DAMAGES: False,
    Deduction.FINE: True,
    Deduction.WAGE_ADVANCE: True,
    Deduction.OVERPAID_WAGE: False,
    Deduction.RENT: True,
    Deduction.ASSIGNMENT: False,
    Deduction.MANDATE: True,
}


class WageReason(StrEnum):
    """Why an outcome is as it is; the key under which a text is found."""

    ALLOWED = "allowed"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    NOT_IN_WRITING = "not_in_writing"
    NOTHING_FREE = "nothing_free"


@dataclass(frozen=True)
class WageFacts:
    """One payment of wage and what the employer wants to keep back; None is unknown.

    `wage_cents`: net, including holiday allowance. `money_wage_cents`: the wage fixed in money,
    asked for fines only. `garnished_cents`: withheld for a seizure on this payment.
    `beslagvrije_voet_cents`: as set by a bailiff or uwbeslagvrijevoet.nl; without it only what the
    law certainly leaves free counts, and `household` must be known.
    """

    kind: Deduction | None
    claim_cents: int | None
    wage_cents: int | None
    garnished_cents: int | None
    is_in_writing: bool | None = None
    employment_ends: bool | None = None
    beslagvrije_voet_cents: int | None = None
    household: Household | None = None
    money_wage_cents: int | None = None


@dataclass(frozen=True)
class WageDeduction:
    """The most that may be kept back from this payment, in cents, and why.

    `is_revocable`: the employee may withdraw it at any time (7:631 lid 1, 7:633 lid 2).
    """

    at_most_cents: int
    reason: WageReason
    is_revocable: bool
    receipt: Receipt


def wage_deduction(facts: WageFacts, as_of: date) -> WageDeduction:
    """The most an employer may keep back from the wage paid on `as_of`.

    Source: BW art. 7:631–7:633; Rv art. 475b lid 1, 475dc lid 1.
    Rounding: a tenth of the money wage downwards to the cent (a decision).
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing naming the first fact to ask, BadAmount, BadDate, NotModelled,
    ParameterMissing.

    >>> facts = WageFacts(Deduction.OVERPAID_WAGE, 50_000, 200_000, 0, None, False, 180_000)
    >>> wage_deduction(facts, date(2026, 11, 22)).at_most_cents
    20000
    """
    check_day("as_of", as_of)
    kind = _kind(facts)
    if kind is Deduction.OTHER:
        return _outcome(facts, as_of, 0, WageReason.KIND_NOT_ALLOWED)
    if NEEDS_WRITING[kind]:
        if facts.is_in_writing is None:
            raise FactMissing("is_in_writing", RULE.code)
        if not facts.is_in_writing:
            return _outcome(facts, as_of, 0, WageReason.NOT_IN_WRITING)
    claim = check_amount("claim", facts.claim_cents, rule=RULE.code)
    room, used = _room_above_the_floor(facts, as_of)
    if kind is Deduction.FINE:
        limit, source = _limit_on_fines(facts, as_of)
        room, used = min(room, limit), [*used, source]
    garnished = check_amount("garnished", facts.garnished_cents, rule=RULE.code, zero=True)
    at_most = min(claim, max(0, room - garnished))
    reason = WageReason.ALLOWED if at_most else WageReason.NOTHING_FREE
    return _outcome(facts, as_of, at_most, reason, used)


def _kind(facts: WageFacts) -> Deduction:
    """The kind of deduction, of an employment that goes on."""
    if facts.kind is None:
        raise FactMissing("kind", RULE.code)
    if facts.kind not in set(Deduction):
        raise NotModelled(RULE.code, f"a deduction of the kind '{facts.kind}'")
    if facts.employment_ends is None:
        raise FactMissing("employment_ends", RULE.code)
    if facts.employment_ends:
        raise NotModelled(RULE.code, "set-off at the end of the employment")
    return Deduction(facts.kind)


def _room_above_the_floor(facts: WageFacts, as_of: date) -> tuple[int, list[Source]]:
    """The wage above the beslagvrije voet, and what that rests on."""
    wage = check_amount("wage", facts.wage_cents, rule=RULE.code, zero=True)
    if facts.beslagvrije_voet_cents is None:
        if facts.household is None:
            raise FactMissing("household", RULE.code)
        room = certain_free_room(wage, facts.household, as_of)
        return room.cents_per_month, list(room.receipt.sources)
    floor = check_amount(
        "beslagvrije_voet", facts.beslagvrije_voet_cents, rule=RULE.code, zero=True
    )
    return max(0, wage - floor), []


def _limit_on_fines(facts: WageFacts, as_of: date) -> tuple[int, Source]:
    wage = check_amount("money_wage", facts.money_wage_cents, rule=RULE.code, zero=True)
    share = value_on("wage_set_off", as_of)
    exact = wage * Fraction(share.percent("fines_of_money_wage")) / 100
    return int(exact), share.as_source()


def _outcome(
    facts: WageFacts,
    as_of: date,
    at_most_cents: int,
    reason: WageReason,
    used: list[Source] | None = None,
) -> WageDeduction:
    is_revocable = facts.kind == Deduction.MANDATE
    receipt = RULE.receipt(as_of, asdict(facts), used or ())
    return WageDeduction(at_most_cents, reason, is_revocable, receipt)
