"""What each question accepts, refuses and says then. "Today" is Monday 23 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.answers import Accepted, Refused, Said, answers, read
from casework.locales import DAY_OF_THIS_YEAR, day, euro

TODAY = date(2026, 11, 23)


def reading(slot: str, intent: str = "inform", pressed: bool = False, **values: Any) -> Any:
    return read(answers().slots[slot], Said(intent, tuple(values.items()), pressed), TODAY)


@pytest.mark.parametrize(
    ("slot", "said", "value"),
    [
        ("debt_cents", {"money_cents": 1}, 1),
        ("debt_cents", {"money_cents": 10_000_000}, 10_000_000),
        ("fixed_costs_cents", {"money_cents": 0}, 0),
        ("income", {"money_cents": 150_000}, 150_000),
        ("other_creditors", {"count": 0}, 0),
        ("until_on", {"date": "2026-12-15"}, "2026-12-15"),
        ("until_on", {"day_of_month": 1}, "2026-12-01"),
        ("until_on", {"day_of_month": 24}, "2026-11-24"),
        ("until_on", {"day_of_month": 31}, "2026-11-30"),
        ("threat_on", {"date": "2026-11-23"}, "2026-11-23"),
        ("debit_day", {"day_of_month": 28}, 28),
        ("debit_day", {"date": "2026-12-25"}, 25),
        ("pause_days", {"duration_months": 2}, 60),
        ("pause_days", {"count": 14}, 14),
        ("postcode", {"postcode": "3072 ab"}, "3072AB"),
        ("postcode", {"postcode": "3072"}, "3072"),
        ("household", {"household": "single_parent"}, "single_parent"),
    ],
)
def test_a_value_that_fits_is_taken_over(slot: str, said: dict[str, Any], value: Any) -> None:
    assert reading(slot, **said) == Accepted(value)


@pytest.mark.parametrize(
    ("slot", "said", "response"),
    [
        ("debt_cents", {"money_cents": 0}, "utter_refuse_money_bounds"),
        ("debt_cents", {"money_cents": -500}, "utter_refuse_money_bounds"),
        ("debt_cents", {"money_cents": 100_000_000_000}, "utter_refuse_money_bounds"),
        ("debt_cents", {"date": "2026-12-01"}, "utter_refuse_money"),
        ("debt_cents", {}, "utter_refuse_money"),
        ("until_on", {"date": "2026-11-22"}, "utter_refuse_date_bounds"),
        ("until_on", {"date": "2026-11-23"}, "utter_refuse_date_bounds"),
        ("until_on", {"date": "2028-01-01"}, "utter_refuse_date_bounds"),
        ("until_on", {"money_cents": 100}, "utter_refuse_date"),
        ("debit_day", {"day_of_month": 31}, "utter_refuse_day_of_month"),
        ("pause_days", {"duration_months": 13}, "utter_refuse_days"),
        ("other_creditors", {"count": 100}, "utter_refuse_count"),
        ("postcode", {"postcode": "0123AB"}, "utter_refuse_postcode"),
        ("postcode", {"postcode": "3011SS"}, "utter_refuse_postcode"),
        ("postcode", {"money_cents": 307_200}, "utter_refuse_postcode"),
        ("household", {"household": "castle"}, "utter_refuse_choice"),
        ("of_organisation", {"money_cents": 100}, "utter_refuse_yes_no"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_would_be_right(
    slot: str, said: dict[str, Any], response: str
) -> None:
    refused = reading(slot, **said)
    assert isinstance(refused, Refused)
    assert refused.response == response


def test_four_digits_alone_are_a_postcode_where_one_is_asked() -> None:
    number = Said("inform", (("money_cents", 307_200),), is_bare_number=True)
    assert read(answers().slots["postcode"], number, TODAY) == Accepted("3072")


def test_two_amounts_are_not_guessed_between() -> None:
    both = Said("inform", (("money_cents", 120_000), ("money_cents", 130_000)))
    assert read(answers().slots["income"], both, TODAY) == Refused("utter_refuse_money")


def test_a_refused_amount_names_both_bounds() -> None:
    refused = reading("debt_cents", money_cents=0)
    assert refused.values == {"at_least": 1, "at_most": 10_000_000}


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("income", "unknown"),
        ("fixed_costs_cents", "unknown"),
        ("debt_cents", "unknown"),
        ("threat_on", "unknown"),
        ("more_claims", False),
        ("complaint_theme", "other"),
    ],
)
def test_not_knowing_is_an_answer_and_never_nought(slot: str, value: Any) -> None:
    assert reading(slot, "dont_know") == Accepted(value)
    assert reading(slot, "dont_know") != Accepted(0) or value is False


def test_what_must_be_known_is_asked_on() -> None:
    assert reading("until_on", "dont_know") == Refused("utter_refuse_unknown")


@pytest.mark.parametrize(("intent", "value"), [("affirm", True), ("deny", False)])
def test_yes_and_no_answer_a_yes_or_no_question(intent: str, value: bool) -> None:
    assert reading("wage_garnishment", intent) == Accepted(value)


def test_a_need_can_be_the_answer_to_one_question() -> None:
    assert reading("wish", "ask_pause") == Accepted("pause")
    assert reading("wage_garnishment", "wage_garnishment") == Accepted(True)


def test_a_button_sends_its_own_value() -> None:
    assert reading("income", pressed=True, income="from_1500") == Accepted("from_1500")
    assert reading("of_organisation", pressed=True, of_organisation=False) == Accepted(False)
    assert reading("pause_days", pressed=True, pause_days=14) == Accepted(14)


def test_typed_words_never_count_as_a_button() -> None:
    assert reading("income", income="from_1500") == Refused("utter_refuse_money")


@pytest.mark.parametrize(
    ("cents", "text"), [(6000, "€ 60"), (125_050, "€ 1.250,50"), (1250, "€ 12,50"), (0, "€ 0")]
)
def test_amounts_are_written_the_dutch_way(cents: int, text: str) -> None:
    assert euro(cents, "nl") == text


def test_days_are_written_the_dutch_way() -> None:
    assert day(date(2026, 11, 24), "nl", DAY_OF_THIS_YEAR) == "24 november"
    assert day(date(2027, 3, 1), "nl") == "1 maart 2027"


def typed(slot: str, text: str, intent: str = "inform", **more: Any) -> Any:
    return read(answers().slots[slot], Said(intent, text=text, **{"values": (), **more}), TODAY)


def test_yes_and_no_are_read_from_the_first_word() -> None:
    assert typed("of_organisation", "ja, het is de huur") == Accepted(True)
    assert typed("more_claims", "Nee hoor, alleen deze") == Accepted(False)
    assert typed("wage_garnishment", "nee, geen loonbeslag", "wage_garnishment") == Accepted(False)
    assert typed("of_organisation", "jammer") == Refused("utter_refuse_yes_no")


def test_of_two_amounts_the_one_that_asks_least_counts() -> None:
    pair = {
        "values": (("money_cents", 100_000), ("money_cents", 120_000)),
        "range_cents": (100_000, 120_000),
    }
    assert typed("income", "tussen 1000 en 1200", **pair) == Accepted(100_000)
    assert typed("fixed_costs_cents", "1000 tot 1200", **pair) == Accepted(120_000)
    assert typed("debt_cents", "1000 tot 1200", **pair) == Refused("utter_refuse_money")


def test_two_amounts_that_are_no_range_are_not_guessed() -> None:
    apart = (("money_cents", 140_000), ("money_cents", 30_000))
    assert typed("income", "1400 loon, 300 toeslag", values=apart) == Refused("utter_refuse_money")


@pytest.mark.parametrize(
    ("slot", "cents", "period", "per_month"),
    [
        ("income", 37_500, "week", 162_500),
        ("income", 10_001, "week", 43_337),
        ("fixed_costs_cents", 10_001, "week", 43_338),
        ("income", 75_000, "two_weeks", 162_500),
        ("income", 150_000, "four_weeks", 162_500),
        ("income", 150_000, "month", 150_000),
        ("fixed_costs_cents", 9_000, "quarter", 3_000),
        ("income", 4_000_000, "year", 333_333),
    ],
)
def test_an_amount_of_another_period_is_taken_to_a_month(
    slot: str, cents: int, period: str, per_month: int
) -> None:
    assert reading(slot, money_cents=cents, period=period) == Accepted(per_month)


def test_an_amount_of_two_periods_is_not_guessed() -> None:
    said = (("money_cents", 37_500), ("period", "week"), ("period", "month"))
    assert typed("income", "375 per week of maand", values=said) == Refused("utter_refuse_money")


def test_a_debt_is_never_multiplied() -> None:
    assert reading("debt_cents", money_cents=40_000, period="week") == Accepted(40_000)


@pytest.mark.parametrize("said", [{"period": "four_weeks"}, {"day_of_month": 25}])
def test_who_names_a_day_instead_of_an_amount_can_choose_another_day(said: dict[str, Any]) -> None:
    assert reading("proposal", **said) == Accepted("pay_day")


def test_creditors_that_are_named_are_counted() -> None:
    named = (("claim_kind", "webshop"), ("claim_kind", "health_insurance"))
    assert typed("other_creditors", "wehkamp en zorg", values=named) == Accepted(2)


def test_a_threat_that_came_true_is_still_one() -> None:
    assert typed("threat_on", "gisteren", values=(("date", "2026-11-22"),)) == Accepted("unknown")


def test_yes_to_customer_or_employee_is_customer() -> None:
    assert reading("audience", "affirm") == Accepted("customer")
    assert isinstance(reading("audience", "deny"), Refused)
