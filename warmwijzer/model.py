"""Finds the trained model for the present files, or trains it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rich.console import Console

from bot.model_inputs import ROOT, model_name


class TrainingFailed(Exception):
    """The model could not be trained; the messages before say why."""


def model_path(cache: Path) -> Path:
    """Return where the model for the present files is kept, whether it exists or not."""
    return cache / "models" / f"{model_name()}.tar.gz"


def ensure_model(cache: Path, console: Console, force: bool = False) -> Path:
    """Return the model for the present files; train it first when it is not there (about 30 s)."""
    path = model_path(cache)
    if path.exists() and not force:
        return path
    console.print("Het model trainen, ongeveer een halve minuut ...")
    with console.status("Bezig met trainen ..."):
        command = [sys.executable, "-m", "bot.dialogue_worker.training", str(path)]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0 or not path.exists():
        tail = "\n".join((result.stdout + result.stderr).splitlines()[-25:])
        raise TrainingFailed(f"The model was not trained, so nothing can be answered.\n{tail}")
    return path
