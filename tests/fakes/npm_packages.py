"""npm packages for tests, installed in the cache from a lock file beside the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest


def installed(folder_with_lock: Path, is_optional: bool = False) -> Path:
    """Return the ``node_modules`` with the packages of ``package-lock.json``; skip without npm.

    ``is_optional``: skip too when the packages cannot be had.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed, so what needs their packages is not tested")
    lock = (folder_with_lock / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("WARMWIJZER_CACHE", "~/.cache/warmwijzer")).expanduser()
    folder = cache / "node" / sha256(lock).hexdigest()[:20]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as place:
            made = Path(place) / "made"
            made.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(folder_with_lock / name, made)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
            done = subprocess.run(command, cwd=made, capture_output=True, text=True)
            if done.returncode != 0 and is_optional:
                pytest.skip(f"npm could not install {folder_with_lock.name}: {done.stderr[-200:]}")
            done.check_returncode()
            with contextlib.suppress(OSError):  # another run was first: its folder is as good
                made.rename(folder)
    return folder / "node_modules"
