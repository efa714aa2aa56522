"""``warmwijzer chat --json``: one person's lines in, everything that follows out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from warmwijzer.product import Product
from warmwijzer.talk_json import answered

ROOT = Path(__file__).parents[2]


def test_answers_state_evidence_danger_and_owner_come_out_for_each_line(product: Product) -> None:
    lines = [
        "ik kan de huur niet betalen\n",
        '{"press": "Nee"}\n',
        '{"kind": "photo"}',
        "ik wil dood",
    ]
    first, second, photo, danger = answered(product, lines)
    assert first["answers"][0]["text_id"] == "notices:welcome"
    assert first["state"]["form"] == "intake_form"
    assert first["state"]["question"]
    assert "case_opened" in {entry["type"] for entry in first["evidence"]}
    assert "error" in second
    assert photo["answers"][0]["text_id"] == "notices:photo"
    assert danger["danger"] == "suicide"
    assert danger["owner"] == "waiting"
    sequences = [e["sequence"] for o in (first, photo, danger) for e in o["evidence"]]
    assert sequences == list(range(len(sequences)))


def test_a_button_is_pressed_by_its_title(product: Product) -> None:
    first, second = answered(product, ['{"start": true}', '{"press": "Ik kan niet betalen"}'])
    assert "Ik kan niet betalen" in first["answers"][-1]["buttons"]
    assert second["state"]["form"] == "intake_form"


def test_no_word_of_a_person_is_in_the_state(product: Product) -> None:
    said = ("ik wil hulp bij mijn schulden", "3014", "ja graag", "Fatima, 0612345678")
    for outcome in answered(product, said):
        assert "Fatima" not in json.dumps([outcome["state"], outcome["evidence"]])


def test_wrong_lines_get_an_error_and_the_rest_goes_on(product: Product) -> None:
    wrong = ['{"say": ', '{"shout": "x"}', '{"say": 3}', '{"kind": "text"}', "", "hallo"]
    outcomes = list(answered(product, wrong))
    assert ["error" in each for each in outcomes] == [True, True, True, True, False]


def test_the_command_writes_nothing_but_lines_of_json(model_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "warmwijzer", "chat", "--json"],
        input="hallo\nik wil een mens\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    outcomes = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [each["owner"] for each in outcomes] == ["assistant", "waiting"]
