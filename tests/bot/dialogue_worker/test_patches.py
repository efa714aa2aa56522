"""Every function of Rasa that we replace gives the same answers as Rasa's own."""

from __future__ import annotations

import jsonschema
import pytest

from bot.dialogue_worker import tensorflow_stand_in

tensorflow_stand_in.install()

from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.shared.core.events import Event  # noqa: E402
from rasa.shared.utils.common import all_subclasses  # noqa: E402

from bot.dialogue_worker import patches  # noqa: E402

RASA_VALIDATES = RemoteAction._validate_action_result
RASA_RESOLVES = Event.resolve_by_type

RESULTS = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "x"}]},
    {"events": [{"event": "active_loop", "name": None}], "responses": []},
    {"events": [{"event": "slot"}], "responses": []},
    {"events": [{"name": "a"}], "responses": []},
    {"events": "nothing", "responses": []},
    {"events": [], "responses": ["text"]},
    {"events": [{"event": "user", "text": "x", "parse_data": {"intent": {"name": "a"}}}]},
    {"responses": {}},
    [],
    {},
]


@pytest.mark.parametrize("result", RESULTS, ids=str)
def test_an_action_result_is_judged_as_rasa_judges_it(result):
    action = RemoteAction("action_x", None)
    assert _judged(patches.validate_action_result, action, result) == _judged(
        RASA_VALIDATES, action, result
    )


def test_every_event_name_gives_the_class_that_rasa_gives():
    names = {event_class.type_name for event_class in all_subclasses(Event)} | {"unknown", None}
    for name in names:
        assert _found(patches.resolve_by_type, name) == _found(RASA_RESOLVES, name)
        assert patches.resolve_by_type(name, Event) is RASA_RESOLVES(name, Event)


def _found(resolve, name):
    try:
        return resolve(name)
    except ValueError as error:
        return str(error)


def _judged(validate, action, result):
    try:
        return validate(action, result)
    except jsonschema.ValidationError:
        return "refused"
