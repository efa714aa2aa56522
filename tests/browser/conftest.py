"""Serves the chat, installs the clients outside the repository, and plays the scripts with Node."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM = "/usr/bin/chromium"
SECONDS = 240

Play = Callable[..., str]


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder with the npm packages of package-lock.json, kept in the cache."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed: no independent client plays the web chat")
    lock = (HERE / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("WARMWIJZER_CACHE", "~/.cache/warmwijzer")).expanduser()
    folder = cache / "node" / sha256(lock).hexdigest()[:20]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as place:
            made = Path(place) / "made"
            made.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, made)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
            subprocess.run(command, cwd=made, check=True, capture_output=True)
            with contextlib.suppress(OSError):  # another run was first: its folder is as good
                made.rename(folder)
    return folder / "node_modules"


@pytest.fixture(scope="module")
def echo_url(served: tuple[str, str]) -> str:
    """The address of the web chat with an echo behind it."""
    return served[0]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of the web chat and of the console, in a process of their own."""
    log = tmp_path_factory.mktemp("echo") / "errors.log"
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, str(HERE / "serve.py")]
    with log.open("w") as errors:
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment, cwd=ROOT
        )
        assert server.stdout is not None
        address, desk = server.stdout.readline().strip(), server.stdout.readline().strip()
        try:
            assert address.startswith("http"), log.read_text("utf-8")
            yield address, desk
        finally:
            server.terminate()
            server.wait(20)
            server.stdout.close()
    assert "error" not in log.read_text("utf-8").lower()


@pytest.fixture
def play(node_modules: Path) -> Play:
    """Plays a script with Node against an address; returns what it prints."""

    def play_script(name: str, address: str, needs_chromium: bool = True, **extra: str) -> str:
        if needs_chromium and not Path(CHROMIUM).exists():
            pytest.skip(f"{CHROMIUM} is not installed: no browser plays the page")
        environment = os.environ | {
            "BASE_URL": address,
            "NODE_PATH": str(node_modules),
            "CHROMIUM": CHROMIUM,
            **extra,
        }
        done = subprocess.run(
            ["node", str(HERE / f"{name}.cjs")],
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return play_script
