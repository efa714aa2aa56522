"""``warmwijzer arrangement …``: JSON in and out, tables for people, portfolios, receipts again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from payment_arrangement import ArrangementError, errors, questions, schema_of
from payment_arrangement.outcomes import Reason
from payment_arrangement.rules.letter_wording import Fault
from warmwijzer import arrangement_commands
from warmwijzer.cli import app
from warmwijzer.explanations import explain

RUN = CliRunner()
POLICIES = Path(__file__).parents[2] / "docs" / "policies"


def run(*words: object, text: str | bytes | None = None):
    return RUN.invoke(app, ["arrangement", *map(str, words)], input=text)


def example(question: str, **more: object) -> str:
    return json.dumps(schema_of(question)["examples"][0] | more)


@pytest.mark.parametrize("question", questions())
def test_a_question_from_standard_input_is_answered_and_replayed_byte_for_byte(
    question: str, tmp_path: Path
) -> None:
    asked = run("schema", question, "--example").stdout
    answered = run(question, text=asked)
    assert answered.exit_code == 0
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(answered.stdout_bytes)
    again = run("replay", receipt)
    assert (again.exit_code, again.stdout_bytes) == (0, answered.stdout_bytes)


@pytest.mark.parametrize("question", questions())
def test_in_a_terminal_the_answer_is_a_table_with_its_sources(
    question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrangement_commands.console, "_force_terminal", True)
    file = tmp_path / "asked.json"
    file.write_text(example(question))
    shown = run(question, file).stdout
    assert "regel" in shown and "nagekeken" in shown
    assert json.loads(run(question, file, "--json").stdout)["question"] == question


def test_a_changed_receipt_ends_with_1_and_says_what_differs() -> None:
    answered = json.loads(run("interest", text=example("interest")).stdout)
    answered["outcome"]["interest_cents"] += 1
    again = run("replay", "-", text=json.dumps(answered))
    assert again.exit_code == 1
    assert "outcome.interest_cents: 683 in what was given, 682 now" in again.stderr


@pytest.mark.parametrize(
    ("words", "text", "told"),
    [
        (["propose"], "{", "not JSON"),
        (["propose"], '{"debt_cents": 1.5}', "whole number"),
        (["propose"], '{"a": 1, "a": 1}', "stands twice"),
        (["propose"], "x" * 1_000_000, "at most 65536"),
        (["propose", "nowhere.json"], "", "No such file"),
        (["costs", "--policy", "nowhere.yml"], "{}", "No such file"),
        (["replay", "-"], "{}", "no receipt"),
        (["interest"], example("interest", until_on="2031-01-01"), "has no value on"),
    ],
)
def test_bad_input_is_one_named_error_with_a_remedy(words, text: str, told: str) -> None:
    failed = run(*words, text=text)
    assert isinstance(failed.exception, ArrangementError)
    assert told in str(failed.exception)


def test_a_policy_of_ones_own_is_used() -> None:
    asked = example("propose", claim_kinds=["energy_monthly_bill"])
    policy = POLICIES / "energy_supplier.yml"
    outcome = json.loads(run("propose", "--policy", policy, text=asked).stdout)["outcome"]
    assert outcome["reason_code"] == "excluded_by_policy"


CASES = """\
case;as_of;debt_cents;income_day;disputed;possibly_time_barred;represented;in_debt_help;wage_garnishment;other_creditors;budget.household;budget.monthly_income_cents;budget.fixed_costs_cents
a;2026-11-22;60000;25;false;false;false;false;false;0;single;141946;100000
b;2026-11-22;60000;25;true;false;false;false;false;0;single;141946;100000
c;2026-11-22;sixty;25;false;false;false;false;false;0;single;141946;100000
=d;2026-11-22;60000;25;;false;false;false;false;0;single;141946;100000
e;2026-11-22;60000;25;false;false;false;false;false;0;single;141946;100000;extra
"""


def test_a_portfolio_has_one_row_out_for_each_row_in(tmp_path: Path) -> None:
    cases, out, whole = (tmp_path / name for name in ("in.csv", "out.csv", "answers.jsonl"))
    cases.write_text(CASES)
    done = run("portfolio", "propose", cases, out, "--answers", whole)
    assert "5 rows" in done.stdout and "3 of them with an error" in done.stdout
    rows = {row["case"]: row for row in csv.DictReader(out.open(newline=""))}
    assert rows["a"]["calm_instalment_cents"] == "3500" and rows["a"]["calm_decides"] == "staff"
    assert rows["b"]["reason"] == "disputed"
    assert rows["c"]["error"] == rows["e"]["error"] == "RequestRefused"
    assert "whole cents" in rows["c"]["message"]
    assert rows["'=d"]["error"] == "FactMissing" and "'disputed'" in rows["'=d"]["message"]
    answers = [json.loads(line) for line in whole.read_text().splitlines()]
    assert [each["case"] for each in answers] == ["a", "b"]
    assert run("replay", "-", text=json.dumps(answers[0])).exit_code == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"case,debt,as_of\n", "'debt': not known"),
        (b"as_of,as_of,debt_cents\n", "stands twice"),
        (b"case\n", "'debt_cents': is missing"),
        (b"", "'as_of': is missing"),
        ("case,as_of,debt_cents\né".encode("cp1252"), "CSV UTF-8"),
    ],
)
def test_a_portfolio_with_wrong_columns_writes_nothing(
    tmp_path: Path, content: bytes, told: str
) -> None:
    cases, out = tmp_path / "in.csv", tmp_path / "out.csv"
    cases.write_bytes(content)
    failed = run("portfolio", "propose", cases, out)
    assert isinstance(failed.exception, ArrangementError)
    assert told in str(failed.exception)
    assert list(tmp_path.iterdir()) == [cases]


def test_a_portfolio_is_never_written_over(tmp_path: Path) -> None:
    cases, out = tmp_path / "in.csv", tmp_path / "out.csv"
    cases.write_text("as_of,debt_cents\r\n2026-11-22,60000\r\n")
    for names in ((cases, cases), (cases, out, "--answers", cases), (cases, out, "--answers", out)):
        failed = run("portfolio", "propose", *names)
        assert "named twice" in str(failed.exception)
    assert cases.read_text() == "as_of,debt_cents\n2026-11-22,60000\n"
    assert list(tmp_path.iterdir()) == [cases]


def test_a_portfolio_that_is_not_there_is_an_error_with_its_name(tmp_path: Path) -> None:
    failed = run("portfolio", "costs", tmp_path / "none.csv", tmp_path / "out.csv")
    assert "none.csv" in str(failed.exception)


def test_every_key_of_the_rules_has_words() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    keys = [
        *Reason,
        *(f"letter_{fault}" for fault in Fault),
        *(f"letter_{verdict}" for verdict in ("wrong", "cannot_tell", "no_fault_found")),
        *(f"decides_{who}" for who in ("assistant", "staff", "above_staff")),
        *(f"error_{kind.text_key}" for kind in kinds if issubclass(kind, ArrangementError)),
    ]
    assert all(explain(str(key)) for key in keys)
