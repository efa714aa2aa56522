"""Incassokosten: the most a creditor may charge a consumer for collecting out of court."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction

from payment_arrangement.amounts import check_amount, half_up
from payment_arrangement.errors import FactMissing, NotModelled
from payment_arrangement.parameters import Period, value_on
from payment_arrangement.receipt import Receipt, Rule, Source

RULE = Rule(
    code="incassokosten",
    version="1",
    title="Highest collection costs for a consumer",
    topics=("collection_costs", "recurring_terms_cap", "vat"),
    sources=(
        Source(
            "BW art. 6:96 lid 5 en 7 (claims of one creditor are added up), tekst mei 2017",
            "unverified",
            address="https://wetten.overheid.nl/BWBR0005289/2017-05-01",
        ),
        Source(
            "Besluit vergoeding voor buitengerechtelijke incassokosten, art. 1 en 2 (May 2017)",
            "unverified",
            address="https://wetten.overheid.nl/BWBR0031432/2017-05-01",
        ),
    ),
    left_out=(
        "Claims that do not come from an agreement (taxes, fines, damages): NotModelled.",
        "Debtors acting for a profession or business (6:96 lid 4): NotModelled.",
        "The exact text of art. 2a since 2024-10-01: only its upper limit is used.",
        "The amended text of 6:96 lid 7 since 2024-10-01: not seen.",
        "Claims in default before 2012-07-01 (art. 3): ParameterMissing.",
    ),
)


@dataclass(frozen=True)
class CostFacts:
    """What is known about the claims of one creditor on one person; None is unknown.

    `principals_cents`: unpaid principal of each claim, without interest and costs.
    `may_add_vat`: the creditor pays VAT on the collection service, cannot reclaim it, and
    expressly declares both.
    `is_recurring_term`: the claims are terms of a continuing contract.
    `charged_in_six_months_cents`: costs charged to this person in the last six months.
    """

    principals_cents: tuple[int, ...]
    is_consumer: bool | None
    is_from_agreement: bool | None
    may_add_vat: bool | None = False
    is_recurring_term: bool | None = None
    charged_in_six_months_cents: int | None = None


@dataclass(frozen=True)
class CollectionCosts:
    """The highest costs before VAT, the VAT on top, and their sum, in cents."""

    costs_cents: int
    vat_cents: int
    receipt: Receipt

    @property
    def total_cents(self) -> int:
        """Costs and VAT together."""
        return self.costs_cents + self.vat_cents


def maximum_collection_costs(facts: CostFacts, as_of: date) -> CollectionCosts:
    """The most that may be charged for `facts` when default began on `as_of`.

    It is a maximum. That costs are due at all needs a correct veertiendagenbrief.

    Source: Besluit vergoeding voor buitengerechtelijke incassokosten art. 1 and 2;
    BW art. 6:96 lid 5 and 7.
    Rounding: costs, then VAT, each once to the nearest cent, half up (a decision; no legal rule).
    Left out on purpose: see `RULE.left_out`.
    Raises FactMissing, NotModelled, BadAmount, ParameterMissing.

    >>> facts = CostFacts((50000,), True, True, is_recurring_term=False)
    >>> maximum_collection_costs(facts, date(2026, 11, 22)).costs_cents
    7500
    """
    _check_scope(facts)
    total = sum(
        check_amount("principals_cents", amount, rule=RULE.code, zero=True)
        for amount in facts.principals_cents
    )
    scale = value_on("collection_costs", as_of)
    cap = value_on("recurring_terms_cap", as_of)
    costs = _by_scale(total, scale)
    used = [scale]
    room = _room_under_cap(facts, cap)
    if room is not None:
        costs = min(costs, room)
        used.append(cap)
    vat_cents = 0
    if facts.may_add_vat:
        vat = value_on("vat", as_of)
        used.append(vat)
        vat_cents = half_up(costs * Fraction(vat.percent("general")) / 100)
    receipt = RULE.receipt(as_of, asdict(facts), [period.as_source() for period in used])
    return CollectionCosts(costs, vat_cents, receipt)


def _check_scope(facts: CostFacts) -> None:
    for name in ("is_consumer", "is_from_agreement", "may_add_vat"):
        if getattr(facts, name) is None:
            raise FactMissing(name, RULE.code)
    if not facts.principals_cents:
        raise FactMissing("principals_cents", RULE.code)
    if not facts.is_consumer:
        raise NotModelled(RULE.code, "a debtor acting for a profession or business")
    if not facts.is_from_agreement:
        raise NotModelled(RULE.code, "a claim that does not come from an agreement")


def _by_scale(total_cents: int, scale: Period) -> int:
    """The scale over the added principals, between its minimum and maximum; nought for nought."""
    if total_cents == 0:
        return 0
    exact, lower = Fraction(0), 0
    for step in scale.values["scale"]:
        upper = total_cents if step["up_to_cents"] is None else step["up_to_cents"]
        part = max(0, min(total_cents, upper) - lower)
        exact += part * Fraction(step["rate_percent"]) / 100
        lower = upper
    return min(max(half_up(exact), scale.cents("minimum")), scale.cents("maximum"))


def _room_under_cap(facts: CostFacts, cap: Period) -> int | None:
    """What the cap on small recurring terms still leaves; None where the cap does not apply."""
    if not cap.values["applies"]:
        return None
    if all(amount >= cap.cents("term_below") for amount in facts.principals_cents):
        return None
    if facts.is_recurring_term is None:
        raise FactMissing("is_recurring_term", RULE.code)
    if not facts.is_recurring_term:
        return None
    charged = check_amount(
        "charged_in_six_months_cents", facts.charged_in_six_months_cents, rule=RULE.code, zero=True
    )
    return max(0, cap.cents("cap") - charged)
