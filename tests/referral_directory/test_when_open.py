"""Open now, until when, and when again: RFC 5545 rules in Dutch time, closed on holidays."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from referral_directory import opening_of
from referral_directory.model import Hours, Verification
from referral_directory.schedules import (
    LOCAL_TIME,
    hours_text,
    needs_an_end,
    read_schedule,
    rule_parts,
)

MORNING = {"freq": "WEEKLY", "byday": "MO,TU,WE", "opens_at": "09:00", "closes_at": "12:00"}
ALWAYS = {
    "freq": "WEEKLY",
    "byday": "MO,TU,WE,TH,FR,SA,SU",
    "opens_at": "00:00",
    "closes_at": "00:00",
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIME)


def opening(directory, row, moment, confirmed=date(2026, 11, 20)):
    hours = Hours(read_schedule(row), Verification(True, assured_on=confirmed))
    service = replace(directory.services["nl-nibud"], schedules=(hours,))
    return opening_of(service, directory.freshness, at(moment))


NIGHT = {**MORNING, "opens_at": "22:00", "closes_at": "02:00"}
FORTNIGHT = {**MORNING, "interval": 2, "dtstart": "2026-11-16"}
LAST_FRIDAY = {**MORNING, "freq": "MONTHLY", "byday": "-1FR"}
SECOND_MONDAY = {**MORNING, "freq": "MONTHLY", "byday": "2MO"}
IN_UTC = {**MORNING, "opens_at": "09:00+00:00", "closes_at": "12:00+00:00"}


@pytest.mark.parametrize(
    ("row", "moment", "is_open", "until", "opens_at"),
    [
        (MORNING, "2026-11-23T09:00", True, "2026-11-23T12:00", None),
        (MORNING, "2026-11-23T11:59", True, "2026-11-23T12:00", None),
        (MORNING, "2026-11-23T12:00", False, None, "2026-11-24T09:00"),
        (MORNING, "2026-11-25T13:00", False, None, "2026-11-30T09:00"),
        (NIGHT, "2026-11-24T01:00", True, "2026-11-24T02:00", None),
        (FORTNIGHT, "2026-11-24T10:00", False, None, "2026-11-30T09:00"),
        (LAST_FRIDAY, "2026-11-27T10:00", True, "2026-11-27T12:00", None),
        (SECOND_MONDAY, "2026-12-13T10:00", False, None, "2026-12-14T09:00"),
        ({**MORNING, "valid_to": "2026-11-23"}, "2026-11-24T10:00", False, None, None),
        ({**MORNING, "until": "2026-11-23"}, "2026-11-24T10:00", False, None, None),
        (IN_UTC, "2026-11-23T12:30", True, "2026-11-23T13:00", None),
        (ALWAYS, "2026-11-24T03:00", True, None, None),
    ],
)
def test_hours_follow_the_rule(row, moment, is_open, until, opens_at, directory):
    found = opening(directory, row, moment)
    assert found.is_open is is_open
    assert found.until == (at(until) if until else None)
    assert found.opens_at == (at(opens_at) if opens_at else None)


def test_a_public_holiday_counts_as_closed(directory):
    kings_day = {**MORNING, "byday": "TU"}
    late = date(2027, 4, 20)
    assert not opening(directory, kings_day, "2027-04-27T10:00", late).is_open
    assert opening(
        directory, {**kings_day, "open_on_holidays": True}, "2027-04-27T10:00", late
    ).is_open
    assert opening(directory, ALWAYS, "2027-04-27T10:00", late).is_open


def test_hours_past_their_term_tell_nothing(directory):
    old = at("2026-11-23T10:00").date() - timedelta(days=91)
    assert opening(directory, MORNING, "2026-11-23T10:00", old) is None
    assert opening(directory, MORNING, "2026-11-23T10:00", old + timedelta(days=1)).is_open


def test_the_clock_change_does_not_move_the_hours(directory):
    found = opening(directory, {**MORNING, "byday": "SU"}, "2026-10-25T09:30")
    assert found.until == at("2026-10-25T12:00")


@pytest.mark.parametrize(
    "row",
    [
        {**MORNING, "freq": None},
        {**MORNING, "byday": ""},
        {**MORNING, "interval": 2},
        {**MORNING, "count": 3},
        {**MORNING, "dtstart": "2026-01-01", "count": 3, "until": "2026-02-01"},
        {**MORNING, "bymonthday": "2,3"},
        {**MORNING, "byday": "2MO"},
    ],
)
def test_what_is_no_rule_of_rfc_5545_gives_no_hours_rather_than_wrong_ones(row):
    assert rule_parts(row) is None
    assert read_schedule(row) is None


@pytest.mark.parametrize("row", [{**MORNING, "byday": "XX"}, {**MORNING, "interval": -1}])
def test_what_cannot_be_read_at_all_is_an_error(row):
    with pytest.raises(ValueError, match=r"XX|1 or more"):
        read_schedule(row)


def test_certain_weeks_of_a_year_need_an_end_and_weekly_hours_do_not():
    assert not needs_an_end(MORNING)
    assert needs_an_end({**MORNING, "byweekno": "41,42"})
    assert not needs_an_end({**MORNING, "byweekno": "41,42", "until": "2026-12-31"})


def test_hours_without_a_description_are_said_in_days_and_times():
    assert hours_text(MORNING) == "ma, di, wo 09:00–12:00"
    assert hours_text({**MORNING, "description": "in de ochtend"}) == "in de ochtend"
    assert hours_text({"freq": "WEEKLY"}) is None
