"""npm packages for tests, installed in the cache from a lock file beside the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest


def installed(folder_with_lock: Path) -> Path:
    """Return the ``node_modules`` with the packages of ``package-lock.json``; skip without npm."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed, so what needs their packages is not tested")
    lock = (folder_with_lock / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("WARMWIJZER_CACHE", "~/.cache/warmwijzer")).expanduser()
    folder = cache / "node" / sha256(lock).hexdigest()[:16]
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder_with_lock / name, folder)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"npm could not install {folder_with_lock.name}: {done.stderr[-200:]}")
        (folder / "complete").touch()
    return folder / "node_modules"
