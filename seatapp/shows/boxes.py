"""The boxes around places, and their middles."""

from collections.abc import Iterable
from math import hypot
from typing import NamedTuple


class Box(NamedTuple):
    """Where seats are."""

    left: float
    top: float
    right: float
    bottom: float

    def away(self, x: float, y: float) -> float:
        """Return how far the box is from there."""
        return hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))


def box_of(places: Iterable[tuple[float, float]]) -> Box:
    """Return the box around the places, of which there are some."""
    xs, ys = zip(*places, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def middle_of(places: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of the box around the places."""
    box = box_of(places)
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2
