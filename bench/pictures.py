"""The pictures beside the tables: readable in grey, colours that colour-blind people tell apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.ticker import ScalarFormatter

from bench.figures import Results, Row
from bench.report import COUNTS, TITLES

matplotlib.use("Agg")
from matplotlib import pyplot as plt

# Okabe & Ito's palette, with a hatch or a mark of its own for each.
LOOKS = {
    "ours": ("#0072B2", "", "o"),
    "ours_direct": ("#56B4E9", "//", "v"),
    "ours_postgresql": ("#009E73", "..", "s"),
    "stock_our_model": ("#E69F00", "\\\\", "D"),
    "stock_default": ("#D55E00", "xx", "X"),
    "stock_durable": ("#CC79A7", "++", "P"),
}
PARTS = {
    "understanding": ("#0072B2", "", "white"),
    "dialogue": ("#56B4E9", "//", "black"),
    "actions": ("#009E73", "", "white"),
    "database": ("#E69F00", "\\\\", "black"),
    "rest": ("#CCCCCC", "", "black"),
    "wire": ("#F0E442", "..", "black"),
}


def draw(results: Results, folder: Path) -> list[Path]:
    """Write every picture to ``folder`` and return them."""
    matplotlib.rcParams.update(
        {"font.size": 11, "svg.hashsalt": "warmwijzer", "hatch.linewidth": 0.6}
    )
    rows = [row for row in results.rows if row.levels]
    pictures = {
        "turns-per-second": _turns_per_second(rows),
        "turn-time": _turn_time(rows),
        "where-a-turn-goes": _where(results.floor_ms),
    }
    written = []
    for name, figure in pictures.items():
        path = folder / f"{name}.svg"
        figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
        plt.close(figure)
        written.append(path)
    return written


def _turns_per_second(rows: list[Row]) -> Any:
    figure, axes = plt.subplots(figsize=(8.5, 4.2))
    width = 0.8 / max(len(rows), 1)
    for place, row in enumerate(rows):
        colour, hatch, _ = LOOKS[row.key]
        at = {each.conversations: each.turns_per_second for each in row.levels}
        heights = [at.get(count, 0) for count in COUNTS]
        left = [x + (place - (len(rows) - 1) / 2) * width for x in range(len(COUNTS))]
        bars = axes.bar(
            left,
            heights,
            width * 0.92,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=_title(row.key),
        )
        axes.bar_label(bars, [f"{h:.0f}" if h else "" for h in heights], fontsize=9, padding=2)
    axes.set_xticks(range(len(COUNTS)), [str(count) for count in COUNTS])
    _finish(axes, "conversations at the same time", "turns per second (more is better)")
    return figure


def _turn_time(rows: list[Row]) -> Any:
    figure, axes = plt.subplots(figsize=(8.5, 4.2))
    for place, row in enumerate(rows):
        colour, _, mark = LOOKS[row.key]
        shift = 1.09 ** (place - (len(rows) - 1) / 2)
        counts = [each.conversations * shift for each in row.levels]
        for each, x in zip(row.levels, counts, strict=True):
            axes.plot([x, x], [each.p50_ms, each.p95_ms], color=colour, linewidth=2.5)
            axes.plot([x], [each.p95_ms], marker="_", markersize=12, color=colour)
        p50 = [each.p50_ms for each in row.levels]
        axes.plot(
            counts,
            p50,
            marker=mark,
            markersize=8,
            color=colour,
            linewidth=0.8,
            linestyle=":",
            label=_title(row.key),
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(COUNTS, [str(count) for count in COUNTS])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(ScalarFormatter())
    _finish(axes, "conversations at the same time", "turn time, ms (mark: p50, bar up to p95)")
    return figure


def _where(floor_ms: dict[str, float]) -> Any:
    figure, axes = plt.subplots(figsize=(8.5, 2.2))
    left = 0.0
    for name, value in floor_ms.items():
        colour, hatch, ink = PARTS[name]
        axes.barh(
            [0],
            [value],
            left=left,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=f"{name}: {value:.1f} ms",
        )
        if value > sum(floor_ms.values()) * 0.06:
            axes.text(
                left + value / 2,
                0,
                f"{value:.1f}",
                ha="center",
                va="center",
                color=ink,
                fontweight="bold",
                bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.5},
            )
        left += value
    axes.set_yticks([])
    axes.set_xlabel("ms of a turn, one conversation (mean)")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False)
    return figure


def _finish(axes: Any, across: str, up: str) -> None:
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False)


def _title(key: str) -> str:
    return TITLES[key].replace("`", "")
