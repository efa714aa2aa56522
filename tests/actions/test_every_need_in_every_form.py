"""Through the real model: in every form every need is answered, and never stored as the answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from domain_files import domain

from actions.answers import Said, answers, is_answer
from actions.dialogue import required_slots
from actions.executor import build_action_runner
from bot.dialogue_client import DialogueAnswer, DialogueRequest
from casework.context import Turn, current_turn
from casework.intake import open_case
from warmwijzer.product import Product

INTENTS = sorted(domain()["intents"])
RUN = build_action_runner()
# "Ik kan 50 euro per maand betalen" says that it is to be paid in parts.
ALSO_A_WISH = {("propose_amount", "wish")}
SHOWN = {
    "organisation_name": "Voorbeeld Wonen",
    "shown_proposals": [{"id": "a", "instalment_cents": 5000, "terms": []}],
    "shown_help": [
        {"referral": "a", "service": "b", "name": "Geldfit", "contact": "", "warnings": []}
    ],
}


@pytest.fixture
def turn(product: Product) -> Iterator[Turn]:
    with product.database.unit() as unit:
        case = open_case(unit)
        made = Turn(unit, case, "conversation", "web", product.organisation)
        token = current_turn.set(made)
        yield made
        current_turn.reset(token)


def ask(product: Product, turn: Turn, state: dict[str, object], intent: str) -> DialogueAnswer:
    request = DialogueRequest("conversation", turn.today, payload=f"/{intent}", state=state)
    return product.dialogue.turn(request, RUN)


@pytest.mark.parametrize("form", sorted(required_slots()))
def test_a_need_in_this_form_is_answered_and_stored_nowhere(
    form: str, product: Product, turn: Turn
) -> None:
    asked = required_slots()[form][0]
    rule = answers().slots[asked]
    interrupting = [intent for intent in INTENTS if not is_answer(rule, Said(intent, ()))]
    for intent in interrupting:
        state = {"slots": {**SHOWN, "requested_slot": asked}, "active_loop": form}
        answer = ask(product, turn, state, intent)
        said = [message.get("utter_action") for message in answer.messages]
        assert said, f"{intent} in {form} is answered with nothing"
        if (intent, asked) not in ALSO_A_WISH:
            assert answer.state["slots"].get(asked) is None, f"{intent} was stored in {asked}"
        if answer.state["active_loop"] == form:
            assert str(said[-1]).startswith(("utter_ask_", "utter_choose_")), f"{intent} in {form}"


@pytest.mark.parametrize("intent", INTENTS)
def test_a_need_outside_every_form_is_answered(intent: str, product: Product, turn: Turn) -> None:
    answer = ask(product, turn, {"slots": {}, "active_loop": None}, intent)
    assert answer.messages


@pytest.mark.parametrize("form", sorted(required_slots()))
def test_an_answer_without_a_value_is_asked_again(form: str, product: Product, turn: Turn) -> None:
    asked = required_slots()[form][0]
    state = {"slots": {**SHOWN, "requested_slot": asked}, "active_loop": form}
    answer = ask(product, turn, state, "inform")
    assert answer.state["active_loop"] == form
    assert answer.state["slots"]["requested_slot"] == asked
    assert answer.state["slots"].get(asked) is None


def test_the_second_time_in_a_row_a_person_is_offered(product: Product, turn: Turn) -> None:
    first = ask(product, turn, {"slots": {}, "active_loop": None}, "nlu_fallback")
    second = ask(product, turn, first.state, "nlu_fallback")
    yes = ask(product, turn, second.state, "affirm")
    said = [each.messages[0].get("utter_action") for each in (first, second)]
    assert said == ["utter_unclear", "utter_offer_person"]
    assert yes.messages[0]["custom"]["decision"].startswith("handover:")


def test_something_clear_in_between_starts_the_count_again(product: Product, turn: Turn) -> None:
    first = ask(product, turn, {"slots": {}, "active_loop": None}, "nlu_fallback")
    clear = ask(product, turn, first.state, "ask_costs")
    second = ask(product, turn, clear.state, "nlu_fallback")
    assert second.messages[0]["utter_action"] == "utter_unclear"
