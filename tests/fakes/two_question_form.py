"""A dialogue service without Rasa: one form of two questions, over and over.

A person's messages m1, m2, m3 … must fill the forms (m1, m2), (m3, …): a message that is handled
twice would answer the next question too, and is then seen in the pairs.
"""

from __future__ import annotations

from bot.dialogue_client import DialogueAnswer, DialogueRequest, RunAction

FORM = "two_question_form"


def two_question_form(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    """Fill the open question with the message and answer it with "<message> -> <pairs>"."""
    said = request.payload or request.text
    slots = dict(request.state["slots"])
    if "first" in slots:
        slots["pairs"] = [*slots.get("pairs", []), [slots.pop("first"), said]]
    else:
        slots["first"] = said
    state = {"slots": slots, "active_loop": FORM if "first" in slots else None}
    buttons = [{"title": "Ja", "payload": "/affirm"}, {"title": "Nee", "payload": "/deny"}]
    answer = {"text": f"gehoord: {said}", "buttons": buttons, "utter_action": "utter_heard"}
    return DialogueAnswer(state, (answer,), {"intent": {"name": "inform"}})
