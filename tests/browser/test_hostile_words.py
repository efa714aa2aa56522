"""Words that try to become code, on every page of the console and beside it, in Chromium.

The pages come from the table of routes, so a new page is looked at by itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile import PAYLOADS

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHOWS_AT_LEAST = {"talk": 150, "telegram": 60, "training": 150, "receiver": 60, "people": 60}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What the server with hostile words says of itself: its pages, as JSON."""
    log = tmp_path_factory.mktemp("hostile") / "errors.log"
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests", ROOT / "tests" / "staff_console")))
    with log.open("w") as errors:
        server = subprocess.Popen(
            [sys.executable, str(HERE / "serve_hostile.py")],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
            cwd=ROOT,
        )
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            assert line.startswith("{"), log.read_text("utf-8")
            yield line
        finally:
            server.terminate()
            server.wait(20)
            server.stdout.close()


def test_words_of_others_stay_words_on_every_page(play: Callable[..., str], hostile: str) -> None:
    assert len(set(PAYLOADS)) >= 150
    shown = json.loads(play("hostile", "", HOSTILE=hostile))
    too_few = {
        name: shown.get(name) for name, n in SHOWS_AT_LEAST.items() if shown.get(name, 0) < n
    }
    assert too_few == {}, shown
