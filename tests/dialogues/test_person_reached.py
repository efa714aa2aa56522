"""Who asks for a person, in whatever words and state, reaches one in two turns (check 85)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from warmwijzer.product import Product
from warmwijzer.talk import Talk

WAYS = yaml.safe_load((Path(__file__).parents[1] / "bot" / "person_ways.yml").read_text("utf-8"))
STATES: dict[str, list[str]] = {
    "first_message": [],
    "in_the_intake": ["ik kan de huur niet betalen"],
    "in_the_wish": ["ik wil een regeling", "ik ben klant", "ja", "huur", "400 euro", "nee"],
    "in_the_complaint": ["ik heb een klacht"],
    "looking_for_help": ["ik wil hulp bij mijn schulden"],
    "about_a_letter": ["ik heb een brief gekregen"],
    "about_a_bailiff": ["de deurwaarder komt morgen"],
    "saying_it_was_paid": ["ik heb dit al betaald"],
    "in_distress": ["ik schaam me kapot"],
    "not_understood_twice": ["blub", "asdf qwerty"],
    "after_danger": ["ik wil dood"],
}
LEAST = 0.98
OFFERS = {"Collega spreken", "Een medewerker"}


@pytest.mark.parametrize("state", STATES)
def test_a_person_is_reached_within_two_turns(product: Product, state: str) -> None:
    lost = []
    for way in WAYS:
        talk = Talk(product)
        for said in STATES[state]:
            talk.say(said)
        talk.say(way)
        if talk.conversation.owner == "waiting":
            continue
        offered = [title for title in talk.buttons if title in OFFERS]
        if offered:
            talk.press(offered[0])
        if talk.conversation.owner != "waiting":
            lost.append(way)
    assert len(lost) / len(WAYS) <= 1 - LEAST, lost


def test_there_are_fifty_ways() -> None:
    assert len(set(WAYS)) == 50
