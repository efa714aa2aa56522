"""The commands of a colleague who keeps the directory."""

import json

import pytest
from typer.testing import CliRunner

from referral_directory import load_directory
from referral_directory.errors import EntryUnknown, ImportRefused
from warmwijzer.cli import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("WARMWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/test.db")


def run(*words, answer=None):
    found = RUN.invoke(app, ["directory", *map(str, words)], input=answer)
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def an_edited_export(tmp_path):
    path = tmp_path / "uit.json"
    run("export", path)
    data = json.loads(path.read_text(encoding="utf-8"))
    nibud = next(each for each in data["services"] if each["short_id"] == "nl-nibud")
    nibud["name"] = "Nibud 2"
    data["services"].remove(next(e for e in data["services"] if e["short_id"] == "nl-imk"))
    edited = tmp_path / "in.json"
    edited.write_text(json.dumps(data), encoding="utf-8")
    return edited


def test_an_import_shows_first_and_changes_only_when_told(tmp_path):
    edited = an_edited_export(tmp_path)
    shown = run("import", edited, "--by", "a@example.org", "--dry-run").output
    assert "name: Nibud → Nibud 2" in shown
    assert "0 erbij, 1 anders, 0 weg" in shown
    run("import", edited, "--by", "a@example.org", answer="n\n")
    assert "a@example.org" not in run("history", "nl-nibud").output
    run("import", edited, "--by", "a@example.org", answer="y\n")
    assert "a@example.org" in run("history", "nl-nibud").output
    assert "Er verandert niets" in run("import", edited, "--by", "a@example.org", "--yes").output


def test_what_is_not_in_a_complete_file_is_retired(tmp_path):
    edited = an_edited_export(tmp_path)
    shown = run("import", edited, "--by", "a@example.org", "--complete", "--yes").output
    assert "0 erbij, 1 anders, 1 weg" in shown
    assert "weg" in run("history", "nl-imk").output
    with pytest.raises(EntryUnknown, match="nl-imk"):
        run("assured", "nl-imk", "--by", "a@example.org")


def test_a_wrong_file_changes_nothing(tmp_path):
    edited = an_edited_export(tmp_path)
    data = json.loads(edited.read_text(encoding="utf-8"))
    data["services"][-1]["status"] = "open"
    edited.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ImportRefused, match="one of active"):
        run("import", edited, "--by", "a@example.org", "--yes")
    assert "a@example.org" not in run("history", "nl-nibud").output


def test_a_call_is_recorded_as_a_new_version(tmp_path):
    said = run("assured", "rdam-vb", "--by", "a@example.org", "--confirmed", "010-4254358")
    assert "Voedselbank Rotterdam: vastgelegd dat a@example.org" in said.output
    history = run("history", "rdam-vb").output
    assert "1. " in history
    assert "2. " in history
    assert "assurer_email: None → a@example.org" in history


def test_the_version_that_evidence_cites_can_be_read_back():
    cited = load_directory().services["rdam-vb"]
    run("assured", "rdam-vb", "--by", "a@example.org")
    shown = run("history", "rdam-vb", "--version", cited.entry_version).output
    assert json.loads(shown) == cited.document
    with pytest.raises(EntryUnknown, match="not in that version"):
        run("history", "rdam-vb", "--version", "0000000000000000")


@pytest.mark.parametrize(
    "wrong",
    [["--status", "open"], ["--phone", "bel maar"], ["--confirmed", "?"]],
)
def test_a_call_with_something_wrong_is_not_recorded(wrong):
    with pytest.raises((ImportRefused, EntryUnknown)):
        run("assured", "rdam-vb", "--by", "a@example.org", *wrong)
    assert "2. " not in run("history", "rdam-vb").output


def test_who_changes_the_register_gives_an_e_mail_address():
    assert run("assured", "rdam-vb", "--by", "Anna").exit_code == 2


@pytest.mark.parametrize("day", ["morgen", "2999-01-01"])
def test_a_call_on_a_day_that_is_not_or_not_yet_is_refused(day):
    assert run("assured", "rdam-vb", "--by", "a@example.org", "--on", day).exit_code == 2


def test_the_work_list_prints_a_sheet_for_each_call(tmp_path):
    sheets = tmp_path / "bellijst.html"
    run("worklist", "--scripts", sheets)
    html = sheets.read_text(encoding="utf-8")
    assert html.count("<section>") > 30
    assert "Geldfit" in html
    assert "Geldfit" in run("worklist").output
    assert "Belscript: Voedselbank" in run("worklist", "--script", "rdam-vb").output


def test_an_export_does_not_overwrite(tmp_path):
    path = tmp_path / "uit.xlsx"
    assert run("export", path).exit_code == 0
    assert run("export", path).exit_code == 2


def test_the_check_of_the_files_and_of_the_register_pass():
    assert run("check", "--files").exit_code == 0
    assert run("check").exit_code == 0
