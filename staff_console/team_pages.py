"""How it goes, for a team lead: waiting, in time, arrangements, help and suggestions."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, get

from audit_pack import LOCAL_TIME, TeamFigures, question_due_on, read_ahead, team_figures
from casework.desk import Question
from evidence_log import record
from staff_console.access import may_open
from staff_console.charts import Chart, of_counts, of_moments, of_shares
from staff_console.console import Console
from staff_console.desk_work import questions_for
from staff_console.guard import colleague_of, opens
from staff_console.periods import CHOICES, PeriodWrong, chosen_period
from staff_console.rendering import Page, page
from staff_console.sessions import Colleague
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
AnyRequest = Request[Any, Any, Any]
_IN_TIME = (
    "primary_questions_3_days",
    "other_questions_7_days",
    "callback_promise_kept",
    "complaints_acknowledged_2_days",
)
_ARRANGED = ("cases_with_arrangement", "arrangements_kept_3_months")
_HELPED = ("help_chosen", "warm_referral_arrived")


@dataclass(frozen=True)
class Late:
    """A question that should have been answered by the end of ``due_on``."""

    question: Question
    due_on: date


@get("/team", opt=opens("team"))
async def show_team(request: AnyRequest, console: Console) -> Page:
    """Show the figures of the period that was chosen; without a good one, of four weeks."""
    colleague, fields = colleague_of(request), dict(request.query_params)

    def look(unit: UnitOfWork) -> dict[str, Any]:
        today, is_wrong = _day(unit.now), False
        try:
            chosen = chosen_period(fields, today)
        except PeriodWrong:
            is_wrong, chosen = True, chosen_period({}, today)
        found = team_figures(unit, chosen.period, console.facts)
        record(unit, "viewed", None, {"what": "team", "by": colleague.id})
        return {
            "found": found,
            "charts": charts_of(found),
            "chosen": chosen,
            "choices": CHOICES,
            "late": late_questions(unit, colleague),
            "today": today,
            "made_at": unit.now,
            "error": console.texts["refused"][PeriodWrong.text_key] if is_wrong else "",
        }

    values = await console.look(look)
    return page(console, request, "team.html", status=409 if values["error"] else 200, **values)


async def read_facts_ahead(console: Console) -> None:
    """Read the facts of the last year into memory. What fails here is read when somebody looks."""
    try:
        await console.look(lambda unit: read_ahead(unit, console.facts))
    except Exception as error:
        log.warning("the figures are read when somebody looks: %s", type(error).__name__)


def charts_of(found: TeamFigures) -> dict[str, tuple[Chart, ...]]:
    """Return the charts by the part of the page they stand in."""
    return {
        "waiting": (
            of_moments("hours", found.waiting.by_hour),
            of_moments("weekdays", found.waiting.by_weekday),
        ),
        "in_time": (of_shares("in_time", found.shares, _IN_TIME),),
        "arrangements": (
            of_counts("arrangements", found.counts["arrangements"]),
            of_shares("arranged", found.shares, _ARRANGED),
        ),
        "referrals": (
            of_counts("referrals", found.counts["referrals"]),
            of_counts("outcomes", found.counts["outcomes"]),
            of_shares("helped", found.shares, _HELPED),
        ),
        "suggestions": (of_counts("suggestions", found.counts["suggestions"]),),
    }


def late_questions(unit: UnitOfWork, colleague: Colleague) -> tuple[Late, ...] | None:
    """Return what should have been answered already, the oldest first.

    Only of what this colleague may see; None for who may not see the queue.
    """
    if not may_open("queue", colleague.role):
        return None
    today = _day(unit.now)
    found = (Late(each, _due_on(each)) for each in questions_for(unit, colleague))
    return tuple(sorted((late for late in found if late.due_on < today), key=lambda x: x.due_on))


def _due_on(question: Question) -> date:
    asked_on = _day(question.created_at)
    due_on = question_due_on(question.reason_code, question.urgency, asked_on)
    return due_on or question.callback_on


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL_TIME).date()


ROUTES = (show_team,)
