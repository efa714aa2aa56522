"""Who reads the lines: the product as it is, and Rasa's default on the same training lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import yaml
from rich.console import Console
from rich.progress import track

from bench.places import ROOT, STOCK
from bench.processes import clean_environment
from bench.stock.environment import stock_python
from bot.dialogue_client import DialoguePool
from nlu.needs import UNKNOWN, need_of, need_scores
from warmwijzer.model import ensure_model
from warmwijzer.settings import read_settings

CONFIG = Path(__file__).with_name("diet_config.yml")
_WARM_UP = 20
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Reading:
    """What one line was read as: every need with its score, the first choice in front.

    ``asks``: it is not sure enough to act on, so a question is asked.
    """

    needs: list[tuple[str, float]]
    milliseconds: float
    entities: list[dict[str, Any]] = field(default_factory=list)
    asks: bool = False

    @property
    def first(self) -> str:
        """The first choice."""
        return self.needs[0][0] if self.needs else UNKNOWN

    @property
    def known(self) -> float:
        """How sure it is, from 0 to 1, that the line says a need of ours."""
        return 1 - dict(self.needs).get(UNKNOWN, 0.0)


@dataclass(frozen=True)
class Measured:
    """The readings of all lines, in order, and what they cost."""

    readings: list[Reading]
    memory_mb: float
    training_seconds: float = 0.0
    trained_lines: int = 0


def read_by_us(lines: Sequence[tuple[str, date]], console: Console) -> Measured:
    """Read every line with the product's own dialogue worker; processor time of that worker."""
    pool = DialoguePool(str(ensure_model(read_settings().cache, console)), 1)
    try:
        pool.wait_until_ready()
        worker = psutil.Process(pool.worker_pids()[0])
        for _ in range(_WARM_UP):
            pool.parse("hallo, ik kan niet betalen", date.today())
        readings = []
        for text, as_of in track(lines, "Lezen ...", console=console, transient=True):
            before = _processor_seconds(worker)
            understood = pool.parse(text, as_of)
            spent = 1000 * (_processor_seconds(worker) - before)
            needs = [(each["name"], each["score"]) for each in understood["needs"]]
            asks = understood["intent"] == FALLBACK
            readings.append(Reading(needs, spent, understood["entities"], asks))
        return Measured(readings, worker.memory_info().rss / 1e6)
    finally:
        pool.close()


def read_by_diet(lines: Sequence[str], console: Console) -> Measured:
    """Read every line with Rasa's default pipeline; the first time it trains (10 minutes or more).

    Raises :class:`bench.stock.environment.NoStockRasa` where stock Rasa cannot be installed.
    """
    python = stock_python()
    data = _training_data()
    digest = sha256(CONFIG.read_bytes() + json.dumps(data).encode()).hexdigest()[:16]
    folder = _trained_or_new(STOCK / "understanding", digest)
    if not (folder / "training.json").exists():
        (folder / "nlu.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        (folder / "config.yml").write_text(CONFIG.read_text())
    (folder / "lines.json").write_text(json.dumps(list(lines)))
    script = Path(__file__).with_name("diet_worker.py")
    environment = clean_environment(OMP_NUM_THREADS=str(os.cpu_count() or 1))
    with (
        console.status("Rasa's standaard trainen en lezen ..."),
        (folder / "log").open("wb") as log,
    ):
        subprocess.run(
            ["nice", "-n", "15", python, "-W", "ignore", str(script), str(folder)],
            check=True,
            env=environment,
            stdout=log,
            stderr=log,
        )
    told = json.loads((folder / "read.json").read_text())
    readings = [
        Reading(_as_needs(intent, ranking), spent, asks=intent == FALLBACK)
        for intent, ranking, spent in told["read"]
    ]
    trained = yaml.safe_load((folder / "nlu.yml").read_text(encoding="utf-8"))
    seconds = told["training"]["processor_seconds"]
    return Measured(readings, told["memory_mb"], seconds, _count(trained))


def train_ours(console: Console) -> tuple[float, int]:
    """Train our model once more; return the processor seconds and the number of lines."""
    before = os.times()
    with TemporaryDirectory() as name, console.status("Ons model trainen ..."):
        command = [sys.executable, "-W", "ignore", "-m", "bot.dialogue_worker.training"]
        subprocess.run(
            [*command, str(Path(name) / "model.tar.gz")],
            cwd=ROOT,
            env=clean_environment(),
            check=True,
            capture_output=True,
        )
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system, _count(_training_data())


def _count(data: dict[str, Any]) -> int:
    return sum(len(block["examples"].splitlines()) for block in data["nlu"])


def _trained_or_new(home: Path, digest: str) -> Path:
    """Return the folder for the present lines, else of the newest model: few lines matter little.

    Remove the folder to train again.
    """
    trained = sorted(home.glob("*/training.json"), key=lambda path: path.stat().st_mtime)
    folder = home / digest if not trained or home / digest in trained else trained[-1].parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _as_needs(intent: str, ranking: dict[str, float]) -> list[tuple[str, float]]:
    """Return needs as our own report gives them; Rasa's fallback is ``out_of_scope``."""
    scores = need_scores({name: score for name, score in ranking.items() if name != "nlu_fallback"})
    first = need_of(intent)
    if first == UNKNOWN:
        scores[UNKNOWN] = max(scores.values())
    return sorted(scores.items(), key=lambda each: (each[0] != first, -each[1]))


def _training_data() -> dict[str, Any]:
    files = sorted((ROOT / "nlu" / "intents").glob("*.yml"))
    blocks = [block for path in files for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]]
    return {"version": "3.1", "nlu": blocks}


def _processor_seconds(process: psutil.Process) -> float:
    """Processor time to the nanosecond where Linux keeps it, else to the hundredth."""
    schedule = Path(f"/proc/{process.pid}/schedstat")
    if schedule.exists():
        threads = Path(f"/proc/{process.pid}/task").iterdir()
        return sum(int((t / "schedstat").read_text().split()[0]) for t in threads) / 1e9
    times = process.cpu_times()
    return float(times.user + times.system)
