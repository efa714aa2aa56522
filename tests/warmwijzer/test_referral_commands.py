"""``warmwijzer referral …`` from the command line, on a database of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casework import consent, intake
from casework.context import Turn
from casework.organisation import load_organisation
from casework.refer import choose_help, find_help
from casework.referrals.store import referral_with
from casework.store import case_with
from warmwijzer.cli import app
from warmwijzer.product import open_prepared_database
from warmwijzer.settings import read_settings


@pytest.fixture
def referral_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A referral for which a colleague is asked to make contact."""
    monkeypatch.setitem(os.environ, "WARMWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/w.db")
    settings = read_settings()
    organisation = load_organisation(settings.organisation)
    database = open_prepared_database(settings)
    with database.unit() as unit:
        case_id = intake.open_case(unit, audience="customer").id
        unit.commit()

    def turn(unit) -> Turn:
        return Turn(unit, case_with(unit, case_id), "conversation-1", "web", organisation)

    with database.unit() as unit:
        option = find_help(turn(unit), needs=["gambling"], postcode=None).options[0]
        unit.commit()
    with database.unit() as unit:
        consent.give(turn(unit), option.service_id, ["name", "needs"], "text@1")
        choose_help(turn(unit), option.referral_id, "warm")
        unit.commit()
    database.close()
    return option.referral_id


def run(*arguments: str):
    return CliRunner().invoke(app, ["referral", *arguments])


def test_a_colleague_lists_what_runs_and_makes_a_link(referral_id: str) -> None:
    listed = run("open")
    assert referral_id[:8] in listed.output
    made = run("link", referral_id)
    assert (made.exit_code, "/doorverwijzing/" in made.output) == (0, True)


def test_an_outcome_is_noted_with_whose_word_it_is(referral_id: str) -> None:
    said = ("outcome", referral_id, "got_help", "--said-by", "provider", "--colleague", "c7")
    assert run(*said).exit_code != 0  # nobody made contact yet
    assert run("sent", referral_id, "--colleague", "c7").exit_code == 0
    assert run(*said).exit_code == 0
    database = open_prepared_database(read_settings())
    with database.unit() as unit:
        row = referral_with(unit, referral_id)
        assert row is not None
        assert (row.state, row.outcome_code, row.closed_by) == ("completed", "got_help", "provider")
    database.close()


def test_a_referral_that_is_not_there_changes_nothing(referral_id: str) -> None:
    assert run("link", "nothing").exit_code == 2


def test_figures_come_as_json_with_small_counts_hidden(referral_id: str) -> None:
    lines = json.loads(run("figures", "--by", "need", "--format", "json").output)
    assert lines[-1]["need"] == "total"
    assert lines[-1]["offered"] is None
