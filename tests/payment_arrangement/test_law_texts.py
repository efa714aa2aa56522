"""The values and cases beside the texts they were taken from, where those texts are at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from payment_arrangement import CostFacts, maximum_collection_costs, payment_term, value_on
from payment_arrangement.parameters import load_topic

SHARED = Path(__file__).parents[3] / "shared"
FACTS = SHARED / "reference" / "domain-facts.md"
pytestmark = pytest.mark.skipif(
    not FACTS.is_file(), reason="the law texts and domain facts of the project are not here"
)


def law(name: str) -> str:
    return " ".join((SHARED / "law" / name).read_text("utf-8").split())


def dutch(cents: int) -> str:
    return f"{Decimal(cents) / 100:,.2f}".replace(",", "x").replace(".", ",").replace("x", ".")


def test_the_caps_of_2026_stand_in_article_475da() -> None:
    text = law("rv-475-beslagvrije-voet.md")
    words = {
        "single": "een alleenstaande",
        "single_parent": "een alleenstaande ouder",
        "married": "gehuwden zonder kinderen",
        "married_with_children": "gehuwden met een of meer kinderen",
    }
    caps = value_on("beslagvrije_voet_caps", date(2026, 1, 1))
    for household, named in words.items():
        assert f"voor {named}: € {dutch(caps.cents(household))}" in text


def test_the_scale_stands_in_article_2_of_the_decree() -> None:
    text = law("bik-incassokosten.md")
    scale = value_on("collection_costs", date(2017, 4, 30))
    for step in scale.values["scale"]:
        assert f"{str(step['rate_percent']).replace('.', ',')}% " in text
    assert "met een maximum van € 6775" in text
    assert "bedraagt ten minste € 40" in text
    assert (scale.cents("maximum"), scale.cents("minimum")) == (677_500, 4_000)


def rows(heading: str, cells: int) -> Iterator[list[str]]:
    """The rows of the tables under a heading, without their marks."""
    part = FACTS.read_text("utf-8").split(heading)[1].split("\n**2.", 1)[0].split("\n### ")[0]
    for line in part.splitlines():
        found = [cell.strip(" *") for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(found) >= cells:
            yield found


VECTOR = re.compile(r"[\d,]+(?:\.\d\d)?")


def test_every_vector_for_costs_is_what_the_rule_gives() -> None:
    found = 0
    for cells in rows("**2.1.3 Test vectors**", 7):
        for principal, costs, with_vat in (cells[:3], cells[4:7]):
            if not VECTOR.fullmatch(principal):
                continue
            amounts = [int(Decimal(cell.replace(",", "")) * 100) for cell in (principal, costs)]
            facts = CostFacts((amounts[0],), True, True, True, False)
            result = maximum_collection_costs(facts, date(2026, 11, 22))
            assert result.costs_cents == amounts[1], principal
            if VECTOR.fullmatch(with_vat):
                assert result.total_cents == int(Decimal(with_vat.replace(",", "")) * 100)
            found += 1
    assert found == 14


def test_every_vector_for_letters_is_what_the_rule_gives() -> None:
    found = 0
    for cells in rows("### 2.2 Veertiendagenbrief", 5):
        if sent := re.search(r"2026-\d\d-\d\d", cells[0]):
            term = payment_term(date.fromisoformat(sent[0]))
            days = (term.delivered_on, term.starts_on, term.last_day_on, term.costs_from_on)
            assert [f"{day:%m-%d}" for day in days] == [cell[-5:] for cell in cells[1:5]]
            found += 1
    assert found == 5


def test_every_known_rate_of_interest_is_in_the_parameters() -> None:
    table = {
        cells[0]: cells[1]
        for cells in rows("### 2.3 Statutory interest", 3)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", cells[0]) and cells[1].isdigit()
    }
    periods = load_topic("statutory_interest").periods
    assert {str(period.valid_from): str(period.percent("rate")) for period in periods} == table
