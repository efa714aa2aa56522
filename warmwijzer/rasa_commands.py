"""``warmwijzer rasa …``: Rasa's own commands, in our environment without TensorFlow."""

from __future__ import annotations

import os
import subprocess
import sys

import typer
from rich.console import Console

from bot.model_inputs import ROOT
from warmwijzer.model import ensure_model
from warmwijzer.settings import read_settings


def rasa(context: typer.Context) -> None:
    """Run a command of Rasa itself on our files: `data validate`, `test nlu`, `shell nlu` …

    The domain, the data and the newest model are filled in where the command takes them.

    Example: `warmwijzer rasa data validate`
    """
    command = [sys.executable, "-W", "ignore", "-m", "bot.dialogue_worker.rasa_cli", *context.args]
    environment = dict(os.environ)
    if context.args[:1] in (["test"], ["shell"]):
        settings = read_settings()
        environment["WARMWIJZER_MODEL"] = str(ensure_model(settings.cache, Console()))
    result = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    raise typer.Exit(result.returncode)
