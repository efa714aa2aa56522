"""The real product, trained model and all, played in the browser by keyboard alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

import warmwijzer

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
DEMO = Path(warmwijzer.__file__).with_name("demo.yml")


@pytest.fixture(scope="module")
def product_url(model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product, started as people start it, with an empty database."""
    folder = tmp_path_factory.mktemp("product")
    environment = os.environ | {
        "WARMWIJZER_DATABASE_URL": f"sqlite:///{folder}/product.db",
        "WARMWIJZER_PORT": "0",
        "WARMWIJZER_CONSOLE_PORT": "0",
        "WARMWIJZER_DIALOGUE_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "warmwijzer", "run"]
    product = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    assert product.stdout is not None
    try:
        yield next(found[0] for line in product.stdout if (found := _address(line)))
    finally:
        product.terminate()
        product.wait(20)
        product.stdout.close()


def test_an_arrangement_is_made_by_keyboard_alone(
    play: Callable[..., str], product_url: str
) -> None:
    steps = yaml.safe_load(DEMO.read_text("utf-8"))
    said = json.loads(play("arrangement", product_url, STEPS=json.dumps(steps)))
    assert any(text.startswith("Wij hebben dit afgesproken") for text in said)
    assert any("computer (AI)" in text for text in said)
    assert any(text.startswith("Een collega heeft uw vraag gekregen") for text in said)


def test_the_whole_chat_works_without_javascript(
    play: Callable[..., str], product_url: str
) -> None:
    play("no_script", product_url)


def test_axe_finds_nothing_in_the_product(play: Callable[..., str], product_url: str) -> None:
    play("axe", product_url)


def _address(line: str) -> re.Match[str] | None:
    return re.search(r"http://[\w.]+:\d+", line)
