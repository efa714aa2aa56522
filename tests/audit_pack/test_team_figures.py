"""The team's figures beside a case counted by hand, and what may not be shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from audit_facts import Log

from audit_pack import Period, question_due_on, team_facts, team_figures
from audit_pack.facts import LOCAL_TIME, Fact, read_facts
from audit_pack.team_figures import TeamFigures, _Counter, counted
from audit_pack.waiting import WaitingTimes
from evidence_log.entry import entry_types

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
ASKED = {"reason": "asked_for_person", "urgency": "asked", "callback_on": "2026-11-10"}


def of(log: Log, period: Period = NOVEMBER) -> TeamFigures:
    return counted(sorted(log.facts, key=lambda fact: fact.at), period, period.until_on)


def waits(*minutes: int | None, day: str = "2026-11-09", hour: int = 10) -> Log:
    """People who each asked on ``day`` at ``hour``, and how long each waited."""
    log = Log()
    asked_at = datetime.fromisoformat(day).replace(hour=hour, tzinfo=LOCAL_TIME)
    for place, wait in enumerate(minutes):
        person, codes = f"case{place}", {"handover": f"h{place}"}
        log.facts.append(Fact(2 * place, asked_at, "handover_opened", person, ASKED | codes))
        if wait is not None:
            taken_at = asked_at + timedelta(minutes=wait)
            log.facts.append(Fact(2 * place + 1, taken_at, "conversation_taken", person, codes))
    return log


def test_the_median_and_the_ninth_of_ten_are_the_ones_counted_by_hand():
    waiting = of(waits(5, 1, 2, 3, 4, 6, 7, 8, 90, 600)).waiting
    assert (waiting.median_minutes, waiting.p90_minutes) == (5, 90)
    assert (waiting.answered.counted, waiting.still_open.counted) == (10, 0)


def test_who_still_waits_is_counted_apart_and_in_no_median():
    waiting = of(waits(*[10] * 10, *[None] * 11)).waiting
    assert (waiting.median_minutes, waiting.still_open.counted) == (10, 11)


def test_the_wait_of_nine_people_is_not_shown():
    waiting = of(waits(*[10] * 9)).waiting
    assert (waiting.median_minutes, waiting.answered.state) == (None, "hidden")


def test_the_same_person_asking_ten_times_is_one_person():
    log = waits(*[10] * 10)
    log.facts = [Fact(f.sequence, f.at, f.entry_type, "one", f.codes) for f in log.facts]
    assert of(log).waiting.answered.state == "hidden"


def test_questions_stand_at_the_hour_and_weekday_of_asking_in_dutch_time():
    log = waits(*[30] * 12)
    log.facts += waits(*[60] * 20, day="2026-11-10", hour=15).facts
    log.facts = [
        Fact(
            place,
            f.at,
            f.entry_type,
            f"{f.at:%d}{f.case_ref}",
            dict(f.codes, handover=f"{f.at:%d}{f.codes['handover']}"),
        )
        for place, f in enumerate(log.facts)
    ]
    waiting = of(log).waiting
    assert (waiting.by_hour["10"].asked.counted, waiting.by_hour["10"].median_minutes) == (12, 30)
    assert (waiting.by_hour["15"].asked.counted, waiting.by_hour["15"].median_minutes) == (20, 60)
    assert waiting.by_weekday["monday"].asked.counted == 12
    assert waiting.by_weekday["sunday"].asked.state == "nothing"


def test_a_small_hour_is_hidden_with_the_one_that_would_give_it_away():
    log = waits(*[30] * 12)
    log.facts += [
        Fact(
            f.sequence,
            f.at,
            f.entry_type,
            f"x{f.case_ref}",
            dict(f.codes, handover=f"x{f.codes['handover']}"),
        )
        for f in waits(5, 5, hour=16).facts
    ]
    hours = of(log).waiting.by_hour
    assert {hours["10"].asked.state, hours["16"].asked.state} == {"hidden"}
    assert hours["10"].median_minutes is None


def test_arrangements_referrals_and_suggestions_are_counted_as_by_hand():
    log = Log()
    log.many(12, "2026-11-03", "plan_proposed", proposals="p")
    log.many(12, "2026-11-04", "plan_proposed", proposals="q")  # the same people once more
    log.many(11, "2026-11-04", "arrangement_accepted", arrangement="a")
    for place in range(10):
        codes = {"kind": "arrangement", "id": f"c{place}", "outcome": "accepted"}
        log.add("2026-11-05", "colleague_decided", f"other{place}", **codes)
    log.many(13, "2026-11-05", "help_found", route="r")
    log.many(10, "2026-11-05", "help_chosen", referral="r")
    for fact in log.facts[-10:]:
        fact.codes["mode"] = "warm"  # type: ignore[index]
    for place in range(10):
        log.add(
            "2026-11-06", "referral_closed", f"case{place}", referral=f"r{place}", outcome="unknown"
        )
        log.add(
            "2026-11-20",
            "referral_closed",
            f"case{place}",
            referral=f"r{place}",
            outcome="got_help",
        )
    for place in range(30):
        choice = ("accepted", "edited", "rejected")[place % 3]
        log.add("2026-11-07", "suggestion_chosen", f"case{place}", choice=choice)
    found = of(log)
    numbers = {
        group: {code: each.counted for code, each in codes.items() if each.counted}
        for group, codes in found.counts.items()
    }
    assert numbers == {
        "arrangements": {"proposed": 12, "agreed_at_once": 11, "agreed_by_colleague": 10},
        "referrals": {"help_found": 13, "chosen_warm": 10},
        "outcomes": {"got_help": 10},
        "suggestions": {"accepted": 10, "edited": 10, "rejected": 10},
    }


def test_what_the_administration_did_not_say_is_unknown_and_not_nought():
    log = Log().many(12, "2026-08-10", "arrangement_accepted", arrangement="a")
    kept = of(log).shares["arrangements_kept_3_months"]
    assert (kept.state, kept.permille, kept.unknown) == ("nothing", None, 12)


def test_only_the_days_of_the_period_count_and_not_the_rest_of_its_months():
    log = Log().many(12, "2026-11-03", "case_opened")
    log.many(12, "2026-11-03", "plan_proposed", proposals="p")
    week = Period(date(2026, 11, 9), date(2026, 11, 16))
    assert of(log, week).shares["cases_with_arrangement"].state == "nothing"
    assert of(log, week).counts["arrangements"]["proposed"].counted == 0
    assert log.findings(week).kpis["cases_with_arrangement"]["2026-11"].counted == 0


def test_a_question_that_can_still_be_answered_today_is_not_late():
    log = Log().many(12, "2026-11-25", "handover_opened", handover="h")
    for fact in log.facts:
        fact.codes.update(reason="dispute", urgency="asked", callback_on="2026-11-26")  # type: ignore[attr-defined]
    facts = log.facts
    on_the_day = counted(facts, NOVEMBER, date(2026, 11, 30)).shares["primary_questions_3_days"]
    day_after = counted(facts, NOVEMBER, date(2026, 12, 1)).shares["primary_questions_3_days"]
    assert (on_the_day.state, day_after.permille) == ("nothing", 0)


@pytest.mark.parametrize(
    ("reason", "urgency", "due_on"),
    [
        ("dispute", "asked", date(2026, 11, 25)),
        ("asked_for_person", "over_limit", date(2026, 11, 25)),
        ("asked_for_person", "asked", date(2026, 11, 27)),
        ("complaint", "normal", None),
    ],
)
def test_a_question_of_friday_has_three_working_or_seven_calendar_days(reason, urgency, due_on):
    assert question_due_on(reason, urgency, date(2026, 11, 20)) == due_on


def test_the_entries_that_are_read_are_all_that_is_counted(filled):
    """Reading only some types gives what reading everything gives."""
    period = Period(date(2026, 2, 1), date(2026, 10, 1))
    with filled.unit() as unit:
        from_types = team_figures(unit, period, team_facts())
        everything = counted(read_facts(unit, until=period.until), period, period.until_on)
    assert from_types == everything


def test_every_counted_entry_type_is_in_the_closed_set():
    assert {*_Counter.entry_types, *WaitingTimes.entry_types} <= set(entry_types())
