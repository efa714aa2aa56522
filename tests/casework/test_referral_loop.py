"""From the choice to the end: the note, the link, the question after five days, the figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from casework_talk import MONDAY_MORNING, Talk

from casework import consent, intake
from casework.context import Turn
from casework.decide import decide
from casework.decisions import Decision
from casework.errors import ConsentMissing, LinkNotUsable, MoveNotAllowed, ReferralNotFound
from casework.refer import choose_help, find_help
from casework.referrals.closing import CLOSED_BY, STATE_OF_OUTCOME, close_referral, want_no_question
from casework.referrals.figures import SMALLEST_CELL, figures
from casework.referrals.follow_up import close_silent, note_asked, to_ask, working_days_after
from casework.referrals.note import VALID, answer_link, make_link, note_of, proposed_note, read_link
from casework.states import MOVES, REFERRAL_AS_FHIR_TASK

FIVE_WORKING_DAYS_LATER = MONDAY_MORNING + timedelta(days=7)
FHIR_R4_TASK_STATUS = {
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress",
    "on-hold", "failed", "completed", "entered-in-error",
}  # fmt: skip


def chosen(talk: Talk, mode: str = "info") -> str:
    with talk.turn() as turn:
        found = find_help(turn, needs=["debts_and_arrears"], postcode=None)
        option = found.options[0]
        intake.record_contact(turn, name="Anna Voorbeeld", phone="06-made-up")
        if mode == "warm":
            consent.give(turn, option.service_id, ["name", "phone", "needs"], "text@1")
        choose_help(turn, option.referral_id, mode)
    return option.referral_id


def state_of(talk: Talk, referral_id: str) -> dict:
    return next(row for row in talk.rows()["referrals"] if row["id"] == referral_id)


def link(talk: Talk, referral_id: str) -> str:
    with talk.turn() as turn:
        return make_link(turn, referral_id)


def test_every_state_has_a_status_of_fhir_task_and_only_those() -> None:
    assert REFERRAL_AS_FHIR_TASK.keys() == MOVES["referral"].keys()
    assert set(REFERRAL_AS_FHIR_TASK.values()) <= FHIR_R4_TASK_STATUS


@pytest.mark.parametrize("outcome", [code for code in STATE_OF_OUTCOME if code != "unknown"])
@pytest.mark.parametrize("closed_by", [by for by in CLOSED_BY if by != "self"])
def test_an_outcome_says_who_closed_it_and_is_proved(
    talk: Talk, outcome: str, closed_by: str
) -> None:
    referral_id = chosen(talk)
    with talk.turn() as turn:
        close_referral(turn, referral_id, outcome, closed_by)
    with talk.turn() as turn:
        close_referral(turn, referral_id, outcome, closed_by)
    row = state_of(talk, referral_id)
    assert (row["outcome_code"], row["closed_by"]) == (outcome, closed_by)
    assert row["state"] == STATE_OF_OUTCOME[outcome]
    assert [e["closed_by"] for e in talk.evidence("referral_closed")] == [closed_by]


def test_what_somebody_closed_is_not_closed_otherwise_by_another(talk: Talk) -> None:
    referral_id = chosen(talk)
    with talk.turn() as turn:
        close_referral(turn, referral_id, "got_help", "provider")
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        close_referral(turn, referral_id, "got_help", "person")


@pytest.mark.parametrize(("outcome", "by"), [("got_help", "self"), ("unknown", "person")])
def test_silence_is_never_success_and_nobody_says_unknown(
    talk: Talk, outcome: str, by: str
) -> None:
    referral_id = chosen(talk)
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        close_referral(turn, referral_id, outcome, by)


def test_a_referral_of_another_case_is_not_found(talk: Talk, start_talk) -> None:
    referral_id = chosen(talk)
    with start_talk().turn() as turn, pytest.raises(ReferralNotFound):
        close_referral(turn, referral_id, "got_help", "person")


def test_the_person_reads_the_note_as_the_receiver_gets_it(talk: Talk) -> None:
    referral_id = chosen(talk, "warm")
    with talk.turn() as turn:
        note = note_of(turn, referral_id)
    assert note.fields == (("name", "Anna Voorbeeld"), ("phone", "06-made-up"))
    assert note.needs == ("debts_and_arrears",)
    with talk.database.unit(MONDAY_MORNING) as unit:
        assert read_link(unit, link(talk, referral_id)) == note


def test_what_is_shown_before_the_yes_is_what_the_receiver_gets(talk: Talk) -> None:
    with talk.turn() as turn:
        option = find_help(turn, needs=["debts_and_arrears"], postcode="3011").options[0]
        assert proposed_note(turn, option.referral_id).field_names == ("needs",)
        intake.record_contact(turn, name="Anna Voorbeeld", email="anna@example.org")
        shown = proposed_note(turn, option.referral_id)
        consent.give(turn, option.service_id, shown.field_names, "text@1")
        choose_help(turn, option.referral_id, "warm")
        intake.record_contact(turn, phone="06-made-up")
    assert shown.field_names == ("name", "email", "needs")
    with talk.database.unit(MONDAY_MORNING) as unit:
        read = read_link(unit, link(talk, option.referral_id))
    assert (set(read.fields), read.needs) == (set(shown.fields), shown.needs)
    assert read.consent_until == shown.consent_until


def test_the_evidence_of_a_yes_holds_its_last_day(talk: Talk) -> None:
    chosen(talk, "warm")
    assert [e["valid_until_on"] for e in talk.evidence("consent_given")] == ["2027-02-21"]


def test_there_is_no_note_and_no_link_without_consent(talk: Talk) -> None:
    referral_id = chosen(talk)
    with talk.turn() as turn, pytest.raises(ConsentMissing):
        make_link(turn, referral_id)


@pytest.mark.parametrize(("accepts", "state"), [(True, "accepted"), (False, "rejected")])
def test_a_link_is_answered_once(talk: Talk, accepts: bool, state: str) -> None:
    referral_id = chosen(talk, "warm")
    token = link(talk, referral_id)
    for times in range(2):
        with talk.database.unit(MONDAY_MORNING) as unit:
            if times == 0:
                answer_link(unit, token, talk.organisation, accepts=accepts)
                unit.commit()
            else:
                with pytest.raises(LinkNotUsable):
                    answer_link(unit, token, talk.organisation, accepts=not accepts)
    assert state_of(talk, referral_id)["state"] == state
    asked = [row["reason_code"] for row in talk.rows()["handovers"]]
    assert ("referral_rejected" in asked) == (not accepts)
    assert talk.said(Decision("referral", referral_id))[0] == f"referral_{state}"


def test_only_the_hash_of_a_token_is_kept_and_reading_uses_nothing_up(talk: Talk) -> None:
    referral_id = chosen(talk, "warm")
    token = link(talk, referral_id)
    before = talk.rows()
    for _ in range(3):
        with talk.database.unit(MONDAY_MORNING) as unit:
            read_link(unit, token)
            unit.commit()
    assert talk.rows() == before
    assert token not in repr((before, talk.evidence()))


def use_with(talk: Talk, token: str, now: datetime) -> None:
    with talk.database.unit(now) as unit:
        read_link(unit, token)


def test_a_link_ends_after_its_term_and_when_a_new_one_is_made(talk: Talk) -> None:
    referral_id = chosen(talk, "warm")
    first = link(talk, referral_id)
    use_with(talk, first, MONDAY_MORNING + VALID)
    with pytest.raises(LinkNotUsable):
        use_with(talk, first, MONDAY_MORNING + VALID + timedelta(seconds=1))
    second = link(talk, referral_id)
    with pytest.raises(LinkNotUsable):
        use_with(talk, first, MONDAY_MORNING)
    use_with(talk, second, MONDAY_MORNING)


def test_withdrawing_consent_closes_the_link_also_after_sending(talk: Talk) -> None:
    referral_id = chosen(talk, "warm")
    token = link(talk, referral_id)
    with talk.turn() as turn:
        decide(turn, Decision("referral", referral_id), "sent", "c1")
    with talk.turn() as turn:
        consent.withdraw(turn, state_of(talk, referral_id)["service_id"])
    assert state_of(talk, referral_id)["state"] == "withdrawn"
    with pytest.raises(LinkNotUsable):
        use_with(talk, token, MONDAY_MORNING)


def test_consent_lapses_after_its_term(talk: Talk) -> None:
    referral_id = chosen(talk, "warm")
    later = MONDAY_MORNING + consent.CONSENT_TERM
    with talk.turn(later) as turn, pytest.raises(ConsentMissing):
        note_of(turn, referral_id)


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 21), date(2026, 11, 27)),
        (date(2026, 12, 23), date(2026, 12, 31)),
    ],
)
def test_working_days_skip_weekends_and_holidays(day: date, after: date) -> None:
    assert working_days_after(day, 5) == after


def ask(talk: Talk, now: datetime) -> list[str]:
    with talk.database.unit(now) as unit:
        asked = [each.referral_id for each in to_ask(unit)]
        for referral_id in asked:
            note_asked(unit, referral_id)
        unit.commit()
    return asked


def silence(talk: Talk, now: datetime) -> int:
    with talk.database.unit(now) as unit:
        closed = close_silent(unit)
        unit.commit()
    return closed


def test_the_person_is_asked_after_five_working_days_twice_and_then_it_is_unknown(
    talk: Talk,
) -> None:
    referral_id = chosen(talk)
    assert ask(talk, FIVE_WORKING_DAYS_LATER - timedelta(days=3)) == []
    assert ask(talk, FIVE_WORKING_DAYS_LATER) == [referral_id]
    assert ask(talk, FIVE_WORKING_DAYS_LATER) == []
    assert ask(talk, FIVE_WORKING_DAYS_LATER + timedelta(days=7)) == [referral_id]
    assert silence(talk, FIVE_WORKING_DAYS_LATER + timedelta(days=8)) == 0
    assert silence(talk, FIVE_WORKING_DAYS_LATER + timedelta(days=14)) == 1
    row = state_of(talk, referral_id)
    assert (row["state"], row["outcome_code"], row["closed_by"]) == ("chosen", "unknown", "self")
    with talk.turn() as turn:
        close_referral(turn, referral_id, "got_help", "person")
    assert state_of(talk, referral_id)["closed_by"] == "person"


@pytest.mark.parametrize(
    "moment",
    [
        datetime.fromisoformat("2026-12-06T12:00:00+01:00"),
        datetime.fromisoformat("2026-12-01T20:00:00+01:00"),
        datetime.fromisoformat("2026-12-01T06:59:00+01:00"),
        datetime.fromisoformat("2026-12-25T12:00:00+01:00"),
    ],
)
def test_nobody_is_asked_outside_contact_hours(talk: Talk, moment: datetime) -> None:
    chosen(talk)
    assert ask(talk, moment) == []


def test_who_does_not_want_the_question_is_not_asked(talk: Talk) -> None:
    referral_id = chosen(talk)
    with talk.turn() as turn:
        want_no_question(turn, referral_id)
    assert ask(talk, FIVE_WORKING_DAYS_LATER) == []
    assert silence(talk, FIVE_WORKING_DAYS_LATER) == 1


def test_a_service_that_was_only_offered_is_not_asked_about(talk: Talk) -> None:
    with talk.turn() as turn:
        find_help(turn, needs=["debts_and_arrears"], postcode=None)
    assert ask(talk, FIVE_WORKING_DAYS_LATER) == []


def refer_many(start_talk, times: int, closed_by: str) -> None:
    for _ in range(times):
        talk: Talk = start_talk()
        referral_id = chosen(talk)
        with talk.turn() as turn:
            close_referral(turn, referral_id, "got_help", closed_by)


def test_figures_hide_small_cells_and_never_mix_who_confirmed(start_talk) -> None:
    refer_many(start_talk, SMALLEST_CELL, "person")
    refer_many(start_talk, 1, "provider")
    with start_talk().database.unit(MONDAY_MORNING) as unit:
        lines = {line.name: line for line in figures(unit, "service")}
    geldfit = lines["nl-geldfit"].counts
    assert (geldfit["accepted"], geldfit["arrived"]) == (11, 11)
    assert geldfit["confirmed"] == SMALLEST_CELL
    assert lines["total"].counts["confirmed"] == SMALLEST_CELL
    assert lines["nl-geldfit"].hours_to_contact == 0


def test_hours_to_contact_count_from_the_choice_not_from_the_offer(start_talk) -> None:
    day = timedelta(days=1)
    for _ in range(SMALLEST_CELL):
        talk: Talk = start_talk()
        with talk.turn() as turn:
            option = find_help(turn, needs=["debts_and_arrears"], postcode=None).options[0]
        with talk.turn(MONDAY_MORNING + day) as turn:
            choose_help(turn, option.referral_id, "info")
        with talk.turn(MONDAY_MORNING + 3 * day) as turn:
            consent.give(turn, option.service_id, ["needs"], "text@1")
            choose_help(turn, option.referral_id, "warm")
        with talk.turn(MONDAY_MORNING + 5 * day) as turn:
            decide(turn, Decision("referral", option.referral_id), "sent", "c1")
        with talk.turn(MONDAY_MORNING + 5 * day) as turn:
            close_referral(turn, option.referral_id, "got_help", "person")
    with talk.database.unit(MONDAY_MORNING) as unit:
        assert figures(unit, "service")[-1].hours_to_contact == 4 * 24


def test_a_hidden_cell_cannot_be_computed_from_the_total(start_talk) -> None:
    def both(turn: Turn) -> None:
        find_help(turn, needs=["debts_and_arrears"], postcode=None)

    for times in range(12):
        talk = start_talk()
        with talk.turn() as turn:
            both(turn)
            if times == 0:
                find_help(turn, needs=["gambling"], postcode=None)
    with start_talk().database.unit(MONDAY_MORNING) as unit:
        lines = figures(unit, "need")
    for count in ("offered", "accepted"):
        hidden = [line.name for line in lines[:-1] if line.counts[count] is None]
        assert len(hidden) != 1
    offered = {line.name: line.counts["offered"] for line in lines}
    assert offered["gambling"] is None
