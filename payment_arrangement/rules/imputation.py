"""Imputation: what a payment is counted against, within one claim and over several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from itertools import groupby
from typing import Literal

from payment_arrangement.amounts import check_amount
from payment_arrangement.days import check_day
from payment_arrangement.errors import FactMissing, NotModelled
from payment_arrangement.receipt import Receipt, Rule, Source

ImputationOrder = Literal["statutory", "principal_first"]
ORDERS: Mapping[ImputationOrder, tuple[str, ...]] = {
    "statutory": ("costs_cents", "interest_cents", "principal_cents"),
    "principal_first": ("principal_cents", "interest_cents", "costs_cents"),
}
_CODE_OF_2017 = "https://wetten.overheid.nl/BWBR0005289/2017-05-01"

RULE = Rule(
    code="imputation",
    version="1",
    title="What a payment is counted against: which claim, and which part of it",
    sources=(
        Source("BW art. 6:43 (which claim), tekst mei 2017", "unverified", address=_CODE_OF_2017),
        Source(
            "BW art. 6:44 lid 1 (costs, interest due, principal and running interest), tekst mei "
            "2017",
            "unverified",
            address=_CODE_OF_2017,
        ),
        Source(
            "Decision: the organisation may promise the person principal first, then interest, "
            "then costs; all statutory interest up to the payment counts as due",
            "2026-11-22, decision",
        ),
    ),
    left_out=(
        "The creditor's right to refuse a payment that the person wants counted otherwise (6:44 "
        "lid 2 and 3): a warm creditor does not use it.",
        "Which claim weighs most: the organisation says so in `burden`; it is never guessed.",
        "Claims of more than one creditor: every creditor counts its own.",
    ),
)


@dataclass(frozen=True)
class Balance:
    """What is unpaid of one claim, in cents."""

    costs_cents: int
    interest_cents: int
    principal_cents: int

    @property
    def total_cents(self) -> int:
        """All parts together."""
        return self.costs_cents + self.interest_cents + self.principal_cents


@dataclass(frozen=True)
class Imputation:
    """What of one payment went to each part, what is unpaid after it, and what is left over.

    `left_over_cents`: paid above what was due; it goes back to the person or to another claim.
    """

    paid: Balance
    unpaid: Balance
    left_over_cents: int
    receipt: Receipt


@dataclass(frozen=True)
class ClaimBalance:
    """One claim of the creditor; None is unknown.

    `burden`: how heavily the claim weighs on the person; a higher number weighs more, equal
    numbers weigh the same.
    """

    claim_id: str
    unpaid: Balance
    due_on: date | None = None
    arose_on: date | None = None
    burden: int | None = None


@dataclass(frozen=True)
class ClaimsImputation:
    """What of one payment went to each claim, by `claim_id`, and what is left over."""

    by_claim: Mapping[str, Imputation]
    left_over_cents: int
    receipt: Receipt


def impute(
    payment_cents: int, unpaid: Balance, as_of: date, *, order: ImputationOrder = "statutory"
) -> Imputation:
    """What a payment of `payment_cents` on `as_of` is counted against, within one claim.

    Source: BW art. 6:44 lid 1; `principal_first` is the organisation's promise.
    Rounding: none; whole cents.
    Left out on purpose: see `RULE.left_out`.
    Raises BadAmount, BadDate, NotModelled.

    >>> result = impute(10_000, Balance(4_000, 1_000, 50_000), date(2026, 11, 22))
    >>> result.paid
    Balance(costs_cents=4000, interest_cents=1000, principal_cents=5000)
    """
    check_day("as_of", as_of)
    left = check_amount("payment", payment_cents, rule=RULE.code)
    _check_balance(unpaid)
    check_order(order)
    paid = {}
    for part in ORDERS[order]:
        paid[part] = min(left, getattr(unpaid, part))
        left -= paid[part]
    facts = {"payment_cents": payment_cents, "unpaid": asdict(unpaid), "order": order}
    return Imputation(
        paid=Balance(**paid),
        unpaid=Balance(**{part: getattr(unpaid, part) - cents for part, cents in paid.items()}),
        left_over_cents=left,
        receipt=RULE.receipt(as_of, facts),
    )


def impute_over_claims(
    payment_cents: int,
    claims: Iterable[ClaimBalance],
    as_of: date,
    *,
    designated: str | None = None,
    order: ImputationOrder = "statutory",
) -> ClaimsImputation:
    """What a payment is counted against when one creditor has several claims.

    The claim that the person points out (`designated`) goes first. Then the claims that are due,
    the heaviest first, the oldest first; equal claims share in proportion to what is unpaid.

    Source: BW art. 6:43; within a claim 6:44 or the organisation's order.
    Rounding: equal claims share whole cents, the largest remainders first, then in the order given.
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, BadAmount, BadDate, NotModelled (an unknown or repeated `claim_id`).

    >>> one = ClaimBalance("a", Balance(0, 0, 30_000), date(2026, 9, 1), date(2026, 8, 1), 0)
    >>> two = ClaimBalance("b", Balance(0, 0, 30_000), date(2026, 10, 1), date(2026, 9, 1), 0)
    >>> result = impute_over_claims(40_000, [two, one], date(2026, 11, 22))
    >>> {name: part.paid.total_cents for name, part in result.by_claim.items()}
    {'a': 30000, 'b': 10000}
    """
    known = tuple(claims)
    _check_claims(known, designated)
    check_order(order)
    left = check_amount("payment", payment_cents, rule=RULE.code)
    by_claim = {}
    for group in _in_order(known, designated, as_of):
        for claim, share in _shares(left, group):
            if share:
                by_claim[claim.claim_id] = impute(share, claim.unpaid, as_of, order=order)
                left -= share
    facts = {
        "payment_cents": payment_cents,
        "claims": [asdict(claim) for claim in known],
        "designated": designated,
        "order": order,
    }
    return ClaimsImputation(by_claim, left, RULE.receipt(as_of, facts))


def check_order(order: str) -> None:
    """Raises NotModelled for an order that neither the law nor an organisation's promise names."""
    if order not in ORDERS:
        raise NotModelled(RULE.code, f"the order '{order}'")


