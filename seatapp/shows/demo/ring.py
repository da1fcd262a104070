"""Rings of blocks around a field that has round corners."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from .drawing import Section, Straight, Wedge

Stand: TypeAlias = Literal["side", "end", "corner"]


class Block(NamedTuple):
    """A block's section, where it stands, and the direction from the field to its side or end, in degrees."""

    section: Section
    stand: Stand
    outward: int


@dataclass(frozen=True)
class Tier:
    """A ring of blocks that begins `front` behind the field's edge."""

    name: str
    first_block: int
    front: float
    rows: int
    blocks_at_side: int
    blocks_at_end: int
    blocks_at_corner: int


@dataclass(frozen=True)
class Field:
    """A rectangle whose corners are centers of circles: the field's edge is `corner` outside of it."""

    half_width: float
    half_height: float
    corner: float

    def ring(self, at_side: int, at_end: int, at_corner: int) -> Iterator[Block]:
        """Go once around with so many blocks each: from the top left clockwise, side, corner, end, corner."""
        for outward in (-90, 0, 90, 180):
            stand: Stand = "side" if outward in (-90, 90) else "end"
            for straight in self._straight(outward, at_side if stand == "side" else at_end):
                yield Block(straight, stand, outward)
            for bent in self._corner(outward, at_corner):
                yield Block(bent, "corner", outward)

    def _straight(self, outward: int, count: int) -> Sequence[Section]:
        """Divide one straight side into blocks."""
        if outward in (-90, 90):
            length, distance = 2 * self.half_width, self.half_height + self.corner
        else:
            length, distance = 2 * self.half_height, self.half_width + self.corner
        middle = Straight((0, 0), outward, length)
        offsets = [length * ((index + 0.5) / count - 0.5) for index in range(count)]
        return [Straight(middle.place(distance, offset), outward, length / count) for offset in offsets]

    def _corner(self, outward: int, count: int) -> Sequence[Section]:
        """Divide the corner that follows a side into blocks."""
        right = 1 if outward in (-90, 0) else -1
        down = 1 if outward in (0, 90) else -1
        center = (right * self.half_width, down * self.half_height)
        return [
            Wedge(center, self.corner, outward + index * 90 / count, 90 / count) for index in range(count)
        ]
