"""Whoever knows Rasa can go on using its commands, through ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _rasa(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "warmwijzer", "rasa", *arguments]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, input=said, capture_output=True, text=True, timeout=150
    )


def test_data_validate_finds_no_conflict():
    result = _rasa("data", "validate")
    assert result.returncode == 0
    assert "No story structure conflicts found" in result.stdout + result.stderr


def test_test_core_plays_the_stories(tmp_path, model_path):
    result = _rasa("test", "core", "--out", str(tmp_path))
    assert result.returncode == 0, result.stderr[-2000:]
    assert (tmp_path / "story_report.json").exists()
    assert "Correct:          2 / 2" in result.stdout + result.stderr


def test_test_nlu_writes_its_reports(tmp_path, model_path):
    result = _rasa("test", "nlu", "--nlu", "nlu/intents", "--out", str(tmp_path), "--no-plot")
    assert result.returncode == 0, result.stderr[-2000:]
    assert (tmp_path / "intent_report.json").exists()


def test_shell_nlu_answers(model_path):
    result = _rasa("shell", "nlu", said="ik wil betalen in delen\n/stop\n")
    assert '"ask_arrangement"' in result.stdout


@pytest.mark.parametrize("command", [("shell",), ("run",)])
def test_rasas_own_server_is_refused_with_what_to_use(command):
    result = _rasa(*command)
    assert result.returncode != 0
    assert "warmwijzer chat" in result.stdout + result.stderr
