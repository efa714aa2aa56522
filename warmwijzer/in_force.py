"""Which files decide what is said and done: gathered for the auditor, from every package."""

from __future__ import annotations

from pathlib import Path

from audit_pack import Artifact, read_artifacts
from warmwijzer.settings import Settings

_ROOT = Path(__file__).parents[1]
_FOLDERS = (
    ("texts", "bot/texts"),
    ("answers", "bot/domain"),
    ("dialogue", "bot/dialogue"),
    ("rules", "payment_arrangement/parameters"),
    ("rules", "payment_arrangement/rules"),
    ("policy", "payment_arrangement/policies"),
    ("directory", "referral_directory"),
    ("log", "evidence_log"),
    ("norms", "audit_pack"),
)
_PATTERNS = {"rules": ("*.yml", "*.py"), "log": ("*.yml", "*.md")}


def artifacts_in_force(settings: Settings) -> list[Artifact]:
    """Return the files in force now: texts, rules, policies, directory, norms, organisation."""
    found = [
        artifact
        for kind, folder in _FOLDERS
        for artifact in read_artifacts(kind, _ROOT / folder, _PATTERNS.get(kind, ("*.yml",)))
    ]
    organisation = settings.organisation
    beside = sorted(organisation.parent.glob("*.yml"))
    return found + [Artifact("organisation", path.name, path.read_bytes()) for path in beside]
