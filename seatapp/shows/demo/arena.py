"""An arena: an ice rink, and two rings of blocks around it with more than 12,000 seats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..plan import Plan
from .drawing import PlacedSeat, Section, Straight, Wedge, outline, places, point, polygon, row, text
from .rink import CORNER, HALF_HEIGHT, HALF_WIDTH, rink

SPACING = 24
ROW_DEPTH = 28
AISLE = 44
LABEL_SPACE = 34
BEST_ROWS = 5
WHEELCHAIR_BLOCKS = ("103", "106", "113", "116")
WHEELCHAIR_PLACES = 4

ORIGIN = (2220, 1840)
SIZE = {"width": 4440, "height": 3680}
CATEGORIES = {
    "Rinkside": "#b83280",
    "Lower side": "#2b6cb0",
    "Lower end": "#4c9bd6",
    "Upper side": "#2f855a",
    "Upper end": "#84b55d",
}


@dataclass(frozen=True)
class Tier:
    """A ring of blocks that begins `front` behind the rink's edge."""

    name: str
    first_block: int
    front: float
    rows: int
    blocks_at_side: int
    blocks_at_end: int
    blocks_at_corner: int


TIERS = (
    Tier("Lower", 101, front=110, rows=16, blocks_at_side=4, blocks_at_end=2, blocks_at_corner=2),
    Tier("Upper", 201, front=650, rows=19, blocks_at_side=4, blocks_at_end=2, blocks_at_corner=4),
)


def arena() -> Plan:
    """Return the plan of the arena: a zone for each block, and one for the rink."""
    return {
        "name": "Northgate Arena",
        "categories": [{"name": name, "color": color} for name, color in CATEGORIES.items()],
        "size": SIZE,
        "zones": [
            {"name": "Rink", "position": point(ORIGIN), "rows": [], "areas": rink()},
            *(_block(tier, block, *place) for tier in TIERS for block, place in _blocks(tier)),
        ],
    }


def _blocks(tier: Tier) -> Iterator[tuple[str, tuple[Section, str]]]:
    """Number the blocks clockwise from the rink's top left."""
    for number, section in enumerate(_ring(tier), tier.first_block):
        yield str(number), section


def _ring(tier: Tier) -> Iterator[tuple[Section, str]]:
    """Go once around the rink: side, corner, end, corner, and again."""
    for outward in (-90, 0, 90, 180):
        at_side = outward in (-90, 90)
        count = tier.blocks_at_side if at_side else tier.blocks_at_end
        yield from ((section, "side" if at_side else "end") for section in _straight(outward, count))
        yield from ((section, "end") for section in _corner(outward, tier.blocks_at_corner))


def _straight(outward: int, count: int) -> Sequence[Section]:
    """Divide one straight side of the ring into blocks."""
    if outward in (-90, 90):
        length, distance = 2 * HALF_WIDTH, HALF_HEIGHT + CORNER
    else:
        length, distance = 2 * HALF_HEIGHT, HALF_WIDTH + CORNER
    middle = Straight((0, 0), outward, length)
    offsets = [length * ((index + 0.5) / count - 0.5) for index in range(count)]
    return [Straight(middle.place(distance, offset), outward, length / count) for offset in offsets]


def _corner(outward: int, count: int) -> Sequence[Section]:
    """Divide the corner that follows a side into blocks."""
    right = 1 if outward in (-90, 0) else -1
    down = 1 if outward in (0, 90) else -1
    center = (right * HALF_WIDTH, down * HALF_HEIGHT)
    return [Wedge(center, CORNER, outward + index * 90 / count, 90 / count) for index in range(count)]


def _block(tier: Tier, block: str, section: Section, stand: str) -> dict[str, Any]:
    back = tier.front + tier.rows * ROW_DEPTH
    label = section.place(back + LABEL_SPACE, 0)
    return {
        "name": f"Block {block}",
        "zone_id": block,
        "position": point(ORIGIN),
        "rows": [_row(tier, block, section, stand, number) for number in range(1, tier.rows + 1)],
        "areas": [
            polygon(outline(section, tier.front - 18, back - 10, AISLE - 30), "#f1f5f9", "#cbd5e1"),
            text(label, block, "#475569", 40),
        ],
    }


def _row(tier: Tier, block: str, section: Section, stand: str, number: int) -> dict[str, Any]:
    spots = places(section, tier.front + (number - 1) * ROW_DEPTH, SPACING, AISLE)
    best = tier.name == "Lower" and stand == "side" and number <= BEST_ROWS
    category = "Rinkside" if best else f"{tier.name} {stand}"
    accessible = WHEELCHAIR_PLACES if block in WHEELCHAIR_BLOCKS and number == tier.rows else 0
    seats = [
        PlacedSeat(f"{block}-{number}-{seat}", seat, spot, category, seat <= accessible)
        for seat, spot in enumerate(spots, 1)
    ]
    return row(str(number), seats, "none")
