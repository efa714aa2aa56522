"""Letter wording: what is certainly wrong with the text of a veertiendagenbrief."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from payment_arrangement.amounts import check_amount
from payment_arrangement.days import check_day, check_not_after
from payment_arrangement.errors import BadAmount, FactMissing
from payment_arrangement.letter_text import CountedFrom, read_letter
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.rules.incassokosten import CostFacts, maximum_collection_costs
from payment_arrangement.rules.veertiendagenbrief import (
    LETTER_ARTICLE,
    LETTER_JUDGMENT,
    TERM_DAYS,
    payment_term,
)

RULE = Rule(
    code="letter_wording",
    version="1",
    title="What is wrong with the text of a fourteen-day letter",
    topics=("collection_costs", "recurring_terms_cap", "vat", "holidays"),
    sources=(LETTER_ARTICLE, LETTER_JUDGMENT),
    left_out=(
        "That a letter is right: without a fault found the verdict is `no_fault_found`.",
        "Whether default (6:81) came before the letter, and whether one letter named all claims "
        "(6:96 lid 7).",
        '"Within 14 days after receipt": the sources approve 15 days or the day after receipt; '
        "this wording is `cannot_tell`.",
        "Whether the Algemene termijnenwet makes the term longer.",
        "A letter handed over on its own day: `delivered_on` must say so.",
        "Wordings that `data/letter_wording.yml` does not hold: unknown, never guessed.",
    ),
)


class Fault(StrEnum):
    """What is wrong; the key under which a text is found."""

    COUNTED_FROM_LETTER_DATE = "counted_from_letter_date"
    COUNTED_FROM_TODAY = "counted_from_today"
    COUNTED_FROM_SENDING = "counted_from_sending"
    TERM_TOO_SHORT = "term_too_short"
    LAST_DAY_TOO_EARLY = "last_day_too_early"
    TERM_NOT_STATED = "term_not_stated"
    COSTS_NOT_STATED = "costs_not_stated"
    COSTS_ABOVE_MAXIMUM = "costs_above_maximum"


TOO_EARLY: dict[CountedFrom, Fault] = {
    "letter_date": Fault.COUNTED_FROM_LETTER_DATE,
    "today": Fault.COUNTED_FROM_TODAY,
    "sending": Fault.COUNTED_FROM_SENDING,
}


@dataclass(frozen=True)
class LetterFacts:
    """What one letter says and what is known about it; None is unknown.

    `counted_from`: where the letter lets its term of `term_days` begin. `last_day_on`: the last
    day it names. `term_is_stated`, `costs_are_stated`: whether it names a term, and an amount of
    costs. `claim`: what the costs are for.
    """

    term_days: int | None = None
    counted_from: CountedFrom | None = None
    last_day_on: date | None = None
    term_is_stated: bool | None = None
    sent_on: date | None = None
    delivered_on: date | None = None
    costs_are_stated: bool | None = None
    costs_claimed_cents: int | None = None
    claim: CostFacts | None = None
    wording_source: Source | None = None


@dataclass(frozen=True)
class Finding:
    """One fault and the source that calls it so."""

    fault: Fault
    source: Source


@dataclass(frozen=True)
class LetterCheck:
    """`wrong` when a fault is certain, else `cannot_tell` while a fact is `unknown`."""

    verdict: Literal["wrong", "cannot_tell", "no_fault_found"]
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    receipt: Receipt


def check_letter_text(
    text: str,
    as_of: date,
    *,
    sent_on: date | None = None,
    delivered_on: date | None = None,
    claim: CostFacts | None = None,
    costs_are_stated: bool | None = None,
) -> LetterCheck:
    """As `check_letter`, for the Dutch text of a letter; its own date counts when none is given.

    What is not found in the text stays unknown: it may stand there in other words.

    Source, rounding, left out: as `check_letter`. Raises BadText, and the errors of `check_letter`.

    >>> text = "Betaal binnen 14 dagen na dagtekening van deze brief."
    >>> check_letter_text(text, date(2026, 11, 22)).findings[0].fault.value
    'counted_from_letter_date'
    """
    said = read_letter(text)
    costs = said.costs_claimed_cents
    if costs is not None and said.vat_claimed_cents is not None:
        costs += said.vat_claimed_cents
        claim = claim and replace(claim, may_add_vat=said.may_add_vat)
    facts = LetterFacts(
        term_days=said.term_days,
        counted_from=said.counted_from,
        last_day_on=said.last_day_on,
        sent_on=sent_on or said.letter_date_on,
        delivered_on=delivered_on,
        costs_are_stated=costs_are_stated if costs is None else True,
        costs_claimed_cents=costs,
        claim=claim,
        wording_source=said.source,
    )
    return check_letter(facts, as_of)


def check_letter(facts: LetterFacts, as_of: date) -> LetterCheck:
    """What is certainly wrong with a letter, and which unknown facts keep the rest from a verdict.

    Source: BW art. 6:96 lid 6; HR 25 November 2016, ECLI:NL:HR:2016:2704; the costs: the rule
    `incassokosten`.
    Rounding: as `incassokosten`.
    Left out on purpose: see `RULE.left_out`.
    Raises BadAmount, BadDate (a letter of a day after `as_of`), NotModelled, ParameterMissing.

    >>> check_letter(LetterFacts(term_days=14, counted_from="today"), date(2026, 11, 22)).verdict
    'wrong'
    """
    _check_facts(facts, as_of)
    found: list[Finding] = []
    unknown: list[str] = []
    sources: list[Source] = []
    for outcome in (*_term(facts, as_of), *_costs(facts, as_of, sources)):
        if isinstance(outcome, Finding):
            found.append(outcome)
        elif outcome not in unknown:
            unknown.append(outcome)
    return LetterCheck(
        verdict="wrong" if found else "cannot_tell" if unknown else "no_fault_found",
        findings=tuple(found),
        unknown=tuple(unknown),
        receipt=RULE.receipt(
            as_of, asdict(facts), (*sources, *(finding.source for finding in found))
        ),
    )


def _check_facts(facts: LetterFacts, as_of: date) -> None:
    check_day("as_of", as_of)
    if facts.sent_on is not None:
        check_not_after("sent_on", facts.sent_on, as_of)
    if facts.last_day_on is not None:
        check_day("last_day_on", facts.last_day_on)
    if facts.term_days is not None and not 0 <= facts.term_days <= 999:
        raise BadAmount("term_days", facts.term_days, "days from 0 to 999")
    if facts.costs_claimed_cents is not None:
        check_amount("costs_claimed", facts.costs_claimed_cents, rule=RULE.code, zero=True)


def _term(facts: LetterFacts, as_of: date) -> Iterator[Finding | str]:
    """Faults in the term; the name of a fact where its absence forbids a verdict."""
    if facts.term_days is None and facts.last_day_on is None:
        is_missing = facts.term_is_stated is False
        yield Finding(Fault.TERM_NOT_STATED, LETTER_ARTICLE) if is_missing else "term"
    if facts.term_days is not None:
        yield from _days_given(facts, facts.term_days, as_of)
    if facts.last_day_on is not None:
        yield from _day_named(facts, facts.last_day_on, as_of)


def _days_given(facts: LetterFacts, days: int, as_of: date) -> Iterator[Finding | str]:
    judged = facts.wording_source or LETTER_JUDGMENT
    if facts.counted_from is None:
        yield "counted_from"
    elif facts.counted_from in TOO_EARLY and days <= TERM_DAYS:
        yield Finding(TOO_EARLY[facts.counted_from], judged)
    elif facts.counted_from in TOO_EARLY:
        # Longer than fourteen days: it may still end late enough.
        end = None if facts.sent_on is None else facts.sent_on + timedelta(days=days)
        yield from ["sent_on"] if end is None else _day_named(facts, end, as_of)
    elif days < TERM_DAYS:
        yield Finding(Fault.TERM_TOO_SHORT, LETTER_ARTICLE)
    elif facts.counted_from == "receipt" and days == TERM_DAYS:
        yield "counted_from"


def _day_named(facts: LetterFacts, last_day_on: date, as_of: date) -> Iterator[Finding | str]:
    if facts.sent_on is None:
        yield "sent_on"
        return
    if last_day_on >= payment_term(facts.sent_on, facts.delivered_on, as_of=as_of).last_day_on:
        return
    # Post that came sooner than presumed, at best the next day, makes the day late enough.
    soonest = facts.delivered_on or facts.sent_on + timedelta(days=1)
    if last_day_on < soonest + timedelta(days=TERM_DAYS):
        yield Finding(Fault.LAST_DAY_TOO_EARLY, LETTER_JUDGMENT)
    else:
        yield "delivered_on"


def _costs(facts: LetterFacts, as_of: date, sources: list[Source]) -> Iterator[Finding | str]:
    """Faults in the costs; what the maximum rests on is added to `sources`."""
    if facts.costs_claimed_cents is None:
        is_missing = facts.costs_are_stated is False
        yield Finding(Fault.COSTS_NOT_STATED, LETTER_ARTICLE) if is_missing else "costs_claimed"
        return
    if facts.claim is None:
        yield "claim"
        return
    try:
        most = maximum_collection_costs(facts.claim, as_of)
    except FactMissing as error:
        yield error.fact
        return
    sources.extend(most.receipt.sources)
    if facts.costs_claimed_cents > most.total_cents:
        limits = [source for source in most.receipt.sources if source.topic in RULE.topics[:2]]
        yield Finding(Fault.COSTS_ABOVE_MAXIMUM, limits[-1])
