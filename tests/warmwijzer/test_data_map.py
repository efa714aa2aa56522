"""Every column of every table says what it is for, on what basis and how long."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from casework.organisation import load_organisation
from warmwijzer.data_map import data_map, retention_schedule, unmapped

ROOT = Path(__file__).parents[2]
SCHEDULE = ROOT / "docs" / "public" / "retention-schedule.md"
WORDS = yaml.safe_load((ROOT / "warmwijzer" / "data_map_nl.yml").read_text("utf-8"))


def test_every_column_is_mapped_and_nothing_else():
    assert unmapped() == [], "write it in the data_map.yml beside the table"


@pytest.mark.parametrize("each", data_map(), ids=lambda each: each.table)
def test_a_table_says_why_on_what_basis_and_how_long(each):
    assert each.purpose
    assert each.basis
    assert each.term in WORDS["terms"]
    assert set(each.classes.values()) <= set(WORDS["classes"])


def test_the_published_schedule_is_current():
    retention = load_organisation(ROOT / "organisation" / "example.yml").retention
    made = "python -m warmwijzer audit schedule > docs/public/retention-schedule.md"
    assert SCHEDULE.read_text("utf-8") == retention_schedule(retention), made
