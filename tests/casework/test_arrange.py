from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework_talk import BUDGET, MONDAY_MORNING, Talk

from casework import dispute, intake
from casework.arrange import (
    Accepted,
    BudgetFacts,
    NoPlan,
    Proposed,
    SentToColleague,
    accept,
    counter,
    propose,
)
from casework.errors import BadRequest, ProposalNotFound
from storage.errors import ChangedMeanwhile


def proposals(talk: Talk, budget: BudgetFacts = BUDGET) -> Proposed:
    with talk.turn() as turn:
        outcome = propose(turn, budget)
    assert isinstance(outcome, Proposed)
    return outcome


def test_proposals_repay_the_debt_to_the_cent_with_the_calmest_last(talk: Talk) -> None:
    options = proposals(talk.owes(45_000)).options
    assert [option.name for option in options] == ["fast", "middle", "calm"]
    assert [sum(cents for _, cents in option.terms) for option in options] == [45_000] * 3
    instalments = [option.instalment_cents for option in options]
    assert instalments == sorted(instalments, reverse=True)


def test_proposing_again_shows_the_same_proposals_and_writes_nothing(talk: Talk) -> None:
    first = proposals(talk.owes())
    rows, entries = talk.rows(), talk.evidence()
    assert proposals(talk) == first
    assert (talk.rows(), talk.evidence()) == (rows, entries)


def test_a_proposal_within_the_limits_is_agreed_at_once(talk: Talk) -> None:
    option = proposals(talk.owes()).options[0]
    with talk.turn() as turn:
        outcome = accept(turn, option.id)
    assert isinstance(outcome, Accepted)
    text_key, values = talk.said(outcome.decision)
    assert text_key == "arrangement_accepted"
    assert values["total_cents"] == 45_000
    assert values["instalment_cents"] == option.instalment_cents
    assert values["first_due_on"] == option.first_due_on
    assert values["terms"] == [list(term) for term in option.terms]


def test_accepting_again_returns_the_same_decision(talk: Talk) -> None:
    option = proposals(talk.owes()).options[0]
    with talk.turn() as turn:
        first, in_the_same_turn = accept(turn, option.id), accept(turn, option.id)
    rows, entries = talk.rows(), talk.evidence()
    with talk.turn(MONDAY_MORNING + timedelta(days=40)) as turn:
        later = accept(turn, option.id)
    assert first == in_the_same_turn == later
    assert (talk.rows(), talk.evidence()) == (rows, entries)


def test_a_plan_over_the_limits_goes_to_a_colleague_with_a_day_of_answer(talk: Talk) -> None:
    calm = proposals(talk.owes()).options[-1]
    assert not calm.within_limits
    with talk.turn() as turn:
        outcome = accept(turn, calm.id)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "over_max_terms"
    text_key, values = talk.said(outcome.decision)
    assert text_key == "arrangement_with_colleague"
    assert values["callback_on"] == date(2026, 11, 24)
    assert talk.rows()["claims"][0]["state"] == "open"


@pytest.mark.parametrize("frequency", ["week", "four_weeks"])
def test_a_confirmation_says_how_often_is_paid(talk: Talk, frequency: str) -> None:
    budget = replace(BUDGET, frequency=frequency)
    option = proposals(talk.owes(), budget).options[0]
    with talk.turn() as turn:
        outcome = accept(turn, option.id)
    assert isinstance(outcome, Accepted)
    assert talk.said(outcome.decision)[0] == f"arrangement_accepted_{frequency}"


def test_choosing_a_plan_within_limits_after_one_over_them_withdraws_the_first(talk: Talk) -> None:
    fast, *_, calm = proposals(talk.owes()).options
    with talk.turn() as turn:
        accept(turn, calm.id)
    with talk.turn() as turn:
        outcome = accept(turn, fast.id)
    assert isinstance(outcome, Accepted)
    states = {row["proposal_id"]: row["state"] for row in talk.rows()["arrangements"]}
    assert states == {calm.id: "withdrawn", fast.id: "accepted"}
    assert [row["state"] for row in talk.rows()["handovers"]] == ["done"]


