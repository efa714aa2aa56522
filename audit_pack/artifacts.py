"""The texts, rules, policies and directory entries in force, each by the hash of its bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Artifact:
    """One file that decides what is said or done. ``name`` is a path with ``/`` in its kind.

    ``in_force_at`` is since when this version was in force, None when that is not known.
    """

    kind: str
    name: str
    content: bytes
    in_force_at: datetime | None = None

    @property
    def sha256(self) -> str:
        """The hash of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()


def read_artifacts(kind: str, folder: Path, patterns: Iterable[str] = ("*.yml",)) -> list[Artifact]:
    """Return the files in ``folder``, and below it, that fit ``patterns``, by name."""
    found = {path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
    return [
        Artifact(kind, path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(found)
    ]
