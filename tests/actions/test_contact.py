"""A name and how to reach a person: read from what people type, never where nothing was said."""

from __future__ import annotations

import pytest

from actions import contact
from actions.answers import Said


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("0612345678", "give_contact", {"phone": "+31612345678"}),
        ("06 12 34 56 78", "inform", {"phone": "+31612345678"}),
        ("mijn nummer is 0612345678", "give_contact", {"phone": "+31612345678"}),
        ("Fatima, 0612345678", "inform", {"name": "Fatima", "phone": "+31612345678"}),
        ("Jan Jansen 0612345678", "give_contact", {"name": "Jan Jansen", "phone": "+31612345678"}),
        ("ik heet Samira de Vries en ik slaap slecht", "inform", {"name": "Samira de Vries"}),
        ("mijn naam is o'brien", "inform", {"name": "o'brien"}),
        ("naam@voorbeeld.nl", "give_contact", {"email": "naam@voorbeeld.nl"}),
        ("\u2060ik ben Fatima", "inform", {"name": "Fatima"}),
    ],
)
def test_a_name_and_how_to_reach_somebody_are_found(
    text: str, intent: str, found: dict[str, str]
) -> None:
    assert contact.found(Said(intent, (), text=text)) == found


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ik ben bang", "emotional_distress"),
        ("wat kost dat", "ask_costs"),
        ("ik wil een regeling", "ask_arrangement"),
        ("mijn nummer geef ik niet", "inform"),
        ("450", "inform"),
        ("", "inform"),
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str, intent: str) -> None:
    assert contact.found(Said(intent, (), text=text)) == {}
