"""What was read of a long load, drawn: a small chart for each reading, over the minutes. No I/O."""

from collections.abc import Sequence
from html import escape
from typing import Any

COLUMNS = 3
WIDTH, HEIGHT = 260, 90
LEFT, TOP, GAP = 10, 34, 24
STYLE = (
    "text{font:11px sans-serif;fill:#444}.name{font-weight:bold}"
    "polyline{fill:none;stroke:#1565c0;stroke-width:1.5}rect{fill:#f5f5f5}"
)


def svg(samples: Sequence[dict[str, Any]]) -> str:
    """Return the charts of all that the samples have beside `at`, the seconds; each from 0 to its most."""
    names = [name for name in samples[0] if name != "at"]
    rows = -(-len(names) // COLUMNS)
    width = LEFT + COLUMNS * (WIDTH + GAP)
    height = rows * (HEIGHT + TOP) + GAP
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">']
    parts += [f"<style>{STYLE}</style>", f'<rect width="{width}" height="{height}" style="fill:#fff"/>']
    for number, name in enumerate(names):
        x = LEFT + number % COLUMNS * (WIDTH + GAP)
        y = TOP + number // COLUMNS * (HEIGHT + TOP)
        parts += _chart(name, x, y, [(each["at"], each[name]) for each in samples])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _chart(name: str, x: float, y: float, points: Sequence[tuple[float, float]]) -> list[str]:
    longest = max(at for at, _ in points) or 1
    most = max(value for _, value in points)
    line = " ".join(
        f"{x + WIDTH * at / longest:.1f},{y + HEIGHT - HEIGHT * value / (most or 1):.1f}"
        for at, value in points
    )
    label = f"{escape(name)}: {points[0][1]:g} to {points[-1][1]:g}, most {most:g}"
    return [
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="name" x="{x}" y="{y - 6}">{label}</text>',
        f'<polyline points="{line}"/>',
        f'<text x="{x + WIDTH}" y="{y + HEIGHT + 12}" text-anchor="end">{longest / 60:.0f} min</text>',
    ]
