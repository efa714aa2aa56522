"""The receiving organisation's page: a note, two answers, once."""

from __future__ import annotations

import pytest
from running_web import ORGANISATION, WebChat

from casework import consent, intake
from casework.context import Turn
from casework.refer import choose_help, find_help
from casework.referrals.note import make_link
from casework.referrals.store import all_referrals


@pytest.fixture
def token(chat: WebChat) -> str:
    """A link to a note about somebody who said yes to it; each step is a committed turn."""
    with chat.database.unit() as unit:
        case = intake.open_case(unit, audience="customer")
        unit.commit()
    steps = {}

    def first(turn: Turn) -> None:
        intake.record_contact(turn, name="<b>Anna</b> Voorbeeld", phone="06-made-up")
        steps["option"] = find_help(turn, needs=["gambling"], postcode=None).options[0]

    def second(turn: Turn) -> None:
        fields = ["name", "phone", "needs"]
        consent.give(turn, steps["option"].service_id, fields, "text@1")

    def third(turn: Turn) -> None:
        choose_help(turn, steps["option"].referral_id, "warm")

    def fourth(turn: Turn) -> None:
        steps["token"] = make_link(turn, steps["option"].referral_id)

    for step in (first, second, third, fourth):
        with chat.database.unit() as unit:
            step(Turn(unit, unit.session.merge(case), "conversation-1", "web", ORGANISATION))
            unit.commit()
    return steps["token"]


def state(chat: WebChat) -> str:
    with chat.database.unit() as unit:
        return next(row.state for row in all_referrals(unit) if row.consent_id)


async def test_looking_shows_the_note_and_changes_nothing(chat: WebChat, token: str) -> None:
    visitor = chat.visitor()
    for _ in range(3):
        answer = await visitor.open(f"/doorverwijzing/{token}")
    assert answer.status_code == 200
    assert "06-made-up" in visitor.page
    assert "&lt;b&gt;Anna" in visitor.page
    assert "Gokken" in visitor.page
    assert 'content="noindex"' in visitor.page
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert state(chat) == "with_colleague"


@pytest.mark.parametrize(("said", "after"), [("accept", "accepted"), ("decline", "rejected")])
async def test_one_answer_counts_and_the_link_is_used_up(
    chat: WebChat, token: str, said: str, after: str
) -> None:
    visitor = chat.visitor()
    await visitor.open(f"/doorverwijzing/{token}")
    form = dict(visitor.form)
    assert (await visitor.post("/doorverwijzing", answer=said)).status_code == 200
    assert state(chat) == after
    again = await visitor.post("/doorverwijzing", **form, answer="accept")
    assert again.status_code == 410
    assert state(chat) == after
    closed = await chat.visitor().open(f"/doorverwijzing/{token}")
    assert (closed.status_code, "06-made-up" in closed.text) == (410, False)


@pytest.mark.parametrize("wrong", ["x", "é", "%00", "a" * 4000])
async def test_a_wrong_link_says_what_to_do(chat: WebChat, wrong: str) -> None:
    answer = await chat.visitor().open(f"/doorverwijzing/{wrong}")
    assert answer.status_code == 410
    assert "nieuwe link" in answer.text


async def test_an_answer_from_another_site_is_refused(chat: WebChat, token: str) -> None:
    visitor = chat.visitor()
    await visitor.open(f"/doorverwijzing/{token}")
    visitor.form.pop("form_token")
    assert (await visitor.post("/doorverwijzing", answer="accept")).status_code == 403
    assert state(chat) == "with_colleague"
