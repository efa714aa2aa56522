"""The evidence commands together: sign, copy, rotate, export, verify, and the alarm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def warmwijzer(tmp_path: Path):
    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        named = {f"WARMWIJZER_{name.upper()}": value for name, value in settings.items()}
        database = {"WARMWIJZER_DATABASE_URL": f"sqlite:///{tmp_path}/log.db"}
        return subprocess.run(
            [sys.executable, "-m", "warmwijzer", "evidence", *arguments],
            cwd=ROOT,
            env={**os.environ, **database, **named},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def test_an_export_is_recorded_signed_copied_and_verified(warmwijzer, tmp_path):
    outside = {"evidence_copies": str(tmp_path / "outside")}
    assert warmwijzer("status", **outside).returncode == 0
    assert warmwijzer("export", str(tmp_path / "x")).returncode == 0
    assert '"type":"exported"' in (tmp_path / "x" / "entries.jsonl").read_text()
    assert warmwijzer("copy", **outside).returncode == 0
    (kept,) = (tmp_path / "outside").iterdir()
    assert warmwijzer("key", "rotate").returncode == 0
    for verified in (("verify",), ("verify", str(tmp_path / "x"), "--kept", str(kept))):
        done = warmwijzer(*verified)
        assert done.returncode == 0, done.stdout
        assert "In orde" in done.stdout
    checked = [sys.executable, tmp_path / "x" / "verify.py", tmp_path / "x", kept]
    assert subprocess.run(checked, capture_output=True).returncode == 0


def test_an_alarm_is_an_exit_code(warmwijzer):
    done = warmwijzer("status")
    assert done.returncode == 1
    assert "WARMWIJZER_EVIDENCE_COPIES" in done.stdout


def test_a_changed_export_is_refused_in_one_line(warmwijzer, tmp_path):
    warmwijzer("export", str(tmp_path / "x"))
    entries = tmp_path / "x" / "entries.jsonl"
    entries.write_text(entries.read_text().replace("command_line", "somebody_else"))
    done = warmwijzer("verify", str(tmp_path / "x"))
    assert done.returncode == 1
    assert "entry_changed: entries.jsonl line 1, entry 0" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_another_wrapping_key_is_refused_at_the_start(warmwijzer, tmp_path):
    warmwijzer("export", str(tmp_path / "x"))
    done = warmwijzer("verify", evidence_wrapping_key="ab" * 32)
    assert done.returncode == 1
    assert "WARMWIJZER_EVIDENCE_WRAPPING_KEY" in done.stdout
