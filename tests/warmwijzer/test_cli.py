"""The command line: help with examples, and one clear line when something is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from warmwijzer.cli import app

ROOT = Path(__file__).parents[2]


def _commands(group=None, path=()):
    group = group or get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


def _warmwijzer(*arguments, **settings):
    environment = {**os.environ, **{f"WARMWIJZER_{k.upper()}": v for k, v in settings.items()}}
    return subprocess.run(
        [sys.executable, "-m", "warmwijzer", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("command", list(_commands()), ids=" ".join)
def test_every_command_has_help_with_an_example(command):
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.stdout


def test_the_commands_are_the_promised_ones():
    names = {command[0] for command in _commands()}
    assert names >= {
        "run",
        "chat",
        "demo",
        "train",
        "db",
        "evidence",
        "directory",
        "forget",
        "rasa",
    }


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"port": "abc"}, "WARMWIJZER_PORT"),
        ({"database_url": "oracle://x"}, "WARMWIJZER_DATABASE_URL"),
        ({"organisation": "nergens.yml"}, "nergens.yml"),
        ({"prot": "80"}, "WARMWIJZER_PROT"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_clear_line(settings, named):
    result = _warmwijzer("run", **settings)
    assert result.returncode == 1
    assert named in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_forgetting_nobody_says_so(tmp_path):
    result = _warmwijzer("forget", "--telegram", "1", database_url=f"sqlite:///{tmp_path}/a.db")
    assert result.returncode == 1
    assert "nothing was deleted" in result.stdout


def test_the_evidence_of_an_empty_log_can_be_exported_once(tmp_path):
    url = f"sqlite:///{tmp_path}/a.db"
    first = _warmwijzer("evidence", "export", str(tmp_path / "out"), database_url=url)
    assert first.returncode == 0, first.stdout + first.stderr
    assert (tmp_path / "out" / "entries.jsonl").exists()
    again = _warmwijzer("evidence", "export", str(tmp_path / "out"), database_url=url)
    assert again.returncode != 0
    assert "nothing was written" in " ".join((again.stdout + again.stderr).replace("│", "").split())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopping_leaves_no_process(tmp_path, model_path, how):
    environment = {
        **os.environ,
        "WARMWIJZER_DATABASE_URL": f"sqlite:///{tmp_path}/run.db",
        "WARMWIJZER_PORT": "0",
        "WARMWIJZER_CONSOLE_PORT": "0",
        "PYTHONUNBUFFERED": "1",
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "warmwijzer", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        lines = iter(running.stdout.readline, "")
        assert any("http://" in line for line in lines)
        workers = _children(running.pid)
        assert workers
        running.send_signal(how)
        running.wait(timeout=20)
        assert _wait_until_gone(workers)
    finally:
        running.kill()
        running.wait()


def _children(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    )
    return [int(each) for each in listed.stdout.split()]


def _wait_until_gone(pids):
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False
