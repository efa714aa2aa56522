"""Letters and what is certainly wrong with them; no verdict where it is not certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from payment_arrangement import (
    ArrangementError,
    BadAmount,
    BadDate,
    BadText,
    CostFacts,
    Fault,
    LetterFacts,
    check_letter,
    check_letter_text,
    letter_text,
)

TODAY = date(2026, 11, 22)
CLAIM = CostFacts((50_000,), True, True, is_recurring_term=False)
GOOD = LetterFacts(
    term_days=14,
    counted_from="day_after_receipt",
    costs_are_stated=True,
    costs_claimed_cents=7_500,
    claim=CLAIM,
)


def faults(text: str) -> list[str]:
    return [finding.fault.value for finding in check_letter_text(text, TODAY).findings]


WRONG = [
    ("Betaal binnen 14 dagen na dagtekening van deze brief.", "counted_from_letter_date"),
    ("Betaal binnen veertien dagen na deze brief.", "counted_from_letter_date"),
    ("binnen 14 dagen na de datum van deze aanmaning", "counted_from_letter_date"),
    ("binnen 14 dagen, te rekenen vanaf de dag na dagtekening", "counted_from_letter_date"),
    ("binnen twee weken na dagtekening", "counted_from_letter_date"),
    ("binnen één week nadat deze brief bij u is bezorgd", "term_too_short"),
    ("binnen 14 dagen na datum dezes", "counted_from_letter_date"),
    ("BINNEN  14\n(veertien) DAGEN NA HEDEN", "counted_from_today"),
    ("binnen een termijn van 14 dagen vanaf vandaag", "counted_from_today"),
    ("binnen 14 dagen na verzending van deze brief", "counted_from_sending"),
    ("binnen 14 dagen nadat wij deze brief hebben verstuurd", "counted_from_sending"),
    ("binnen 10 dagen nadat deze brief bij u is bezorgd", "term_too_short"),
    ("binnen 13 dagen vanaf de dag nadat u deze brief hebt ontvangen", "term_too_short"),
    ("Datum: 3 november 2026. Betaal uiterlijk 17 november 2026.", "last_day_too_early"),
    ("Datum: 03-11-2026. Betaal vóór woensdag 18 november 2026.", "last_day_too_early"),
]


@pytest.mark.parametrize(("text", "fault"), WRONG)
def test_wording_that_the_sources_call_wrong_is_found(text: str, fault: str) -> None:
    assert faults(text) == [fault]


NOT_WRONG = [
    "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd",
    "binnen vijftien dagen nadat deze brief bij u is bezorgd",
    "binnen 15 dagen na ontvangst van deze brief",
    "binnen twee weken na ontvangst van deze brief",
    "binnen 14 dagen na de dag na ontvangst",
    "binnen veertien dagen vanaf de dag na ontvangst",
    "binnen 14 dagen na ontvangst van deze brief",
    "binnen 14 dagen",
    "binnen 14 dagen na dagtekening van de factuur",
    "binnen 14 dagen na dagtekening, dus binnen 14 dagen na ontvangst",
    "binnen 3 dagen bellen, binnen 14 dagen na heden betalen",
    "binnen 21 dagen na dagtekening van deze brief",
    "Datum: 3 november 2026. Betaal vóór 20 november 2026.",
    "Datum: 3 november 2026. Betaal uiterlijk 31 november 2026.",
    "Pay within 14 days of this letter.",
]


@pytest.mark.parametrize("text", NOT_WRONG)
def test_wording_that_is_right_or_uncertain_gets_no_fault(text: str) -> None:
    check = check_letter_text(text, TODAY)
    assert (check.findings, check.verdict) == ((), "cannot_tell")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Anders brengen wij incassokosten in rekening van € 75,01.", Fault.COSTS_ABOVE_MAXIMUM),
        (
            "Er komt € 1.000,00 aan buitengerechtelijke kosten bij.",
            Fault.COSTS_ABOVE_MAXIMUM,
        ),
        ("Anders brengen wij incassokosten in rekening van € 75,00.", None),
        ("Anders betaalt u € 40,- incassokosten.", None),
        ("Hoofdsom € 500,00, incassokosten € 75,00.", None),
        ("Incassokosten € 40,00 of incassokosten € 90,00.", None),
    ],
)
def test_the_costs_in_a_letter_are_held_against_the_maximum(text: str, fault: Fault | None) -> None:
    found = [finding.fault for finding in check_letter_text(text, TODAY, claim=CLAIM).findings]
    assert found == ([] if fault is None else [fault])


def test_a_letter_without_a_fault_is_not_called_right() -> None:
    check = check_letter(GOOD, TODAY)
    assert (check.verdict, check.findings, check.unknown) == ("no_fault_found", (), ())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"term_days": 13}, Fault.TERM_TOO_SHORT),
        ({"counted_from": "receipt", "term_days": 13}, Fault.TERM_TOO_SHORT),
        ({"counted_from": "letter_date"}, Fault.COUNTED_FROM_LETTER_DATE),
        ({"counted_from": "today"}, Fault.COUNTED_FROM_TODAY),
        ({"counted_from": "sending"}, Fault.COUNTED_FROM_SENDING),
        (
            {"last_day_on": date(2026, 11, 20), "sent_on": date(2026, 11, 6)},
            Fault.LAST_DAY_TOO_EARLY,
        ),
        ({"term_days": None, "term_is_stated": False}, Fault.TERM_NOT_STATED),
        ({"costs_claimed_cents": None, "costs_are_stated": False}, Fault.COSTS_NOT_STATED),
        ({"costs_claimed_cents": 7_501}, Fault.COSTS_ABOVE_MAXIMUM),
        (
            {
                "last_day_on": date(2026, 11, 23),
                "sent_on": date(2026, 11, 6),
                "delivered_on": date(2026, 11, 10),
            },
            Fault.LAST_DAY_TOO_EARLY,
        ),
    ],
)
def test_each_fault_is_found_with_the_source_that_calls_it_so(change: dict, fault: Fault) -> None:
    check = check_letter(replace(GOOD, **change), TODAY)
    assert [finding.fault for finding in check.findings] == [fault]
    assert check.verdict == "wrong"
    assert all(finding.source in check.receipt.sources for finding in check.findings)


@pytest.mark.parametrize(
    ("change", "unknown"),
    [
        ({"counted_from": None}, "counted_from"),
        ({"counted_from": "receipt"}, "counted_from"),
        ({"counted_from": "letter_date", "term_days": 21}, "sent_on"),
        ({"term_days": None}, "term"),
        ({"last_day_on": date(2026, 11, 24)}, "sent_on"),
        ({"last_day_on": date(2026, 11, 21), "sent_on": date(2026, 11, 6)}, "delivered_on"),
        ({"last_day_on": date(2026, 11, 23), "sent_on": date(2026, 11, 6)}, "delivered_on"),
        (
            {"counted_from": "letter_date", "term_days": 15, "sent_on": date(2026, 11, 6)},
            "delivered_on",
        ),
        ({"costs_claimed_cents": None, "costs_are_stated": None}, "costs_claimed"),
        ({"claim": None}, "claim"),
        ({"claim": replace(CLAIM, may_add_vat=None)}, "may_add_vat"),
    ],
)
def test_an_unknown_fact_is_named_instead_of_a_verdict(change: dict, unknown: str) -> None:
    check = check_letter(replace(GOOD, **change), TODAY)
    assert (check.verdict, check.unknown) == ("cannot_tell", (unknown,))


@pytest.mark.parametrize(
    "change",
    [
        {"counted_from": "receipt", "term_days": 15},
        {"counted_from": "letter_date", "term_days": 18, "sent_on": date(2026, 11, 6)},
        {"last_day_on": date(2026, 11, 24), "sent_on": date(2026, 11, 6)},
        {
            "last_day_on": date(2026, 11, 21),
            "sent_on": date(2026, 11, 6),
            "delivered_on": date(2026, 11, 7),
        },
    ],
)
def test_a_term_that_ends_late_enough_is_no_fault(change: dict) -> None:
    assert check_letter(replace(GOOD, **change), TODAY).verdict == "no_fault_found"


def test_the_words_of_a_letter_are_not_on_the_receipt() -> None:
    check = check_letter_text("Beste Fatma, betaal binnen 14 dagen na heden", TODAY)
    assert "Fatma" not in str(check.receipt.as_dict())


@pytest.mark.parametrize("text", ["", " \n", "x" * 1_000_000, None, 7])
def test_what_is_no_letter_is_a_named_error(text: str) -> None:
    with pytest.raises(BadText):
        check_letter_text(text, TODAY)


def test_a_letter_dated_in_the_future_is_refused() -> None:
    with pytest.raises(BadDate, match="no later than 2026-11-22"):
        check_letter_text("Datum: 23 november 2026. Betaal binnen 14 dagen.", TODAY)


@pytest.mark.parametrize(
    "change", [{"term_days": -1}, {"term_days": 1_000}, {"costs_claimed_cents": -1}]
)
def test_amounts_that_no_letter_can_have_are_refused(change: dict) -> None:
    with pytest.raises(BadAmount):
        check_letter(replace(GOOD, **change), TODAY)


words = st.sampled_from(
    "binnen 14 veertien dagen na vanaf de dag nadat deze brief dagtekening ontvangst bij u is "  # noqa: SIM905
    "bezorgd € 40,00 incassokosten uiterlijk 31 februari 2026 datum: 99 . ( )".split()
)


@given(st.one_of(st.text(min_size=1, max_size=300), st.lists(words, min_size=1).map(" ".join)))
def test_any_text_gives_an_outcome_with_sources_or_a_named_error(text: str) -> None:
    try:
        check = check_letter_text(text, TODAY)
    except ArrangementError:
        return
    assert check.receipt.sources
    assert (check.verdict == "wrong") == bool(check.findings)


def test_every_wording_in_the_file_is_read_from_some_letter_here() -> None:
    letters = [text for text, _ in WRONG] + NOT_WRONG
    wording = yaml.safe_load(letter_text.FILE.read_text(encoding="utf-8"))
    listed = [item["patterns"] for item in (*wording["terms"], *wording["last_day"])]
    for pattern in (pattern for patterns in listed for pattern in patterns):
        reads = letter_text.pattern_of(pattern)
        assert any(reads.search(letter_text.normal(text)) for text in letters), pattern