def test_a_plan_that_was_withdrawn_can_be_chosen_again(talk: Talk) -> None:
    fast, *_, calm = proposals(talk.owes()).options
    for option in (calm, fast):
        with talk.turn() as turn:
            accept(turn, option.id)
    with talk.turn() as turn:
        again = accept(turn, calm.id)
    assert isinstance(again, SentToColleague)
    assert talk.said(again.decision)[0] == "arrangement_with_colleague"
    with talk.turn() as turn:
        assert accept(turn, calm.id) == again
    states = [row["state"] for row in talk.rows()["arrangements"] if row["proposal_id"] == calm.id]
    assert sorted(states) == ["with_colleague", "withdrawn"]


def test_an_older_proposal_never_becomes_a_second_arrangement(talk: Talk) -> None:
    fast, middle, _ = proposals(talk.owes()).options
    with talk.turn() as turn:
        accept(turn, fast.id)
    with talk.turn() as turn:
        outcome = accept(turn, middle.id)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "arrangement_running"


def test_two_turns_at_once_never_make_two_arrangements(talk: Talk) -> None:
    fast, middle, _ = proposals(talk.owes()).options
    with talk.turn(commits=False) as one, talk.turn(commits=False) as two:
        accept(one, fast.id)
        accept(two, middle.id)
        one.unit.commit()
        with pytest.raises(ChangedMeanwhile):
            two.unit.commit()
    assert [row["proposal_id"] for row in talk.rows()["arrangements"]] == [fast.id]


def test_an_amount_that_only_the_person_stated_is_checked_above_the_limit(talk: Talk) -> None:
    with_higher_income = replace(BUDGET, monthly_income_cents=350_000)
    option = proposals(talk.owes(50_001), with_higher_income).options[0]
    assert option.reasons == ("amount_not_checked",)
    with talk.turn() as turn:
        assert isinstance(accept(turn, option.id), SentToColleague)


def test_a_proposal_from_before_a_correction_goes_to_a_colleague(talk: Talk) -> None:
    option = proposals(talk.owes(45_000)).options[0]
    talk.owes(30_000)
    with talk.turn() as turn:
        outcome = accept(turn, option.id)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "claim_changed"


def test_an_old_proposal_goes_to_a_colleague(talk: Talk) -> None:
    option = proposals(talk.owes()).options[0]
    with talk.turn(MONDAY_MORNING + timedelta(days=60)) as turn:
        outcome = accept(turn, option.id)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "proposal_outdated"


def test_a_proposal_of_another_case_is_not_found(talk: Talk, start_talk) -> None:
    option = proposals(talk.owes()).options[0]
    with start_talk().owes().turn() as turn, pytest.raises(ProposalNotFound):
        accept(turn, option.id)


@pytest.mark.parametrize(
    ("changes", "reason_code"),
    [
        ({"other_creditors": 2}, "more_than_one_creditor"),
        ({"wage_garnishment": True}, "wage_garnishment"),
        ({"fixed_costs_cents": 150_000}, "capacity_nothing"),
    ],
)
def test_where_the_rules_make_no_plan_the_reason_is_told(
    talk: Talk, changes: dict[str, object], reason_code: str
) -> None:
    with talk.owes().turn() as turn:
        assert propose(turn, replace(BUDGET, **changes)) == NoPlan(reason_code)
    assert talk.evidence("no_plan") == [{"reason": reason_code}]


@pytest.mark.parametrize(
    ("representation", "reason_code"),
    [
        ("bewindvoerder", "represented"),
        ("wsnp", "represented"),
        ("other", "represented"),
        ("debt_help", "in_debt_help"),
    ],
)
def test_with_a_representative_a_colleague_talks(
    talk: Talk, representation: str, reason_code: str
) -> None:
    talk.owes()
    with talk.turn() as turn:
        intake.set_representation(turn, representation)
        assert propose(turn, BUDGET) == NoPlan(reason_code)


@pytest.mark.parametrize(
    ("fact", "missing"),
    [
        ("household", "household"),
        ("monthly_income_cents", "monthly_income"),
        ("fixed_costs_cents", "fixed_costs"),
        ("other_creditors", "other_creditors"),
        ("wage_garnishment", "wage_garnishment"),
    ],
)
def test_an_unknown_fact_is_asked_and_never_taken_for_nought(
    talk: Talk, fact: str, missing: str
) -> None:
    with talk.owes().turn() as turn:
        assert propose(turn, replace(BUDGET, **{fact: None})) == NoPlan("fact_missing", missing)


