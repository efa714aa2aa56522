"""The calculator beside the chat: work out, lay before the person, agree; and correct a claim."""

from __future__ import annotations

from typing import Any

from litestar import get, post

from casework.agree import agree
from casework.correct import correct_claim
from casework.decisions import as_ref
from evidence_log import record
from staff_console import desk_work
from staff_console.calculating import (
    Calculation,
    NumberRefused,
    calculate,
    calculator,
    cents_in,
    chosen,
)
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.talk_view import AT, Answer, AnyRequest, do_in_talk, reason_of
from storage.unit_of_work import UnitOfWork
from web.forms import read_form


@get(f"{AT}/rekenen", opt=opens("calculator"))
async def show_calculator(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show the calculator of a conversation, for the page of that conversation."""
    colleague = colleague_of(request)

    def look(unit: UnitOfWork) -> Page:
        talk, turn = desk_work.talk_to_calculate_in(console, unit, colleague, talk_id)
        shown = calculator(turn, console.assistance)
        values: dict[str, Any] = {"shown": shown, "is_mine": talk.owner == "colleague"}
        return page(console, request, "calculator.html", talk_id=talk_id, **values)

    return await console.look(look)


@post(f"{AT}/rekenen", opt=opens("calculator"), status_code=200)
async def work_out(request: AnyRequest, console: Console, talk_id: str) -> Page:
    """Show what the budget comes to. Nothing is kept: only what is laid before the person is."""
    fields = dict(await read_form(request, console.origins, console.cookie_name))
    colleague = colleague_of(request)

    def work(unit: UnitOfWork) -> tuple[Calculation, bool]:
        talk, turn = desk_work.talk_to_calculate_in(console, unit, colleague, talk_id)
        return calculate(turn, console.assistance, fields), talk.owner == "colleague"

    found, is_mine, error = Calculation(()), False, ""
    try:
        found, is_mine = await console.try_out(work)
    except NotThere:
        raise
    except REFUSALS as refused:
        error = reason_of(console, refused)
    values: dict[str, Any] = {"found": found, "is_mine": is_mine, "error": error}
    return page(console, request, "plans.html", talk_id=talk_id, **values)


@post(f"{AT}/voorleggen", opt=opens("plan_show"), status_code=303)
async def lay_before(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Keep the plans that the budget comes to, and send one in the assistant's own words."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        found = chosen(calculate(turn, console.assistance, fields), fields.get("plan", ""))
        if found is None:
            raise NumberRefused("This plan does not follow from the budget, so nothing was sent.")
        desk_work.say(console, unit, colleague, talk_id, found.text.words)
        codes = {"proposal": found.plan.id, "colleague": colleague.id}
        text_id = f"{found.text.key}@{found.text.version}"
        record(unit, "plan_laid_before", turn.case.ref, {**codes, "text_id": text_id})

    return await do_in_talk(request, console, talk_id, work)


@post(f"{AT}/vastleggen", opt=opens("plan_agree"), status_code=303)
async def lay_down(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Agree on a plan of the case; the person hears it in the sentence of the decision."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        reason = fields.get("reason") or None
        outcome = agree(turn, fields.get("proposal", ""), colleague.id, reason)
        console.talks.tell_decision(unit, talk_id, as_ref(outcome.decision))

    return await do_in_talk(request, console, talk_id, work)


@post(f"{AT}/rekening", opt=opens("claim_correct"), status_code=303)
async def correct(request: AnyRequest, console: Console, talk_id: str) -> Answer:
    """Correct the amount of a claim; what it said before stays."""
    colleague = colleague_of(request)

    def work(unit: UnitOfWork, fields: dict[str, str]) -> None:
        _, turn = desk_work.own_talk(console, unit, colleague, talk_id)
        debt_cents = cents_in(fields.get("debt", ""))
        if debt_cents is None:
            raise NumberRefused("No amount was filled in, so the claim is as it was.")
        reason = fields.get("reason") or "facts_wrong"
        correct_claim(turn, fields.get("claim", ""), debt_cents, colleague.id, reason)

    return await do_in_talk(request, console, talk_id, work)


ROUTES = (show_calculator, work_out, lay_before, lay_down, correct)
