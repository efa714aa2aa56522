from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest

from payment_arrangement import ParameterError, ParameterMissing, value_on
from payment_arrangement.parameters import all_topics, load_topic, read_topic

GOOD = """\
title: An example
periods:
  - valid_from: 2026-01-01
    valid_to: 2026-06-30
    source: "An act, art. 1"
    checked: {date: 2026-11-22, by: "a colleague"}
    values: {amount_euro: "12.50", rate_percent: "4"}
  - valid_from: 2026-07-01
    valid_to: open
    source: "An act, art. 1"
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
    assert all(period.source and period.checked for period in load_topic(topic).periods)


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
        "'beslagvrije_voet_caps' has no value on 2026-07-01: its values cover "
        "2026-01-01 to 2026-06-30. Add the value with its source to "
        "payment_arrangement/parameters/beslagvrije_voet_caps.yml, or ask about a day that is "
        "covered."
    )


def test_a_gap_between_periods_is_an_error_on_its_days() -> None:
    periods = read_topic("example", GOOD.replace("2026-07-01", "2026-08-01")).periods
    assert not any(period.covers(date(2026, 7, 15)) for period in periods)


def test_overlapping_periods_are_refused() -> None:
    assert "overlaps" in problems_of(GOOD.replace("valid_to: 2026-06-30", "valid_to: 2026-07-01"))


def test_an_open_period_before_another_is_refused() -> None:
    assert "overlaps" in problems_of(GOOD.replace("valid_to: 2026-06-30", "valid_to: open"))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    assert "ends before it begins" in problems_of(GOOD.replace("2026-06-30", "2025-06-30"))


@pytest.mark.parametrize("bad", ["12.5", "12", '"12.505"', '"abc"', '"NaN"'])
def test_an_amount_that_is_not_a_quoted_number_is_refused(bad: str) -> None:
    assert "line 7, periods.0.values.amount_euro" in problems_of(GOOD.replace('"12.50"', bad))


def test_a_float_anywhere_is_refused() -> None:
    assert "other" in problems_of(GOOD.replace('rate_percent: "4"', "other: 4.5"))


def test_a_period_without_source_is_refused_with_its_line() -> None:
    message = problems_of(GOOD.replace('    source: "An act, art. 1"\n', "", 1))
    assert "line 3, periods.0: 'source' is a required property" in message


def test_all_problems_are_told_at_once() -> None:
    text = GOOD.replace("unverified", "maybe").replace("valid_to: open", "valid_to: soon")
    message = problems_of(text)
    assert "right would be the last day, or the word open" in message
    assert "right would be {date, by}, or the word unverified" in message


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
