"""Kills a bot while people write to it, lets it finish, and compares what was said with what came.

The fake Bot API runs in its own process, so it survives every kill.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from storage.crash_points import ENVIRONMENT

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MARK = "gehoord: "


@dataclass
class Outcome:
    """What people got, compared with what they wrote."""

    written: int
    lost: int
    repeated: int
    reordered: int

    def __str__(self) -> str:
        return (
            f"{self.written} written, {self.lost} lost, {self.repeated} replies repeated, "
            f"{self.reordered} chats reordered"
        )


@dataclass
class Harness:
    """One bot, its people, and the kills.

    ``being_sent`` tells which (chat, text) the bot had marked as being sent when it was killed;
    ``between`` collects how many of those Telegram had accepted, for each kill.
    """

    api_url: str
    script: Path
    arguments: tuple[str, ...]
    being_sent: Callable[[], set[tuple[int, str]]] | None = None
    written: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    first_answers: list[float] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    _sent: list[tuple[int, str]] = field(default_factory=list)

    def write(self, chat: int, text: str) -> None:
        """Let the person of ``chat`` write ``text``."""
        httpx.post(f"{self.api_url}/control/push", json={"chat": chat, "text": text})
        self.written[chat].append(text)

    def set_faults(self, *faults: dict[str, object]) -> None:
        """Let Telegram itself fail."""
        httpx.post(f"{self.api_url}/control/faults", json=list(faults))

    def run_and_kill(self, after_seconds: float) -> None:
        """Start the bot, and kill it ``after_seconds`` after it began to run."""
        before, began = len(self.sent()), time.monotonic()
        process = self.start()
        ends = time.monotonic() + after_seconds
        while time.monotonic() < ends and len(self.sent()) == before:
            time.sleep(0.02)
        if len(self.sent()) > before:
            self.first_answers.append(time.monotonic() - began)
        time.sleep(max(0.0, ends - time.monotonic()))
        kill(process)
        self._look_between(before)

    def run_until_it_dies(self, crash_at: str, seconds: float = 20) -> None:
        """Start the bot with a place to die at; raise when it does not die there."""
        before = len(self.sent())
        process = self.start(crash_at)
        try:
            assert process.wait(seconds) == -signal.SIGKILL
        finally:
            kill(process)
        self._look_between(before)

    def let_finish(self, seconds: float = 60, quiet: float = 0.6, patience: float = 8) -> None:
        """Start the bot and let it work until everything is answered, or nothing comes any more."""
        process = self.start()
        try:
            ends, last, last_new = time.monotonic() + seconds, -1, time.monotonic()
            while time.monotonic() < ends:
                count = len(self.sent())
                if count != last:
                    last, last_new = count, time.monotonic()
                silence = time.monotonic() - last_new
                if silence > patience or (silence > quiet and self.outcome().lost == 0):
                    return
                time.sleep(0.1)
        finally:
            kill(process)

    def sent(self) -> list[tuple[int, str]]:
        """Return every message that Telegram accepted from the bot, as (chat, text)."""
        address = f"{self.api_url}/control/state?since={len(self._sent)}"
        for message in httpx.get(address).json()["sent"]:
            self._sent.append((message["chat_id"], message["text"]))
        return self._sent

    def start(self, crash_at: str = "") -> subprocess.Popen[str]:
        """Start the bot; return when it is about to run."""
        process = subprocess.Popen(
            [sys.executable, str(self.script), *self.arguments],
            env={**_environment(), ENVIRONMENT: crash_at},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        assert process.stdout.readline(), "the bot did not start"
        return process

    def _look_between(self, before: int) -> None:
        if self.being_sent is not None:
            accepted = set(self.sent()[before:])
            self.between.append(len(accepted & self.being_sent()))

    def outcome(self, chats: Iterable[int] | None = None) -> Outcome:
        """Compare, per chat, what was answered with what was written."""
        wanted = {chat: self.written[chat] for chat in (chats or self.written)}
        texts: dict[int, list[str]] = defaultdict(list)
        for chat, text in self.sent():
            texts[chat].append(text)
        lost = repeated = reordered = 0
        for chat, written in wanted.items():
            unique = list(dict.fromkeys(texts[chat]))
            heard = [each.removeprefix(MARK) for each in unique if each.startswith(MARK)]
            lost += len(set(written) - set(heard))
            repeated += len(texts[chat]) - len(unique)
            neighbours = [
                each
                for place, each in enumerate(texts[chat])
                if place == 0 or texts[chat][place - 1] != each
            ]
            reordered += heard != [each for each in written if each in heard]
            reordered += neighbours != unique
        total = sum(len(each) for each in wanted.values())
        return Outcome(total, lost, repeated, reordered)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}


def kill(process: subprocess.Popen[str]) -> None:
    """End ``process`` at once, as a power cut does."""
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


@contextlib.contextmanager
def fake_bot_api() -> Iterator[str]:
    """Run a fake Bot API in its own process and yield its address."""
    command = [sys.executable, "-m", "fakes.fake_bot_api"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=_environment(), cwd=ROOT
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        kill(process)
