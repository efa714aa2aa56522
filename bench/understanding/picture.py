"""The confusion picture: which need is taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

from bench.understanding.held_out import Line
from bench.understanding.readers import Reading
from nlu.needs import intents_by_need


def draw_confusion(lines: Sequence[Line], readings: Sequence[Reading], path: Path) -> None:
    """Write the picture as SVG: a row for what was said, a column for the first choice.

    Shade is the share of the row; numbers stand where it went wrong.
    """
    matplotlib.rcParams.update({"svg.hashsalt": "warmwijzer"})
    needs = list(intents_by_need())
    counted = Counter((line.needs[0], r.first) for line, r in zip(lines, readings, strict=True))
    rows = [[counted[said, chosen] for chosen in needs] for said in needs]
    shares = [[count / max(sum(row), 1) for count in row] for row in rows]
    figure, axes = plt.subplots(figsize=(11, 10))
    axes.imshow(shares, cmap="Greys", vmin=0, vmax=1)
    axes.set_xticks(range(len(needs)), needs, rotation=90, fontsize=7)
    axes.set_yticks(range(len(needs)), needs, fontsize=7)
    axes.set_xlabel("understood as (first choice)")
    axes.set_ylabel("said")
    for y, row in enumerate(rows):
        for x, count in enumerate(row):
            if count and x != y:
                axes.text(x, y, str(count), ha="center", va="center", fontsize=6, color="#D55E00")
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
