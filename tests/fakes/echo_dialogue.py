"""A dialogue service that says back what it hears, with two buttons: for tests of channels."""

from __future__ import annotations

from bot.dialogue_client import DialogueAnswer, DialogueRequest, RunAction

BUTTONS = [
    {"title": "Ja, dat klopt", "payload": "/affirm"},
    {"title": "Nee", "payload": "/deny"},
]


def echo_dialogue(request: DialogueRequest, run_action: RunAction) -> DialogueAnswer:
    """Answer with what was said, or with the payload of the button that was pressed."""
    said = f"U koos: {request.payload}" if request.payload else f"U zei: {request.text}"
    message = {"text": said, "buttons": BUTTONS, "utter_action": "utter_echo"}
    return DialogueAnswer(request.state, (message,), {"intent": "echo"})
