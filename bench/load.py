"""Many people talk at the same time: each says the next line when the last one is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.figures import Level, level
from bench.talks import Talk

OpenTalk = Callable[[], Talk]
SCRIPT: tuple[str, ...] = tuple(
    yaml.safe_load(Path(__file__).with_name("script.yml").read_text("utf-8"))
)


@dataclass(frozen=True)
class Rehearsal:
    """One conversation beforehand: its answers say when a turn is over, and what was said."""

    answers: tuple[tuple[str, ...], ...]

    @property
    def expected(self) -> tuple[int, ...]:
        """How many answers each turn has."""
        return tuple(len(each) for each in self.answers)

    def same_as(self, other: Rehearsal) -> str:
        """Return in how many turns both say the same; a greeting before the first answer is free.

        >>> Rehearsal((("hallo", "ja?"), ("goed",))).same_as(Rehearsal((("ja?",), ("fout",))))
        '1 of 2'
        """
        pairs = list(zip(self.answers, other.answers, strict=True))
        first, *later = pairs
        same = [first[0][-1:] == first[1][-1:], *(one == another for one, another in later)]
        return f"{sum(same)} of {len(same)}"


async def rehearse(open_talk: OpenTalk, script: Sequence[str] = SCRIPT) -> Rehearsal:
    """Hold the conversation once, slowly enough to see where each turn ends."""
    talk = open_talk()
    await talk.open()
    try:
        return Rehearsal(tuple([tuple(await talk.say(line, None)) for line in script]))
    finally:
        await talk.close()


async def measure(
    open_talk: OpenTalk,
    rehearsal: Rehearsal,
    conversations: int,
    repeats: int = 1,
    script: Sequence[str] = SCRIPT,
) -> Level:
    """Return the figures of ``conversations`` at the same time, ``repeats`` times."""
    turn_seconds: list[float] = []
    unanswered = 0
    wall_seconds = 0.0
    for _ in range(repeats):
        talks = [open_talk() for _ in range(conversations)]
        await asyncio.gather(*(talk.open() for talk in talks))
        started = time.perf_counter()
        held = await asyncio.gather(*(_hold(talk, rehearsal, script) for talk in talks))
        wall_seconds += time.perf_counter() - started
        await asyncio.gather(*(talk.close() for talk in talks))
        for times, empty in held:
            turn_seconds += times
            unanswered += empty
    return level(conversations, turn_seconds, wall_seconds, unanswered)


async def _hold(talk: Talk, rehearsal: Rehearsal, script: Sequence[str]) -> tuple[list[float], int]:
    times, unanswered = [], 0
    for line, expected in zip(script, rehearsal.expected, strict=True):
        started = time.perf_counter()
        answers = await talk.say(line, expected)
        times.append(time.perf_counter() - started)
        unanswered += not answers
    return times, unanswered
