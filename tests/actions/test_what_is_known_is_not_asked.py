"""Through the real model: what the case knows already is neither asked nor done again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions.executor import build_action_runner
from bot.dialogue_client import DialogueAnswer, DialogueRequest
from casework import dispute, intake
from casework.context import Turn, current_turn
from warmwijzer.product import Product

RUN = build_action_runner()
EMPTY = {"slots": {}, "active_loop": None}


@pytest.fixture
def turn(product: Product) -> Iterator[Turn]:
    with product.database.unit() as unit:
        made = Turn(unit, intake.open_case(unit), "conversation", "web", product.organisation)
        token = current_turn.set(made)
        yield made
        current_turn.reset(token)


def ask(product: Product, turn: Turn, intent: str) -> DialogueAnswer:
    request = DialogueRequest("conversation", turn.today, payload=f"/{intent}", state=EMPTY)
    return product.dialogue.turn(request, RUN)


def said(answer: DialogueAnswer) -> list[str]:
    return [message.get("utter_action", "") for message in answer.messages]


def test_a_claim_that_is_known_skips_the_intake(product: Product, turn: Turn) -> None:
    intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
    answer = ask(product, turn, "ask_arrangement")
    expected = ["utter_begin", "utter_known_claim", "utter_ask_wish_form_representation"]
    assert said(answer) == expected
    assert "€ 450" in answer.messages[1]["text"]


def test_a_disputed_claim_is_not_arranged(product: Product, turn: Turn) -> None:
    intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
    dispute.dispute(turn, "not_mine")
    answer = ask(product, turn, "ask_arrangement")
    assert said(answer) == ["utter_no_plan_disputed", "utter_what_next"]


def test_a_balance_is_told_only_from_the_organisation_itself(product: Product, turn: Turn) -> None:
    intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)
    assert said(ask(product, turn, "ask_balance"))[0] == "utter_balance_unknown"


def test_asking_twice_for_a_person_asks_one_colleague(product: Product, turn: Turn) -> None:
    first, second = (ask(product, turn, "talk_to_human") for _ in range(2))
    assert first.messages[0]["custom"] == second.messages[0]["custom"]
