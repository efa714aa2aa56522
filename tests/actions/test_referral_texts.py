"""Everything the directory may want said has a text."""

from __future__ import annotations

import re

import pytest
from domain_files import ROOT, responses

DIRECTORY = ROOT / "referral_directory"
SOURCES = [*DIRECTORY.glob("*.py"), DIRECTORY / "routes.yml"]
TEXT_KEYS = sorted(
    {
        key
        for path in SOURCES
        for key in re.findall(r"\breferral_[a-z_]+\b", path.read_text("utf-8"))
    }
    - {"referral_directory"}
)


@pytest.mark.parametrize("text_key", TEXT_KEYS)
def test_a_text_key_of_the_directory_has_a_response(text_key: str) -> None:
    assert f"utter_{text_key}" in responses()


@pytest.mark.parametrize("place", ["first", "second"])
@pytest.mark.parametrize(
    "reason",
    [
        "for_your_need",
        "same_municipality",
        "probably_same_municipality",
        "national",
        "for_youth",
        "for_self_employed",
        "volunteer",
        "free",
        "speaks_your_language",
        "reachable_as_you_wish",
        "recently_confirmed",
    ],
)
def test_a_reason_to_go_somewhere_has_a_response(place: str, reason: str) -> None:
    assert f"utter_help_{place}_{reason}" in responses()
    assert reason in (DIRECTORY / "options.py").read_text("utf-8")
