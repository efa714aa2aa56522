"""Each figure from the facts that an auditor has: who counts, in which month, what is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from audit_facts import YEAR, Log

from audit_pack import kpis, terms
from audit_pack.kpis import MOST, KpiCounter
from audit_pack.working_days import working_days_after
from evidence_log.entry import entry_types


def test_there_are_at_most_fifteen_and_kept_arrangements_come_first():
    assert len(kpis()) <= MOST == 15
    assert kpis()[0].code == "arrangements_kept_3_months"


def test_every_figure_is_defined_and_counted():
    assert set(KpiCounter().cells(YEAR)) == {kpi.code for kpi in kpis()}
    for kpi in kpis():
        assert all((kpi.title, kpi.definition, kpi.formula, kpi.source, kpi.better))


def test_every_counted_entry_type_is_in_the_closed_set():
    counters = KpiCounter()._collectors.values()
    named = {name for each in counters for name in each.entry_types}
    assert named <= set(entry_types())
    assert set(terms.ANSWERS) <= set(entry_types())


@pytest.mark.parametrize(
    ("day", "number", "last"),
    [
        (date(2026, 11, 20), 2, date(2026, 11, 24)),  # Friday: Monday, Tuesday
        (date(2026, 12, 24), 2, date(2026, 12, 29)),  # both Christmas days and a weekend
        (date(2026, 4, 2), 3, date(2026, 4, 9)),  # Good Friday and Easter Monday
        (date(2026, 5, 4), 2, date(2026, 5, 7)),  # 5 May
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
    ],
)
def test_working_days_pass_over_weekends_and_holidays(day, number, last):
    assert working_days_after(day, number) == last


def agreed(log: Log, day: str = "2026-01-05", arrangement: str = "a") -> Log:
    return log.add(day, "arrangement_accepted", "case", arrangement=arrangement)


def told(log: Log, day: str, state: str, arrangement: str = "a") -> Log:
    codes = {"arrangement": arrangement, "state": state, "as_of": day, "source": "ledger"}
    return log.add(day, "arrangement_state_known", "case", **codes)


KEPT = "arrangements_kept_3_months"


def test_an_arrangement_of_which_nothing_is_known_is_unknown_and_not_kept():
    assert agreed(Log()).month(KEPT, "2026-04") == (0, 0, 1)


@pytest.mark.parametrize(
    ("told_on", "state", "counted"),
    [
        ("2026-04-05", "kept", (1, 0, 0)),
        ("2026-04-04", "kept", (0, 0, 1)),  # a day too early says nothing of three months
        ("2026-06-01", "behind", (0, 1, 0)),
        ("2026-02-01", "behind", (0, 0, 1)),  # behind for a while is not broken
        ("2026-02-01", "ended", (0, 1, 0)),
        ("2026-02-01", "completed", (1, 0, 0)),
        ("2026-02-01", "withdrawn", (0, 0, 0)),  # replaced: does not count
        ("2026-05-01", "withdrawn", (0, 0, 1)),
    ],
)
def test_what_is_known_at_three_months_counts(told_on, state, counted):
    log = told(agreed(Log()), told_on, state)
    assert log.month(KEPT, "2026-04") == counted


def test_the_first_word_after_three_months_counts():
    log = told(told(agreed(Log()), "2026-04-10", "kept"), "2026-09-01", "ended")
    assert log.month(KEPT, "2026-04") == (1, 0, 0)


def test_an_arrangement_of_before_the_period_ripens_in_it():
    assert told(agreed(Log(), "2025-12-01"), "2026-03-02", "kept").month(KEPT, "2026-03") == (
        1,
        0,
        0,
    )


def test_an_arrangement_that_is_not_three_months_old_does_not_count_yet():
    log = agreed(Log(), "2026-11-01")
    assert sum(cell.unknown for cell in log.findings().kpis[KEPT].values()) == 0


def test_a_colleagues_agreement_counts_as_an_arrangement():
    log = Log().add("2026-03-01", "case_opened", "case")
    log.add(
        "2026-04-09", "colleague_decided", "case", kind="arrangement", id="a", outcome="accepted"
    )
    assert log.month("cases_with_arrangement", "2026-03") == (1, 0, 0)
    assert log.month(KEPT, "2026-07") == (0, 0, 1)


def asked(log: Log, day: str, **codes: str) -> Log:
    given = {
        "handover": "h",
        "reason": "over_max_total",
        "urgency": "over_limit",
        "callback_on": day,
    }
    return log.add(day, "handover_opened", "case", **given | codes)


PRIMARY, OTHER = "primary_questions_3_days", "other_questions_7_days"


@pytest.mark.parametrize(
    ("answered_on", "counted"),
    [("2026-03-05", (1, 0, 0)), ("2026-03-06", (0, 1, 0)), (None, (0, 1, 0))],
)
def test_a_primary_question_of_monday_is_answered_by_thursday(answered_on, counted):
    log = asked(Log(), "2026-03-02")
    if answered_on:
        log.add(answered_on, "handover_closed", "case", handover="h")
    assert log.month(PRIMARY, "2026-03") == counted
    assert log.month(OTHER, "2026-03") == (0, 0, 0)


@pytest.mark.parametrize(
    ("answered_on", "counted"), [("2026-03-09", (1, 0, 0)), ("2026-03-10", (0, 1, 0))]
)
def test_another_question_has_seven_days(answered_on, counted):
    log = asked(Log(), "2026-03-02", reason="asked_for_person", urgency="asked")
    log.add(answered_on, "colleague_decided", "case", kind="handover", id="h", outcome="taken")
    assert log.month(OTHER, "2026-03") == counted


def test_a_question_that_may_still_be_answered_in_time_does_not_count():
    assert asked(Log(), "2026-12-31").month(PRIMARY, "2026-12") == (0, 0, 0)


def test_the_day_that_was_named_counts_for_the_callback():
    log = asked(Log(), "2026-03-02", callback_on="2026-03-03")
    log.add("2026-03-04", "handover_closed", "case", handover="h")
    assert log.month("callback_promise_kept", "2026-03") == (0, 1, 0)


@pytest.mark.parametrize(("day", "counted"), [("2026-04-08", (1, 0, 0)), ("2026-04-09", (0, 1, 0))])
def test_a_complaint_before_easter_is_confirmed_in_two_working_days(day, counted):
    # Thursday 2 April; Good Friday and Easter Monday do not count.
    log = Log().add("2026-04-02", "complaint_filed", "case", complaint="c", theme="tone")
    log.add(day, "colleague_decided", "case", kind="complaint", id="c", outcome="acknowledged")
    assert log.month("complaints_acknowledged_2_days", "2026-04") == counted


def test_a_refusal_by_the_assistant_alone_would_show():
    log = Log().add(
        "2026-03-01", "colleague_decided", "case", outcome="declined", colleague="colleague_1"
    )
    log.add("2026-03-01", "colleague_decided", "other", outcome="declined", colleague="assistant")
    assert log.month("refusals_by_person", "2026-03") == (1, 1, 0)


def test_a_warm_referral_without_word_is_unknown():
    log = Log()
    for place, outcome in enumerate(["received", "not_reached", None]):
        log.add("2026-03-01", "help_chosen", f"case{place}", referral=f"r{place}", mode="warm")
        if outcome:
            log.add(
                "2026-03-09",
                "colleague_decided",
                f"case{place}",
                kind="referral",
                id=f"r{place}",
                outcome=outcome,
            )
    log.add("2026-03-01", "help_chosen", "case9", referral="r9", mode="info")
    assert log.month("warm_referral_arrived", "2026-03") == (1, 1, 1)


def test_stale_data_and_current_data_are_told_apart():
    log = Log().add("2026-03-01", "help_found", "a", stale_shown=True)
    log.add("2026-03-01", "help_found", "b", stale_shown=False)
    log.add("2026-03-02", "help_chosen", "b", referral="r", mode="info")
    assert log.month("directory_current", "2026-03") == (1, 1, 0)
    assert log.month("help_chosen", "2026-03") == (1, 1, 0)


def test_a_case_that_was_erased_in_time_counts_though_its_request_is_gone():
    log = Log().add("2026-03-01", "case_erased", None, rows=3, asked=True, in_time=True)
    log.add("2026-03-02", "case_erased", None, rows=3, asked=False)
    log.add("2026-03-05", "erasure_requested", "case", erasure="e", answer_by_on="2026-04-05")
    log.add("2026-04-06", "colleague_decided", "case", kind="erasure", id="e", outcome="declined")
    assert log.month("erasure_in_a_month", "2026-03") == (1, 0, 0)
    assert log.month("erasure_in_a_month", "2026-04") == (0, 1, 0)


def test_the_notice_counts_for_cases_with_a_conversation():
    log = (
        Log()
        .add("2026-03-01", "conversation_started", "a")
        .add("2026-03-01", "ai_notice_shown", "a")
    )
    log.add("2026-03-01", "conversation_started", "b")
    assert log.month("ai_notice_at_start", "2026-03") == (1, 1, 0)


def test_choices_within_and_over_the_limits_are_told_apart():
    log = agreed(Log(), "2026-03-01").add(
        "2026-03-02", "arrangement_sent_to_colleague", "b", arrangement="b"
    )
    assert log.month("agreed_at_once", "2026-03") == (1, 1, 0)


@pytest.mark.parametrize(
    ("entry_type", "codes", "counted"),
    [
        ("referral_answered", {"answer": "accepted"}, (1, 0, 0)),
        ("referral_answered", {"answer": "rejected"}, (0, 1, 0)),
        ("referral_closed", {"outcome": "got_help"}, (1, 0, 0)),
        ("referral_closed", {"outcome": "could_not_reach"}, (0, 1, 0)),
        ("referral_closed", {"outcome": "no_longer_wanted"}, (0, 0, 1)),
    ],
)
def test_what_the_helper_or_the_person_says_of_a_referral_counts(entry_type, codes, counted):
    log = Log().add("2026-03-01", "help_chosen", "case", referral="r", mode="warm")
    log.add("2026-03-09", entry_type, "case", referral="r", **codes)
    assert log.month("warm_referral_arrived", "2026-03") == counted
    assert log.month("refusals_by_person", "2026-03") == (0, 0, 0)
