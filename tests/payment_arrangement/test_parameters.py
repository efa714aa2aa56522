from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from payment_arrangement import BadDate, ParameterError, ParameterMissing, value_on
from payment_arrangement.calendar import names_by_day
from payment_arrangement.parameters import all_topics, load_topic, read_topic

GOOD = """\
title: An example
periods:
  - valid_from: 2026-01-01
    valid_to: 2026-06-30
    source: "An act, art. 1"
    address: https://wetten.overheid.nl/example
    checked: {date: 2026-11-22, by: "a colleague"}
    values: {amount_euro: "12.50", rate_percent: "4"}
  - valid_from: 2026-07-01
    valid_to: open
    source: "An act, art. 1"
    address: https://wetten.overheid.nl/example
    checked: unverified
    values: {amount_euro: "13.00", rate_percent: "5"}
"""


def problems_of(text: str) -> str:
    with pytest.raises(ParameterError) as caught:
        read_topic("example", text)
    return str(caught.value)


def test_amounts_become_cents_and_percentages_decimals() -> None:
    first = read_topic("example", GOOD).periods[0]
    assert (first.cents("amount"), first.percent("rate")) == (1250, Decimal(4))


@pytest.mark.parametrize("topic", all_topics())
def test_every_shipped_topic_loads_with_a_source_in_every_period(topic: str) -> None:
    for period in load_topic(topic).periods:
        assert period.source and period.checked and period.address.startswith("https://")


@pytest.mark.parametrize("topic", all_topics())
def test_the_day_before_the_first_period_is_an_error(topic: str) -> None:
    first = load_topic(topic).periods[0].valid_from
    with pytest.raises(ParameterMissing):
        value_on(topic, first - timedelta(days=1))


@pytest.mark.parametrize("topic", all_topics())
def test_each_period_holds_on_its_own_first_and_last_day(topic: str) -> None:
    for period in load_topic(topic).periods:
        assert value_on(topic, period.valid_from) == period
        assert value_on(topic, period.valid_to or date(2099, 12, 31)) == period


def test_there_is_no_fallback_to_the_newest_value() -> None:
    with pytest.raises(ParameterMissing) as caught:
        value_on("beslagvrije_voet_caps", date(2026, 7, 1))
    assert str(caught.value) == (
        "'beslagvrije_voet_caps' has no value on 2026-07-01: its last known value ended on "
        "2026-06-30. An older or newer value is never used in its place. Add the value with its "
        "source to payment_arrangement/parameters/beslagvrije_voet_caps.yml, or ask about a day "
        "it covers: 2024-01-01 to 2024-06-30; 2026-01-01 to 2026-06-30."
    )


def test_a_day_before_the_oldest_value_says_when_that_starts() -> None:
    with pytest.raises(ParameterMissing, match="its oldest value starts on 2012-07-01"):
        value_on("collection_costs", date(2010, 1, 1))


def test_a_day_in_a_gap_says_why_nothing_is_known() -> None:
    with pytest.raises(ParameterMissing, match="the norms of 2025 were not found"):
        value_on("assistance_norms", date(2025, 6, 1))


@pytest.mark.parametrize(
    "day", [date(1899, 12, 31), date(2200, 1, 1), datetime(2026, 11, 22), "2026-11-22"]
)
def test_what_is_no_day_that_can_be_asked_about_is_refused(day: Any) -> None:
    with pytest.raises(BadDate):
        value_on("collection_costs", day)


GAP = """\
gaps:
  - {first_day: 2026-07-01, last_day: 2026-07-31, reason: "not found"}
"""


def test_a_declared_gap_is_an_error_on_its_days() -> None:
    topic = read_topic("example", GOOD.replace("2026-07-01", "2026-08-01") + GAP)
    assert not any(period.covers(date(2026, 7, 15)) for period in topic.periods)
    assert topic.gaps[0].reason == "not found"


def test_a_gap_that_is_not_declared_is_refused_with_its_line() -> None:
    message = problems_of(GOOD.replace("2026-07-01", "2026-08-01"))
    assert "line 9: no value from 2026-07-01 to 2026-07-31" in message


def test_a_declared_gap_that_is_none_is_refused_with_its_line() -> None:
    assert "line 16: 2026-07-01 to 2026-07-31 is declared as a gap" in problems_of(GOOD + GAP)


def test_overlapping_periods_are_refused() -> None:
    assert "overlaps" in problems_of(GOOD.replace("valid_to: 2026-06-30", "valid_to: 2026-07-01"))


