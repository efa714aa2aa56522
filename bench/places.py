"""Where things are: the project, the cache, what a run leaves."""

from __future__ import annotations

import os
from pathlib import Path

from bot.model_inputs import ROOT

CACHE = Path(os.environ.get("WARMWIJZER_CACHE", "~/.cache/warmwijzer")).expanduser()
STOCK = CACHE / "stock-rasa"
REPORT = ROOT / "docs" / "benchmarks"
ORGANISATION = Path(__file__).with_name("organisation.yml")
RASA = "3.6.21"

__all__ = ["CACHE", "ORGANISATION", "RASA", "REPORT", "ROOT", "STOCK"]
