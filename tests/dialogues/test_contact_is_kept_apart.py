"""A name and a number stand with the person, and in neither the dialogue's state nor the log."""

from __future__ import annotations

import json

from sqlalchemy import select

from casework.store import Person
from evidence_log import read_entries
from warmwijzer.product import Product
from warmwijzer.talk import Talk


def test_a_name_and_a_number_are_kept_with_the_person_only(product: Product) -> None:
    talk = Talk(product)
    for text in ("ik wil hulp bij mijn schulden", "3014", "ja graag", "Fatima, 0612345678", "ja"):
        talk.say(text)
    with product.database.unit() as unit:
        person = unit.session.scalars(select(Person)).one()
        log = " ".join(str(vars(entry)) for entry in read_entries(unit))
    state = json.dumps(talk.conversation.dialogue_state)
    assert (person.name, person.phone) == ("Fatima", "+31612345678")
    assert "Fatima" not in state + log
    assert "612345678" not in state + log