def test_an_open_period_before_another_is_refused() -> None:
    assert "overlaps" in problems_of(GOOD.replace("valid_to: 2026-06-30", "valid_to: open"))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert "ends before it begins" in problems_of(GOOD.replace("2026-06-30", "2025-06-30"))


@pytest.mark.parametrize("bad", ["12.5", "12", '"12.505"', '"abc"', '"NaN"'])
def test_an_amount_that_is_not_a_quoted_number_is_refused(bad: str) -> None:
    assert "line 8, periods.0.values.amount_euro" in problems_of(GOOD.replace('"12.50"', bad))


def test_a_float_anywhere_is_refused() -> None:
    assert "other" in problems_of(GOOD.replace('rate_percent: "4"', "other: 4.5"))


def test_a_period_without_source_is_refused_with_its_line() -> None:
    message = problems_of(GOOD.replace('    source: "An act, art. 1"\n', "", 1))
    assert "line 3, periods.0: 'source' is a required property" in message


def test_a_period_without_address_is_refused() -> None:
    text = GOOD.replace("    address: https://wetten.overheid.nl/example\n", "", 1)
    assert "line 3, periods.0: 'address' is a required property" in problems_of(text)


def test_an_address_that_nobody_can_open_is_refused() -> None:
    message = problems_of(GOOD.replace("https://wetten.overheid.nl/example", "the library"))
    assert "right would be where the text can be read, starting with https://" in message


def test_an_unknown_key_is_refused_with_its_line() -> None:
    message = problems_of(GOOD.replace("valid_to: open", "valid_to: open\n    valid_form: x"))
    assert "line 9, periods.1: Additional properties are not allowed ('valid_form'" in message


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    message = problems_of(GOOD.replace("valid_to: open", "valid_to: open\n    valid_to: open"))
    assert "line 11, valid_to: stands twice; right would be once" in message


@pytest.mark.parametrize("day", ["2026-02-30", "2025-02-29", "01-01-2026", "soon"])
def test_a_day_that_cannot_be_read_is_refused_with_its_line(day: str) -> None:
    message = problems_of(GOOD.replace("valid_from: 2026-01-01", f"valid_from: {day}"))
    assert "line 3, periods.0.valid_from" in message
    assert "right would be a day such as 2026-01-01" in message


def test_all_problems_are_told_at_once() -> None:
    text = (
        GOOD.replace("unverified", "maybe")
        .replace('"13.00"', "13.0")
        .replace("valid_from: 2026-07-01", "valid_from: 2026-06-01")
        .replace("title: An example", "title: An example\ntitle: Another")
    )
    message = problems_of(text)
    for problem in (
        "line 2, title: stands twice",
        "right would be {date, by}, or the word unverified",
        "line 15, periods.1.values.amount_euro: amounts and percentages are quoted numbers",
        "line 10: the period from 2026-06-01 overlaps the period from 2026-01-01",
    ):
        assert problem in message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a list",
        "periods: nothing",
        "periods: [1, 2]",
        "gaps: {}\nperiods: [{valid_from: 2026-01-01}]",
        "[" * 50_000,
        f"title: {'9' * 5_000}",
        "x" * 1_000_000,
        "title: &a [1]\nperiods: *a",
        "? [1]\n: 2",
        "title: \x00",
    ],
    ids=[
        "empty",
        "a list",
        "no periods",
        "numbers",
        "half a period",
        "nested deeply",
        "a huge number",
        "a megabyte",
        "an alias",
        "a list as key",
        "a control character",
    ],
)
def test_what_is_no_parameter_file_is_a_named_error(text: str) -> None:
    with pytest.raises(ParameterError):
        read_topic("example", text)


def test_every_day_that_counts_as_holiday_is_one_the_library_knows() -> None:
    known = {
        name for year in (2013, 2026) for names in names_by_day(year).values() for name in names
    }
    assert set(value_on("holidays", date(2026, 11, 22)).values["days"]) <= known


def test_a_file_that_is_not_yaml_is_refused() -> None:
    assert "not YAML" in problems_of("title: [")


def test_nothing_is_read_at_import() -> None:
    code = (
        "import sys, pathlib\n"
        "def refuse(event, args):\n"
        "    if event == 'open' and str(args[0]).endswith('.yml'):\n"
        "        raise SystemExit('read ' + str(args[0]))\n"
        "sys.addaudithook(refuse)\n"
        "import payment_arrangement, payment_arrangement.rule_pages\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
