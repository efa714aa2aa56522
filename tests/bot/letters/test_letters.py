"""A pasted letter is known by its kind, explained with its days, and checked by the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.letters import read_pasted
from bot.store import InboxRow
from evidence_log import read_entries

ROOT = Path(__file__).parents[3]
LETTERS = yaml.safe_load(Path(__file__).with_name("letters.yml").read_text("utf-8"))
BLIND = yaml.safe_load(Path(__file__).with_name("blind_letters.yml").read_text("utf-8"))
TODAY = date(2026, 11, 22)
# What the writer called the kinds.
KINDS = {
    "aanmaning": {"reminder"},
    "veertiendagenbrief": {"fourteen_day"},
    "dagvaarding": {"summons"},
    "beslag": {"seizure", "writ"},
    "incassobrief": {"collection"},
    "rekening": {None},
    "geen_brief": {None},
}


@pytest.mark.parametrize("case", LETTERS, ids=[case["kind"] for case in LETTERS])
def test_a_letter_is_known_and_its_wording_is_checked(case: dict[str, str]) -> None:
    letter = read_pasted(case["text"], TODAY)
    assert letter is not None
    assert letter.kind == case["kind"]
    assert (letter.fault.value if letter.fault else None) == case["fault"]


def test_letters_of_another_writer_are_known_and_their_faults_found() -> None:
    read = [(case, read_pasted(case["text"], TODAY)) for case in BLIND]
    wrong_kind = [c["note"] for c, got in read if (got and got.kind) not in KINDS[c["kind"]]]
    assert wrong_kind == []
    faults = [(got.fault.value if got and got.fault else None) for _, got in read]
    assert faults == [case.get("fault") for case in BLIND]


def test_the_days_of_a_letter_are_read_in_order() -> None:
    summons = read_pasted(LETTERS[2]["text"], TODAY)
    assert summons is not None
    assert summons.days == (date(2026, 11, 12), date(2026, 12, 8))


@pytest.mark.parametrize("half", ["held_out", "tuning"])
def test_talk_is_never_taken_for_a_letter(half: str) -> None:
    folder = ROOT / "tests" / "danger_cases" / half
    talk = (folder / "ordinary.txt").read_text("utf-8").splitlines()
    together = [" ".join(talk[start : start + 4]) for start in range(0, len(talk), 4)]
    read = [line for line in talk + together if read_pasted(line, TODAY)]
    assert len(read) <= len(together) * 0.01, read


def test_the_answer_says_kind_days_and_fault_and_the_log_has_codes_only(desk) -> None:
    keys = desk.keys(LETTERS[0]["text"])
    assert keys[1:] == [
        "letters:fourteen_day",
        "letters:wording_wrong",
        "notices:anything_else",
    ]
    assert desk.asked == []
    with desk.database.unit() as unit:
        entries = list(read_entries(unit))
    (explained,) = [each.codes for each in entries if each.entry_type == "letter_explained"]
    assert (explained["kind"], explained["fault"]) == ("fourteen_day", "counted_from_letter_date")
    assert "250" not in str([entry.codes for entry in entries])


def test_a_summons_names_its_days_and_who_can_help_today(desk) -> None:
    answers = desk.say(LETTERS[2]["text"])
    assert "Juridisch Loket" in answers[1].text
    assert "12 november 2026 en 8 december 2026" in answers[2].text


@pytest.mark.parametrize(
    "number", ["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "nl91abna0417164300"]
)
def test_an_account_number_is_masked_before_it_is_kept(desk, number: str) -> None:
    desk.say(f"maak het over naar {number} graag")
    with desk.database.unit() as unit:
        kept = unit.session.query(InboxRow).one().text
    assert kept == "maak het over naar [rekeningnummer weggehaald] graag"


@pytest.mark.parametrize("text", ["NL91 ABNA 0417 1643 01", "kenmerk NL12 2026 0001", "3011 AB"])
def test_what_is_no_account_number_stays(desk, text: str) -> None:
    desk.say(text)
    with desk.database.unit() as unit:
        assert unit.session.query(InboxRow).one().text == text
