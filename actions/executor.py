"""Runs the custom actions in this process, for the turn that is going on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from rasa_sdk.executor import ActionExecutor

from actions import (
    arranging,
    changing,
    consenting,
    conversation,
    easing,
    helping,
    intake,
    other_needs,
    reaching,
    rights,
    standing,
)
from actions.form_validation import form_validations

Json = dict[str, Any]
ActionRunner = Callable[[Json], Json]
MODULES = (
    intake,
    arranging,
    changing,
    easing,
    helping,
    consenting,
    reaching,
    rights,
    standing,
    other_needs,
    conversation,
)


def build_action_runner() -> ActionRunner:
    """Return a function from Rasa's action call (``next_action``, ``tracker``) to its answer.

    The answer has ``events`` and ``responses``. ``casework.context.current_turn`` must be set
    around each call. Raises what the use case raises: the caller ends the turn.
    """
    executor = ActionExecutor()
    for module in MODULES:
        for action in module.ACTIONS:
            executor.register_action(action)
    for validation in form_validations():
        executor.register_action(validation)

    def run(action_call: Json) -> Json:
        return _finished(executor.run(action_call)) or {"events": [], "responses": []}

    return run


def _finished(action: Coroutine[Any, Any, Json | None]) -> Json | None:
    """Run a coroutine that waits for nothing: rasa_sdk is asynchronous, our actions are not."""
    try:
        action.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    action.close()
    raise RuntimeError("An action waited for something. Actions run inside one turn: do not await.")
