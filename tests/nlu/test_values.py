"""Every value people write is read as the case says, and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.locales import day, euro
from nlu.values import extract

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "values_cases.yml").read_text(encoding="utf-8"))
ENGLISH = yaml.safe_load((HERE / "values_cases_en.yml").read_text(encoding="utf-8"))
AS_OF = CASES["as_of"]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"])
def test_a_message_gives_exactly_these_values(case: dict[str, Any]) -> None:
    assert _found(case, "nl") == sorted(map(tuple, case["values"]), key=str)


@pytest.mark.parametrize("case", ENGLISH["cases"], ids=lambda case: case["text"])
def test_an_english_message_gives_exactly_these_values(case: dict[str, Any]) -> None:
    assert _found(case, "en") == sorted(map(tuple, case["values"]), key=str)


def _found(case: dict[str, Any], language: str) -> list[Any]:
    values = extract(case["text"], case.get("as_of", AS_OF), language)
    return sorted(((value.kind, value.value) for value in values), key=str)


@st.composite
def value_talk(draw: st.DrawFn) -> str:
    """Words of the rules and numbers of every size, side by side in any order."""
    said = " ".join(case["text"] for case in [*CASES["cases"], *ENGLISH["cases"]]).split()
    word = st.sampled_from(sorted(set(said))) | st.integers(0, 10**9).map(str)
    return " ".join(draw(st.lists(word, max_size=12)))


@given(value_talk(), st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(["nl", "en"]))
def test_words_of_value_in_any_order_are_read_without_error(
    text: str, as_of: date, language: str
) -> None:
    for value in extract(text, as_of, language):
        assert 0 <= value.start < value.end <= len(text)


@given(st.integers(0, 10**7))
def test_any_amount_that_we_write_in_english_is_read_to_the_cent(amount_cents: int) -> None:
    found = extract(euro(amount_cents, "en"), AS_OF, "en")
    assert [(v.kind, v.value) for v in found] == [("money_cents", amount_cents)]


@given(st.dates(date(2026, 11, 19), date(2030, 12, 31)))
def test_any_day_that_we_write_in_english_is_read(value: date) -> None:
    found = extract(day(value, "en"), AS_OF, "en")
    assert [(v.kind, v.value) for v in found] == [("date", value)]


@given(st.text(max_size=600), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_any_text_is_read_without_error_and_points_into_itself(text: str, as_of: date) -> None:
    for value in extract(text, as_of):
        assert 0 <= value.start < value.end <= len(text)


@given(st.integers(0, 10**7))
def test_any_amount_in_dutch_notation_is_read_to_the_cent(amount_cents: int) -> None:
    euros = f"{amount_cents // 100:,}".replace(",", ".")
    found = extract(f"€ {euros},{amount_cents % 100:02d}", AS_OF)
    assert [(v.kind, v.value) for v in found] == [("money_cents", amount_cents)]