def test_who_decides_is_asked_before_a_plan_is_made(talk: Talk) -> None:
    with talk.turn() as turn:
        intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
        assert propose(turn, BUDGET) == NoPlan("fact_missing", "representation")


def test_the_age_of_a_claim_is_asked_unless_the_organisation_vouches_for_it(talk: Talk) -> None:
    talk.with_organisation(claims_are_recent=False).owes()
    with talk.turn() as turn:
        assert propose(turn, BUDGET) == NoPlan("fact_missing", "possibly_time_barred")


def test_without_a_claim_of_this_organisation_there_is_nothing_to_arrange(talk: Talk) -> None:
    with talk.turn() as turn:
        assert propose(turn, BUDGET) == NoPlan("claim_unknown")
        intake.record_claim(turn, kind="energy", debt_cents=20_000, of_organisation=False)
        assert propose(turn, BUDGET) == NoPlan("other_organisation")


def test_a_disputed_claim_is_frozen(talk: Talk) -> None:
    option = proposals(talk.owes()).options[0]
    with talk.turn() as turn:
        dispute.dispute(turn, "already_paid")
    with talk.turn() as turn:
        assert propose(turn, BUDGET) == NoPlan("disputed")
        outcome = accept(turn, option.id)
    assert isinstance(outcome, SentToColleague)
    assert outcome.reason_code == "disputed"


def test_several_open_claims_are_arranged_together(talk: Talk) -> None:
    talk.owes(20_000, "rent").owes(10_000, "service_costs")
    option = proposals(talk).options[0]
    assert option.total_cents == 30_000
    with talk.turn() as turn:
        accept(turn, option.id)
    assert {row["state"] for row in talk.rows()["claims"]} == {"arranged"}


def test_an_own_proposal_that_fits_can_be_agreed(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        countered = counter(turn, BUDGET, 5_000)
    assert countered.fits
    assert countered.option is not None
    with talk.turn() as turn:
        assert isinstance(accept(turn, countered.option.id), Accepted)


def test_an_own_proposal_that_is_too_high_gets_the_nearest_that_fits(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        countered = counter(turn, BUDGET, 20_000)
    assert not countered.fits
    assert countered.option is None
    assert countered.nearest is not None
    assert countered.nearest.instalment_cents == 7_500
    assert countered.reason_code == "above_capacity"


def test_a_low_own_proposal_is_never_refused_by_the_machine(talk: Talk) -> None:
    with talk.owes().turn() as turn:
        countered = counter(turn, BUDGET, 2_000)
    assert countered.fits
    assert countered.option is not None
    with talk.turn() as turn:
        assert isinstance(accept(turn, countered.option.id), SentToColleague)


@pytest.mark.parametrize("instalment_cents", [0, -1, 10**12])
def test_an_instalment_that_cannot_be_is_refused(talk: Talk, instalment_cents: int) -> None:
    with talk.owes().turn() as turn, pytest.raises(BadRequest):
        counter(turn, BUDGET, instalment_cents)


def test_evidence_holds_bands_and_never_the_amounts(talk: Talk) -> None:
    option = proposals(talk.owes(45_023)).options[0]
    with talk.turn() as turn:
        accept(turn, option.id)
    [entry] = talk.evidence("arrangement_accepted")
    assert (entry["amount_band"], entry["instalment_band"]) == ("250_500", "50_100")
    known = {45_023, option.instalment_cents, 150_000, 110_000}
    assert not [
        value
        for codes in talk.evidence()
        for value in codes.values()
        if value in [*known, *map(str, known)]
    ]


def test_the_receipt_of_a_plan_is_kept_with_it(talk: Talk) -> None:
    proposals(talk.owes())
    receipt = talk.rows()["proposals"][0]["receipt"]
    assert (receipt["rule"], receipt["as_of"]) == ("proposals", "2026-11-23")
    assert receipt["facts"]["policy"]["code"] == "standard"
