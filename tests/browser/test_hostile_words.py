"""Words that try to become code, on every page of the console and beside it, in Chromium.

The pages come from the table of routes, so a new page is looked at by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hostile import PAYLOADS

from staff_console.letter import letter_pdf

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHOWS_AT_LEAST = {
    "talk": 150,
    "call": 150,
    "telegram": 60,
    "training": 150,
    "receiver": 60,
    "people": 60,
    "audit pack": 150,
}


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


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")
def test_words_of_others_stay_words_in_the_letter_for_a_caller(tmp_path: Path) -> None:
    """Nothing of them is set in another way, and the file holds no link, code or other file."""
    file = tmp_path / "letter.pdf"
    decided = [*PAYLOADS, "Łukasz Ιωάννης Иван", "\uff02,\uff02title\uff02:\uff02x 👍\u202e"]
    file.write_bytes(letter_pdf("Stichting " + PAYLOADS[0], decided, date(2026, 11, 22)))
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    assert "Łukasz Ιωάννης Иван" in read.stdout.decode()
    assert '","title":"x ??' in read.stdout.decode()
    text = _letters_of(read.stdout.decode())
    lost = [each for each in PAYLOADS if _letters_of(each) not in text]
    assert lost == []
    inside = file.read_bytes() + b"".join(_streams(file.read_bytes()))
    for name in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert name not in inside


def _letters_of(text: str) -> str:
    """What is left of ``text`` where lines are broken and some signs have no shape."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if "!" <= each <= "~")


def _streams(pdf: bytes) -> Iterator[bytes]:
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(packed)
