"""The machine and the versions that a run was measured on, and what the environments take."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.figures import Environment
from bench.places import RASA, ROOT, STOCK
from bench.processes import clean_environment, disk_mb
from bench.stock.model import StockModel

_LIBRARIES = ("rasa", "rasa-sdk", "sqlalchemy", "python-socketio", "uvicorn", "numpy")


def machine_facts(now: datetime | None = None) -> dict[str, str]:
    """Return what a reader must know to judge the figures; no names, no paths."""
    moment = now or datetime.now(UTC)
    return {
        "date": moment.strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}",
        "Python": f"{platform.python_version()} (stock Rasa: 3.10)",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "versions": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
    }


def our_environment() -> Environment:
    """Return what our environment takes; the model is trained once more to time it."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "bot.dialogue_worker.training"]
        started = time.monotonic()
        subprocess.run(
            [*command, str(Path(folder) / "model.tar.gz")],
            cwd=ROOT,
            env=clean_environment(),
            check=True,
            capture_output=True,
        )
        seconds = time.monotonic() - started
    note = "with the tools for development and tests"
    return Environment("ours", disk_mb(ROOT / ".venv"), round(seconds, 0), note)


def stock_environment(model: StockModel) -> Environment:
    """Return what stock Rasa's environment takes; training was timed when the model was made."""
    note = (
        f"rasa {RASA}; training took {model.train_processor_seconds:.0f} s of processor time, "
        "and is not repeated in a run"
        + ("" if model.is_for_present_files else "; trained on slightly older data than ours")
    )
    return Environment("stock_default", disk_mb(STOCK / "venv"), model.train_seconds, note)
