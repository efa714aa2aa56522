"""Charts as SVG text, the same in the PDF and on the page. Colours have 3:1 contrast on white."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 480, 120
_INK, _GRID, _LINE, _TARGET = "#333333", "#c8c8c8", "#1a5276", "#b03a2e"
_LEFT, _TOP, _BOTTOM = 34, 10, 20


def share_chart(
    permilles: Sequence[int | None], month_labels: Sequence[str], target_percent: int | None
) -> str:
    """Return a line of shares from 0 to 100 %; None is a gap in the line."""
    parts = [_grid(percent) for percent in (0, 50, 100)]
    if target_percent is not None:
        y = _y(target_percent * 10)
        parts.append(
            f'<line x1="{_LEFT}" y1="{y}" x2="{WIDTH}" y2="{y}" stroke="{_TARGET}" '
            'stroke-width="1" stroke-dasharray="4 3"/>'
        )
    points = [(_x(place, len(permilles)), value) for place, value in enumerate(permilles)]
    for run in _runs(points):
        joined = " ".join(f"{x},{_y(value)}" for x, value in run)
        parts.append(f'<polyline points="{joined}" fill="none" stroke="{_LINE}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{_y(value)}" r="2.6" fill="{_LINE}"/>' for x, value in run]
    return _svg(parts + _month_marks(month_labels))


def count_chart(counts: Sequence[int | None]) -> str:
    """Return small bars; None (hidden) is a short dash."""
    highest = max((count for count in counts if count), default=1)
    step = 10
    parts = []
    for place, count in enumerate(counts):
        x = place * step
        if count is None:
            parts.append(f'<rect x="{x}" y="21" width="6" height="1.4" fill="{_INK}"/>')
        elif count:
            height = max(1, round(22 * count / highest))
            parts.append(
                f'<rect x="{x}" y="{23 - height}" width="6" height="{height}" fill="{_LINE}"/>'
            )
    wide = max(step, step * len(counts))
    parts.append(f'<line x1="0" y1="23.5" x2="{wide}" y2="23.5" stroke="{_GRID}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 24" width="{wide}" '
        f'height="24">{"".join(parts)}</svg>'
    )


def _grid(percent: int) -> str:
    y = _y(percent * 10)
    return (
        f'<line x1="{_LEFT}" y1="{y}" x2="{WIDTH}" y2="{y}" stroke="{_GRID}"/>'
        f'<text x="{_LEFT - 5}" y="{y + 3.5}" text-anchor="end" font-size="10" fill="{_INK}" '
        f'font-family="Libertinus Serif, Liberation Sans, sans-serif">{percent}</text>'
    )


def _month_marks(labels: Sequence[str]) -> list[str]:
    every = max(1, -(-len(labels) // 6))
    return [
        f'<text x="{_x(place, len(labels))}" y="{HEIGHT - 4}" text-anchor="middle" font-size="10" '
        f'fill="{_INK}" font-family="Libertinus Serif, Liberation Sans, sans-serif">{text}</text>'
        for place, text in enumerate(labels)
        if place % every == 0
    ]


def _runs(points: Sequence[tuple[float, int | None]]) -> list[list[tuple[float, int]]]:
    """Split at the gaps."""
    runs: list[list[tuple[float, int]]] = [[]]
    for x, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, value))
    return [run for run in runs if run]


def _x(place: int, number: int) -> float:
    room = WIDTH - _LEFT - 40
    return round(_LEFT + 16 + room * place / max(1, number - 1), 1)


def _y(permille: int) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1000 - permille) / 1000, 1)


def _svg(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}">{"".join(parts)}</svg>'
    )
