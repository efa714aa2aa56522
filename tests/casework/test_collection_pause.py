"""Rest while help starts: granted by the organisation's choice, told once, and it stops costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework_talk import MONDAY_MORNING, Talk
from test_referral_loop import chosen, link

from casework.decide import decide
from casework.decisions import Decision, as_ref, values_of
from casework.desk import open_questions
from casework.errors import MoveNotAllowed
from casework.referrals.closing import close_referral
from casework.referrals.note import answer_link
from casework.referrals.pause import (
    costs_on,
    may_collect,
    rest_after_notice,
    rest_while_help_starts,
)
from payment_arrangement import NotModelled

TODAY = MONDAY_MORNING.date()


def rest(talk: Talk) -> Decision:
    referral_id = chosen(talk)
    with talk.turn() as turn:
        return rest_while_help_starts(turn, referral_id)


def test_help_that_arrived_gives_thirty_days_without_reminders_and_costs(talk: Talk) -> None:
    decision = rest(talk)
    with talk.database.unit() as unit:
        key, values = values_of(unit, as_ref(decision))
        last = TODAY + timedelta(days=29)
        assert (key, values["from_on"], values["until_on"]) == (
            "collection_pause_granted",
            TODAY,
            last,
        )
        assert may_collect(unit, talk.case_id, last).may_remind is False
        assert costs_on(unit, talk.case_id, last, 4000) == 0
        after = last + timedelta(days=1)
        assert may_collect(unit, talk.case_id, after).may_charge
        assert costs_on(unit, talk.case_id, after, 4000) == 4000
        assert costs_on(unit, talk.case_id, TODAY - timedelta(days=1), 4000) == 4000


def test_the_same_referral_again_changes_nothing(talk: Talk) -> None:
    referral_id = chosen(talk)
    for _ in range(2):
        with talk.turn() as turn:
            rest_while_help_starts(turn, referral_id)
    assert len(talk.rows()["collection_pauses"]) == 1


def test_without_a_choice_of_the_organisation_a_colleague_decides(talk: Talk) -> None:
    referral_id = chosen(talk)
    with talk.turn() as turn:
        undecided = replace(
            turn, organisation=replace(turn.organisation, collection_pause_days=None)
        )
        decision = rest_while_help_starts(undecided, referral_id)
    with talk.database.unit() as unit:
        assert may_collect(unit, talk.case_id, TODAY).may_remind
        assert values_of(unit, as_ref(decision))[0] == "collection_pause_with_colleague"
        assert any(each.about == as_ref(decision) for each in open_questions(unit))
    with talk.turn() as turn:
        decide(turn, decision, "granted", "c7", "facts_checked")
    with talk.database.unit() as unit:
        assert not may_collect(unit, talk.case_id, TODAY).may_remind
        assert not any(each.about == as_ref(decision) for each in open_questions(unit))


@pytest.mark.parametrize(("months", "until"), [(4, date(2027, 3, 21)), (8, date(2027, 7, 21))])
def test_a_notice_gives_the_months_that_it_names(talk: Talk, months: int, until: date) -> None:
    with talk.turn() as turn:
        rest_after_notice(turn, date(2026, 11, 22), months, "c7")
    with talk.database.unit() as unit:
        assert may_collect(unit, talk.case_id, TODAY).until_on == until


def test_a_notice_of_other_months_is_refused_and_nothing_rests(talk: Talk) -> None:
    with talk.turn() as turn, pytest.raises(NotModelled):
        rest_after_notice(turn, date(2026, 11, 22), 12, "c7")
    assert talk.rows()["collection_pauses"] == []


def test_a_rest_that_a_colleague_ended_is_over(talk: Talk) -> None:
    decision = rest(talk)
    with talk.turn() as turn:
        decide(turn, decision, "ended", "c7")
    with talk.database.unit() as unit:
        assert may_collect(unit, talk.case_id, TODAY).may_remind
        assert values_of(unit, as_ref(decision))[0] == "collection_pause_ended"
    with talk.turn() as turn, pytest.raises(MoveNotAllowed):
        decide(turn, decision, "granted", "c7")


def test_the_receivers_yes_and_the_persons_word_both_start_it(talk: Talk) -> None:
    referral_id = chosen(talk, "warm")
    token = link(talk, referral_id)
    with talk.database.unit(now=MONDAY_MORNING) as unit:
        answer_link(unit, token, talk.organisation, accepts=True)
        unit.commit()
    assert [row["referral_id"] for row in talk.rows()["collection_pauses"]] == [referral_id]
    with talk.turn() as turn:
        close_referral(turn, referral_id, "got_help", "person")
    assert len(talk.rows()["collection_pauses"]) == 1


def test_each_rest_is_on_the_log_with_its_days_and_its_rule(talk: Talk) -> None:
    rest(talk)
    (codes,) = talk.evidence("collection_rested")
    assert codes["rule"] == "collection_pause@1"
    assert codes["until_on"] == (TODAY + timedelta(days=29)).isoformat()
