"""The words and files of the page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running_web import ORGANISATION

import bot.web
from bot.safeguards.danger import find_danger
from bot.safeguards.person_wanted import wants_person
from bot.web.texts import texts_for
from web.static_files import SHARED, find_file

TEXTS = texts_for(ORGANISATION)
WEB = Path(bot.web.__file__).parent
STATIC = WEB / "static"
MOST_WORDS = 15


def _every_text(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for each in part.values() if isinstance(part, dict) else part:
            yield from _every_text(each)


def _sentences() -> list[str]:
    found = (re.split(r"(?<=[.!?:])\s|\n", text) for text in _every_text(TEXTS))
    return sorted({sentence for text in found for sentence in text if sentence.strip()})


@pytest.mark.parametrize("sentence", _sentences())
def test_sentences_are_short(sentence: str) -> None:
    assert len(sentence.split()) <= MOST_WORDS


def test_the_help_button_says_what_the_safeguards_answer() -> None:
    assert find_danger(TEXTS["chat"]["help_now"]) is not None


def test_the_human_button_says_what_asks_for_a_person() -> None:
    assert wants_person(TEXTS["chat"]["human_says"])


def test_the_accessibility_page_says_what_was_not_tested() -> None:
    titles = [part["title"] for part in TEXTS["accessibility"]["parts"]]
    assert "Wat is nog niet getest" in titles


def test_what_the_page_loads_weighs_at_most_150_kb() -> None:
    names = (
        "vendor/utrecht.css",
        "theme.css",
        "chat.css",
        "vendor/socket.io.min.js",
        "chat.js",
        "icon.svg",
    )
    weight = sum(len(gzip.compress(find_file(STATIC, name).read_bytes())) for name in names)
    assert weight <= 150_000


def test_nothing_is_loaded_from_outside() -> None:
    for file in [*STATIC.glob("*.*"), *SHARED.glob("*.*"), SHARED / "vendor" / "utrecht.css"]:
        text = file.read_text("utf-8")
        assert "@import" not in text
        assert re.findall(r"url\((?!data:)", text) == []


def test_vendored_files_name_their_versions_and_licences() -> None:
    versions = (SHARED / "vendor" / "VERSIONS").read_text("utf-8")
    lines = [line.split() for line in versions.splitlines() if line and line[0] != "#"]
    assert all(len(line) == 4 for line in lines)
    style = (SHARED / "vendor" / "utrecht.css").read_text("utf-8")
    for package, version, file, licence in lines:
        if file.endswith(".css"):
            assert f"{package} {version}, {licence}" in style
    for name in ("LICENSE-utrecht.md", "LICENSE-socket.io-client", "LICENSE-htmx.org"):
        assert (SHARED / "vendor" / name).stat().st_size > 500


def test_no_lock_file_names_a_registry() -> None:
    lock = Path(__file__).parents[2] / "browser" / "package-lock.json"
    assert "resolved" not in lock.read_text("utf-8")