def _check_balance(unpaid: Balance) -> None:
    for part in fields(unpaid):
        check_amount(part.name, getattr(unpaid, part.name), rule=RULE.code, zero=True)


def _check_claims(claims: tuple[ClaimBalance, ...], designated: str | None) -> None:
    names = [claim.claim_id for claim in claims]
    if not claims:
        raise FactMissing("claims", RULE.code)
    if len(set(names)) < len(names):
        raise NotModelled(RULE.code, "two claims with the same claim_id")
    if designated is not None and designated not in names:
        raise NotModelled(RULE.code, f"'{designated}', which is none of the claims")
    for claim in claims:
        _check_balance(claim.unpaid)


def _in_order(
    claims: tuple[ClaimBalance, ...], designated: str | None, as_of: date
) -> list[list[ClaimBalance]]:
    """Groups of claims, each group paid before the next; within a group they share."""
    first = [claim for claim in claims if claim.claim_id == designated]
    others = [claim for claim in claims if claim.claim_id != designated]
    if len(others) == 1:
        return [first, others]

    def rank(claim: ClaimBalance) -> tuple[bool, int, date]:
        due_on = check_day("due_on", claim.due_on, rule=RULE.code)
        if claim.burden is None:
            raise FactMissing("burden", RULE.code)
        arose_on = check_day("arose_on", claim.arose_on, rule=RULE.code)
        return due_on > as_of, -claim.burden, arose_on

    ranked = sorted(others, key=rank)
    return [first, *(list(group) for _, group in groupby(ranked, key=rank))]


def _shares(payment_cents: int, claims: list[ClaimBalance]) -> list[tuple[ClaimBalance, int]]:
    """What each claim of a group gets: all of it, or a part in proportion, to the cent."""
    unpaid = sum(claim.unpaid.total_cents for claim in claims)
    if payment_cents >= unpaid:
        return [(claim, claim.unpaid.total_cents) for claim in claims]
    parts = [divmod(payment_cents * claim.unpaid.total_cents, unpaid) for claim in claims]
    over = payment_cents - sum(whole for whole, _ in parts)
    largest_first = sorted(range(len(claims)), key=lambda i: -parts[i][1])
    extra = set(largest_first[:over])
    return [(claim, parts[i][0] + (i in extra)) for i, claim in enumerate(claims)]
