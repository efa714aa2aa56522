"""The domain, the rules, the tables and the actions fit together."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from domain_files import buttons, domain, responses, rule_actions, rule_intents, rules

from actions import executor
from actions.answers import Said, answers, is_answer
from actions.arranging import EXPLAINED
from actions.dialogue import DONE_ACTIONS, JOURNEY, WISH_FORMS, needs, required_slots
from actions.other_needs import USUAL, labels
from casework.intake import REPRESENTATIONS
from casework.locales import LOCALES
from casework.organisation import load_organisation
from payment_arrangement import income_bands

INTENTS = set(domain()["intents"])
FORMS = domain()["forms"]
QUESTIONS = [(form, slot) for form, row in FORMS.items() for slot in row["required_slots"]]
ANSWER_INTENTS = answers().answer_intents


def test_every_intent_has_a_rule() -> None:
    assert rule_intents() == INTENTS


def test_every_intent_is_either_an_answer_or_interrupts_every_form_but_its_own() -> None:
    """Generated from the domain: a new intent interrupts until the table says otherwise."""
    for _, slot in QUESTIONS:
        rule = answers().slots[slot]
        taken = {intent for intent in INTENTS if is_answer(rule, Said(intent, ()))}
        named = ANSWER_INTENTS | {key for key, value in rule.intents.items() if value is not None}
        may_name_money = {"propose_amount"} if rule.kind in ("money", "proposal") else set()
        assert taken == named | may_name_money, slot


def test_answer_intents_and_needs_are_intents_of_the_domain() -> None:
    assert ANSWER_INTENTS <= INTENTS
    for table in needs().values():
        assert table.keys() <= INTENTS
    for rule in answers().slots.values():
        assert rule.intents.keys() <= INTENTS


def test_a_need_that_names_the_value_is_the_answer() -> None:
    until_on = answers().slots["until_on"]
    assert is_answer(until_on, Said("ask_postpone", (("date", "2026-12-15"),))) is True
    assert is_answer(until_on, Said("ask_postpone", (("money_cents", 5000),))) is False
    assert is_answer(until_on, Said("ask_costs", (("date", "2026-12-15"),))) is False


def test_an_amount_a_month_is_not_taken_for_a_debt() -> None:
    debt = answers().slots["debt_cents"]
    named = Said("propose_amount", (("money_cents", 5000), ("period", "month")))
    assert is_answer(debt, named) is False
    assert is_answer(debt, replace(named, values=(("money_cents", 5000),))) is True


@pytest.mark.parametrize(("form", "slot"), QUESTIONS)
def test_every_question_is_asked_explained_and_read(form: str, slot: str) -> None:
    asked = {f"utter_ask_{form}_{slot}", f"action_ask_{form}_{slot}"}
    assert asked & (set(responses()) | set(domain()["actions"]))
    assert f"utter_why_{slot}" in responses()
    assert slot in answers().slots
    assert slot in domain()["slots"]


def test_actions_see_the_forms_of_the_domain() -> None:
    assert required_slots() == {form: row["required_slots"] for form, row in FORMS.items()}
    assert set(JOURNEY) <= set(FORMS)
    assert set(WISH_FORMS) == set(answers().slots["wish"].options)


def test_a_complete_form_leads_to_the_same_action_by_rule_and_by_code() -> None:
    by_rule = {}
    for rule in rules():
        for condition in rule.get("condition", []):
            by_rule[condition["active_loop"]] = rule["steps"][-1]["action"]
    assert by_rule == DONE_ACTIONS


def test_every_action_of_the_domain_is_registered_and_the_other_way_round() -> None:
    run = executor.build_action_runner()
    registered = run.__closure__[0].cell_contents.actions  # type: ignore[index]
    assert set(registered) == set(domain()["actions"])
    assert {action for action in rule_actions() if action.startswith("action_")} <= set(registered)


@pytest.mark.parametrize(("response", "title", "payload"), buttons())
def test_every_button_is_an_intent_whose_value_its_slot_accepts(
    response: str, title: str, payload: str
) -> None:
    if title.startswith("{label"):
        return  # a need by name: need_labels.yml, in the test below
    intent, _, values = payload.removeprefix("/").partition("{")
    assert intent in INTENTS
    for slot, value in json.loads("{" + values).items() if values else ():
        assert slot in domain()["entities"]
        if slot == "language":  # no slot: bot/language_choice.py
            assert value in LOCALES
            continue
        rule = answers().slots[slot]
        is_ours = value in rule.options or value == rule.dont_know or isinstance(value, bool)
        assert is_ours or "{" in str(value) or rule.kind in ("days", "count"), title


def test_a_button_is_short_enough_for_a_phone() -> None:
    named = [words for need in labels().values() for words in need.values()]
    titles = [*(title for _, title, _ in buttons()), *named]
    assert [title for title in titles if len(title) > 24] == []


def test_every_need_on_a_button_is_an_intent_with_words_in_every_language() -> None:
    assert set(labels()) <= INTENTS
    assert {frozenset(words) for words in labels().values()} == {frozenset({"nl", "en"})}
    assert set(USUAL) <= set(labels())


def test_choices_are_the_choices_of_the_use_cases() -> None:
    slots = answers().slots
    assert set(slots["representation"].options) == set(REPRESENTATIONS)
    assert list(slots["income"].options) == [band.code for band in income_bands()]


def test_every_need_is_one_that_the_directory_knows() -> None:
    from domain_files import ROOT

    directory = load_organisation(ROOT / "organisation" / "example.yml").directory
    wanted = {*needs()["help"].values(), *needs()["threat"].values(), "no_capacity"}
    assert wanted <= set(directory.taxonomy)


def test_every_reason_that_is_explained_has_its_text() -> None:
    assert {f"utter_no_plan_{code}" for code in EXPLAINED} == {
        key for key in responses() if key.startswith("utter_no_plan_")
    }
