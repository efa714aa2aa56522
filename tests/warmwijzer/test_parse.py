"""``warmwijzer parse`` reads lines and writes what they are understood as."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from warmwijzer.parse_command import LineUnreadable, texts

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "warmwijzer" / "parsed_line.schema.json").read_text("utf-8"))


def parse(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "warmwijzer", "parse", *arguments],
        cwd=ROOT,
        env=dict(os.environ),
        input=lines,
        capture_output=True,
        text=True,
        timeout=170,
    )


def test_each_line_gives_one_line_as_the_schema_says(tmp_path: Path) -> None:
    said = [
        "ik ben mijn baan kwijt en kan de huur van 650 euro niet betalen",
        json.dumps({"text": "3 termijnen van 45,- vanaf de 24e", "id": 7}),
        "",
        "ik wil dood",
        "I cannot pay this bill, I am sorry",
        "zin\u0000 met /rare \u200btekens " * 60,
    ]
    done = parse("--as-of", "2026-11-18", lines="\n".join(said) + "\n")
    assert done.returncode == 0, done.stderr
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(read) == len(said)
    for line in read:
        jsonschema.validate(line, SCHEMA)
        for entity in line["entities"]:
            assert line["text"][entity["start"] : entity["end"]] == entity["text"]
    assert {"income_drop", "cannot_pay"} <= {n["name"] for n in read[0]["needs"][:3]}
    found = {(e["type"], e["value"]) for e in read[1]["entities"]}
    assert {("count", 3), ("money_cents", 4500), ("day_of_month", 24)} <= found
    assert ("date", "2026-11-24") in found
    assert read[2]["needs"][0]["name"] == "out_of_scope"
    assert (read[3]["danger"], read[0]["danger"]) == ("suicide", None)
    assert (read[4]["language"], read[0]["language"]) == ("en", "nl")
    assert "cannot_pay" in {n["name"] for n in read[4]["needs"][:3]}


def test_a_line_of_a_megabyte_is_answered_with_the_others_and_hides_no_danger() -> None:
    marks = "\u0301\u0316" * 250_000
    long = f"ik betaal 50 euro {'a' * 600_000} e{marks} ik wil dood"
    assert len(long.encode()) > 1_000_000
    done = parse("--as-of", "2026-11-18", lines=f"ik betaal 45 euro\n{long}\nik betaal 60 euro\n")
    assert done.returncode == 0, done.stderr
    read = [json.loads(line) for line in done.stdout.splitlines()]
    amounts = [[e["value"] for e in line["entities"]] for line in read]
    assert amounts == [[4500], [5000], [6000]]
    assert [line["danger"] for line in read] == [None, "suicide", None]
    assert len(read[1]["text"]) <= 500


@pytest.mark.parametrize("line", ["{kapot", '{"tekst": "hallo"}', '{"text": 3}'])
def test_a_broken_line_is_named_and_nothing_after_it_is_read(line: str) -> None:
    reading = texts(["hallo", line, "daarna"])
    assert next(reading) == "hallo"
    with pytest.raises(LineUnreadable, match="Line 2"):
        next(reading)


def test_a_wrong_day_is_refused_before_anything_starts() -> None:
    done = parse("--as-of", "morgen")
    assert done.returncode == 2
    assert "is not a day" in done.stderr
