"""What the demo halls are drawn with: sections of seats, straight or bent, and the pieces of a plan.

A place is (x, y) with y downwards; angles are degrees, clockwise from the x axis, as in SVG.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

Place: TypeAlias = tuple[float, float]


class PlacedSeat(NamedTuple):
    """A seat and its position, relative to the hall's origin."""

    seat_id: str
    number: int
    place: Place
    category: str
    wheelchair: bool = False


class Section(Protocol):
    """A block of seats in front of something: rows lie `depth` behind its front edge."""

    def width(self, depth: float, /) -> float:
        """Return how long a row at this depth may be."""

    def place(self, depth: float, along: float) -> Place:
        """Return the place at this depth, `along` from the section's middle line."""


@dataclass(frozen=True)
class Straight:
    """A section with straight rows; `outward` is the direction from the front to the back."""

    front: Place
    outward: float
    length: float

    def width(self, _: float) -> float:
        """Return how long a row may be: the same at every depth."""
        return self.length

    def place(self, depth: float, along: float) -> Place:
        """Return the place at this depth, clockwise from the middle."""
        x, y = towards(self.front, self.outward, depth)
        return towards((x, y), self.outward + 90, along)


@dataclass(frozen=True)
class Wedge:
    """A section with rows bent around `center`, from `start` over `angle`, which may be negative."""

    center: Place
    radius: float
    start: float
    angle: float

    def width(self, depth: float) -> float:
        """Return how long a row may be: longer at the back."""
        return math.radians(abs(self.angle)) * (self.radius + depth)

    def place(self, depth: float, along: float) -> Place:
        """Return the place at this depth, in the wedge's direction from its middle."""
        reach = self.radius + depth
        turn = math.copysign(math.degrees(along / reach), self.angle * along)
        return towards(self.center, self.start + self.angle / 2 + turn, reach)


def towards(origin: Place, direction: float, distance: float) -> Place:
    """Return the place that lies `distance` from `origin` in this direction."""
    angle = math.radians(direction)
    return origin[0] + distance * math.cos(angle), origin[1] + distance * math.sin(angle)


def places(section: Section, depth: float, spacing: float, aisle: float = 0) -> list[Place]:
    """Return the places of a row, evenly spaced about the middle, with half an aisle free at either end."""
    count = int((section.width(depth) - aisle) / spacing) + 1
    return [section.place(depth, (index - (count - 1) / 2) * spacing) for index in range(count)]


def outline(section: Section, near: float, far: float, inset: float = 0) -> list[Place]:
    """Return the corners of a section between two depths; bent edges as short straight ones."""
    return [*_edge(section, near, inset), *reversed(_edge(section, far, inset))]


def _edge(section: Section, depth: float, inset: float, steps: int = 12) -> list[Place]:
    width = section.width(depth) - inset
    return [section.place(depth, width * (step / steps - 0.5)) for step in range(steps + 1)]


def point(place: Place, origin: Place = (0, 0)) -> dict[str, float]:
    """Return a place as plans write it, seen from `origin`, to a tenth of a unit."""
    return {"x": round(place[0] - origin[0], 1), "y": round(place[1] - origin[1], 1)}


def row(label: str, seats: Sequence[PlacedSeat], label_at: str = "both") -> dict[str, Any]:
    """Return a row that begins at its first seat."""
    first = seats[0].place
    return {
        "row_number": label,
        "row_number_position": label_at,
        "position": point(first),
        "seats": [_seat(seat, first) for seat in seats],
    }


def _seat(seat: PlacedSeat, origin: Place) -> dict[str, Any]:
    return {
        "seat_guid": seat.seat_id,
        "seat_number": str(seat.number),
        "position": point(seat.place, origin),
        "category": seat.category,
        **({"wheelchair": True} if seat.wheelchair else {}),
    }


def polygon(corners: Iterable[Place], color: str, border: str = "transparent") -> dict[str, Any]:
    """Return an area with these corners."""
    points = [point(corner) for corner in corners]
    return _area("polygon", (0, 0), color, border, polygon={"points": points})


def rectangle(left_top: Place, size: Place, color: str, border: str = "transparent") -> dict[str, Any]:
    """Return a rectangular area."""
    shape = {"width": size[0], "height": size[1]}
    return _area("rectangle", left_top, color, border, rectangle=shape)


def circle(center: Place, radius: float, color: str, border: str = "transparent") -> dict[str, Any]:
    """Return a round area."""
    return _area("circle", center, color, border, circle={"radius": radius})


def text(center: Place, words: str, color: str, size: float, rotation: float = 0) -> dict[str, Any]:
    """Return a label around a place."""
    label = {"position": point((0, 0)), "color": color, "text": words, "size": size}
    return _area("text", center, "transparent", "transparent", text=label) | {"rotation": rotation}


def _area(shape: str, place: Place, color: str, border: str, **details: Any) -> dict[str, Any]:
    return {
        "shape": shape,
        "color": color,
        "border_color": border,
        "rotation": 0,
        "position": point(place),
        **details,
    }
