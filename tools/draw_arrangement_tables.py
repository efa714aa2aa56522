"""Draws what the arrangement commands show, as docs/screens/arrangement-*.svg."""

from __future__ import annotations

import re
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from payment_arrangement import answer, questions, schema_of, standard_policy  # noqa: E402
from warmwijzer.arrangement_tables import show_answer  # noqa: E402

SCREENS = ROOT / "docs" / "screens"


def draw(question: str) -> None:
    """Draw the example of one question."""
    console = Console(record=True, width=110, file=StringIO())
    console.print(
        show_answer(answer(question, schema_of(question)["examples"][0], standard_policy()))
    )
    title = f"warmwijzer arrangement {question}"
    picture = console.export_svg(title=title)
    # A picture of ours asks no other server for a font.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (SCREENS / f"arrangement-{question}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    for each in questions():
        draw(each)
