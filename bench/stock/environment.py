"""Stock Rasa as published: Python 3.10 and its own pins, in an environment beside ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from bench.places import CACHE, RASA, STOCK

# What our value extractor imports: the actions need its amounts and days.
_EXTRACTOR = ("phonenumbers", "python-stdnum")


class NoStockRasa(Exception):
    """Stock Rasa cannot be installed here; the rows about it say why."""


def stock_python() -> Path:
    """Return the Python of the stock environment; build it first when it is not there (a minute).

    Raises :class:`NoStockRasa` without Python 3.10 or without uv.
    """
    python = STOCK / "venv" / "bin" / "python"
    done = STOCK / "installed"
    if done.exists():
        return python
    uv = shutil.which("uv") or str(CACHE / "uv" / "bin" / "uv")
    if not Path(uv).exists():
        raise NoStockRasa("no uv: run tools/setup.sh first")
    STOCK.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    environment = {**os.environ, "UV_COMPILE_BYTECODE": "1", "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for command in (
        [uv, "venv", "--quiet", "--clear", "--python", str(_python_310()), str(STOCK / "venv")],
        [uv, "pip", "install", "--quiet", "--python", str(python), f"rasa=={RASA}", *_EXTRACTOR],
    ):
        subprocess.run(command, check=True, env=environment)
    done.write_text(f"{time.monotonic() - started:.0f}\n")
    return python


def _python_310() -> Path:
    places = [
        *sorted(Path("~/.pyenv/versions").expanduser().glob("3.10.*/bin/python")),
        Path(shutil.which("python3.10") or "/nowhere"),
    ]
    for place in places:
        if (
            place.exists()
            and subprocess.run([place, "-c", "import venv"], check=False).returncode == 0
        ):
            return place
    raise NoStockRasa("no Python 3.10")
