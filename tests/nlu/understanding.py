"""The real pipeline, trained once for each state of the training data, and its held-out cases."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "nlu_cases"
INTENTS = ROOT / "nlu" / "intents"
CACHE = ROOT / "var" / "nlu_test_models"


@dataclass(frozen=True)
class Case:
    """One line, whether it must be read as ``intent``, and whether that is known to fail."""

    intent: str
    text: str
    must_match: bool
    known_failure: bool


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yml")):
        stated = yaml.safe_load(path.read_text(encoding="utf-8"))
        failing = set(stated["known_failures"])
        for key in ("must_match", "must_not_match"):
            for text in stated[key]:
                yield Case(path.stem, text, key == "must_match", text in failing)


def training_lines() -> Iterator[tuple[str, str]]:
    """Yield (intent, line) for every training line."""
    for path in sorted(INTENTS.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                yield block["intent"], line.removeprefix("- ")


def content_hash() -> str:
    """Return a hash of everything that shapes the model."""
    folders = (ROOT / "nlu", ROOT / "bot" / "languages")
    files = (path for folder in folders for path in folder.rglob("*"))
    shaping = [path for path in files if path.suffix in {".py", ".yml"}]
    digest = hashlib.sha256()
    for path in [ROOT / "config.yml", *sorted(shaping)]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def train(config: Path, output: Path) -> Path:
    """Train ``config`` on the training lines, without Rasa's own cache, and return the model.

    Rasa's cache looks at a component's own source only, so it would miss a changed rule or word.
    """
    import_rasa()
    from rasa.model_training import train_nlu

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = folder
        os.chdir(ROOT)
        try:
            trained = train_nlu(str(config), str(INTENTS), folder, fixed_model_name="model")
        finally:
            os.chdir(before)
            del os.environ["RASA_CACHE_DIRECTORY"]
        assert trained, "training gave no model"
        output.parent.mkdir(parents=True, exist_ok=True)
        finished = output.with_suffix(f".{os.getpid()}")
        finished.write_bytes(Path(trained).read_bytes())
        finished.replace(output)
    return output


class Understanding:
    """A trained model that reads one line at a time."""

    def __init__(self, model: Path) -> None:
        import_rasa()
        from rasa.core.agent import Agent

        self._agent = Agent.load(str(model))

    def read(self, text: str, as_of: str | None = None) -> dict[str, Any]:
        """Return Rasa's parse of ``text``."""
        from rasa.core.channels.channel import UserMessage

        message = UserMessage(text, metadata={"as_of": as_of} if as_of else {})
        parsed: dict[str, Any] = asyncio.run(self._agent.processor.parse_message(message))
        return parsed


@cache
def trained() -> Understanding:
    """Return the pipeline of ``config.yml``, trained unless this content was trained before."""
    model = CACHE / f"{content_hash()}.gz"
    return Understanding(model if model.exists() else train(ROOT / "config.yml", model))


def import_rasa() -> None:
    from bot.dialogue_worker.tensorflow_stand_in import install

    install()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
