"""Serves the chat, installs the clients outside the repository, and plays the scripts with Node."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.npm_packages import installed

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM = "/usr/bin/chromium"
SECONDS = 240

Play = Callable[..., str]


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder with the npm packages of package-lock.json, kept in the cache."""
    return installed(HERE)


@pytest.fixture(scope="module")
def echo_url(served: tuple[str, str]) -> str:
    """The address of the web chat with an echo behind it."""
    return served[0]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of the web chat and of the console, in a process of their own."""
    with _serving(tmp_path_factory.mktemp("echo")) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def served_with_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The same, with the organisation's log-in at a provider that was not written here."""
    modules = installed(ROOT / "tests" / "identity_provider", is_optional=True)
    with _serving(tmp_path_factory.mktemp("provider"), PROVIDER_MODULES=str(modules)) as addresses:
        yield addresses


@contextlib.contextmanager
def _serving(folder: Path, **extra: str) -> Iterator[tuple[str, str]]:
    log = folder / "errors.log"
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"} | extra
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
