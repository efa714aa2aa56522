"""The default model on our data: trained once for the present files, found again by their hash."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from bench.places import RASA, ROOT, STOCK
from bench.processes import clean_environment
from bench.stock.environment import stock_python
from bench.stock.stories import stories_from_rules
from bot.model_inputs import DOMAIN

_CONFIG = Path(__file__).with_name("default_config.yml")
_DATA = (ROOT / "nlu" / "intents", ROOT / "bot" / "dialogue" / "rules")


@dataclass(frozen=True)
class StockModel:
    """A trained model; ``folder`` holds what it needs to be served."""

    file: Path
    folder: Path
    train_seconds: float
    train_processor_seconds: float
    is_for_present_files: bool


def stock_model() -> StockModel:
    """Return the default model for the present files; train it first when it is not there.

    Training takes 8 to 15 minutes. Raises ``CalledProcessError`` when Rasa refuses the files.
    """
    folder = STOCK / "models" / _name()
    facts = folder / "training.json"
    if not facts.exists():
        _copy_inputs(folder)
        facts.write_text(json.dumps(_train(folder)))
    return _read(folder)


def _read(folder: Path) -> StockModel:
    trained = json.loads((folder / "training.json").read_text())
    return StockModel(
        folder / "model.tar.gz",
        folder,
        trained["seconds"],
        trained["processor_seconds"],
        is_for_present_files=folder.name == _name(),
    )


def newest_stock_model() -> StockModel:
    """Return the model for the present files, else the newest that was trained, else train one.

    So a run needs no quarter of an hour of training after each new line; the report says it.
    """
    trained = sorted(
        (STOCK / "models").glob("*/training.json"), key=lambda path: path.stat().st_mtime
    )
    if (STOCK / "models" / _name() / "training.json") in trained or not trained:
        return stock_model()
    return _read(trained[-1].parent)


def _inputs() -> list[Path]:
    code = (ROOT / "nlu" / "components", ROOT / "nlu" / "values")
    return [path for folder in (DOMAIN, *_DATA) for path in folder.rglob("*.yml")] + [
        path for folder in code for path in folder.rglob("*") if path.suffix in {".py", ".yml"}
    ]


def _name() -> str:
    digest = sha256(f"rasa={RASA}".encode() + _CONFIG.read_bytes())
    for path in sorted(_inputs()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _copy_inputs(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path in [*_inputs(), ROOT / "nlu" / "__init__.py"]:
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    shutil.copy(_CONFIG, folder / "config.yml")
    stories = stories_from_rules(ROOT / "bot" / "dialogue" / "rules")
    (folder / "stories.yml").write_text(yaml.safe_dump(stories, sort_keys=False))


def _train(folder: Path) -> dict[str, float]:
    # Rasa's cache of trained parts: with new rules but the same lines, DIET is not trained again.
    environment = clean_environment(
        PYTHONPATH=str(folder), RASA_CACHE_DIRECTORY=str(STOCK / "cache")
    )
    data = ["nlu/intents", "bot/dialogue/rules", "stories.yml"]
    command = [
        *(str(stock_python()), "-W", "ignore", "-m", "rasa", "train"),
        *("--config", "config.yml", "--domain", "bot/domain", "--data", *data),
        *("--out", ".", "--fixed-model-name", "model"),
    ]
    started, spent = time.monotonic(), os.times()
    with (folder / "train.log").open("wb") as log:
        subprocess.run(command, cwd=folder, env=environment, check=True, stdout=log, stderr=log)
    after = os.times()
    return {
        "seconds": round(time.monotonic() - started, 1),
        "processor_seconds": round(
            after.children_user
            + after.children_system
            - spent.children_user
            - spent.children_system,
            1,
        ),
    }
