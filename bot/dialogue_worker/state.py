"""A conversation's dialogue state: slots and the active form. No text, no history.

The bot is rules and forms only, and every rule lies within one user turn, so the state after
``action_listen`` is complete: ``tests/bot/dialogue_worker/test_state.py`` compares whole dialogues
with and without Rasa's own history.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue_worker.protocol import Json


def tracker_from(state: Json, domain: Domain, conversation: str) -> DialogueStateTracker:
    """Return a tracker in ``state``, waiting for the person. Unknown slots are dropped."""
    known = {slot.name for slot in domain.slots}
    events: list[Event] = [
        SlotSet(name, value) for name, value in state["slots"].items() if name in known
    ]
    if state["active_loop"] in domain.form_names:
        events.append(ActiveLoop(state["active_loop"]))
    events.append(ActionExecuted("action_listen"))
    return DialogueStateTracker.from_events(conversation, events, domain.slots, domain=domain)


def state_of(tracker: DialogueStateTracker) -> Json:
    """Return the state of ``tracker``: every slot that has a value, and the active form's name."""
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and slot.value != slot.initial_value
    }
    return {"slots": slots, "active_loop": tracker.active_loop_name}
