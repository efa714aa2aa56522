"""The days of an arrangement for the person's own calendar, behind a link of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from icalendar import Calendar
from running_web import ORGANISATION, WebChat
from sqlalchemy import select

from bot.agenda import VALID, new_agenda_link
from bot.store import Conversation
from casework import intake
from casework.arrange import BudgetFacts, Proposed, accept, propose
from casework.context import Turn
from casework.store import Case

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
BUDGET = BudgetFacts("single", 150_000, None, 110_000, 0, 0, False)


async def agreed(chat: WebChat, accepts: bool = True) -> tuple[str, list[str]]:
    """Return the link's token and the days of the plan of a person who talks on the web."""
    await chat.visitor().begin()
    with chat.database.unit() as unit:
        conversation = unit.session.scalars(select(Conversation)).one()
        case = unit.session.get_one(Case, conversation.case_id)
        turn = Turn(unit, case, conversation.id, "web", ORGANISATION)
        intake.set_representation(turn, "none")
        intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
        outcome = propose(turn, BUDGET)
        assert isinstance(outcome, Proposed)
        if accepts:
            accept(turn, outcome.options[0].id)
        token = new_agenda_link(unit, conversation.id)
        unit.commit()
    return token, [due_on.isoformat() for due_on, _ in outcome.options[0].terms]


async def test_the_link_gives_the_days_and_nothing_that_others_may_not_see(chat: WebChat) -> None:
    token, days = await agreed(chat)
    answer = await chat.visitor("198.51.100.9").http.get(f"/agenda/{token}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [event.decoded("dtstart").isoformat() for event in events] == days
    assert {str(event["summary"]) for event in events} == {"Betaling volgens afspraak"}
    for secret in (ORGANISATION.name, "€", "5000", "450", "rent", "huur"):
        assert secret not in answer.text


async def test_the_link_is_of_no_use_for_the_conversation_itself(chat: WebChat) -> None:
    token, _ = await agreed(chat)
    stranger = chat.visitor("198.51.100.9")
    await stranger.open(f"/verder/{token}")
    assert (await stranger.post("/verder", token=token)).status_code == 410


async def test_a_link_that_is_old_unknown_or_without_arrangement_leads_nowhere(
    chat: WebChat,
) -> None:
    token, _ = await agreed(chat)
    visitor = chat.visitor()
    for wrong in ("x" * 32, "é", token[:-1]):
        assert (await visitor.http.get(f"/agenda/{wrong}")).status_code == 404
    with time_machine.travel(datetime.now(UTC) + VALID + timedelta(minutes=1)):
        assert (await visitor.http.get(f"/agenda/{token}")).status_code == 404


async def test_before_something_is_agreed_there_are_no_days(chat: WebChat) -> None:
    token, _ = await agreed(chat, accepts=False)
    assert (await chat.visitor().http.get(f"/agenda/{token}")).status_code == 404
