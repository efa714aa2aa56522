"""Changes to Rasa's behaviour that make a turn fast; each has an equivalence test.

``tests/bot/dialogue_worker/test_patches.py`` compares every patched function with Rasa's own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses


@cache
def _result_validator() -> jsonschema.protocols.Validator:
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


def validate_action_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
    """Return True for a valid action result, else raise ``jsonschema.ValidationError``.

    Rasa builds the validator of one constant schema again for each action: 72 % of a turn.
    """
    error = jsonschema.exceptions.best_match(_result_validator().iter_errors(result))
    if error is not None:
        raise error
    return True


@cache
def _event_classes() -> dict[str, type[Event]]:
    classes: dict[str, type[Event]] = {}
    for event_class in all_subclasses(Event):
        classes.setdefault(event_class.type_name, event_class)
    return classes


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event]:
    """Return the event class named ``type_name``, or ``default``; Rasa walks all of them a call.

    Raises ``ValueError`` when there is neither, as Rasa does.
    """
    found = _event_classes().get(type_name, default)
    if found is None:
        raise ValueError(f"Unknown event name '{type_name}'.")
    return found


def apply() -> None:
    """Put the patches in place."""
    RemoteAction._validate_action_result = validate_action_result
    Event.resolve_by_type = staticmethod(resolve_by_type)
