"""An arena: an ice rink, and two rings of blocks around it with more than 12,000 seats."""

from typing import Any

from ..plan import Plan
from .drawing import PlacedSeat, Section, outline, places, point, polygon, row, text
from .ring import Stand, Tier
from .rink import FIELD, rink

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
            *(zone for tier in TIERS for zone in _zones(tier)),
        ],
    }


def _zones(tier: Tier) -> list[dict[str, Any]]:
    ring = FIELD.ring(tier.blocks_at_side, tier.blocks_at_end, tier.blocks_at_corner)
    return [
        _zone(tier, str(number), block.section, block.stand)
        for number, block in enumerate(ring, tier.first_block)
    ]


def _zone(tier: Tier, block: str, section: Section, stand: Stand) -> dict[str, Any]:
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


def _row(tier: Tier, block: str, section: Section, stand: Stand, number: int) -> dict[str, Any]:
    spots = places(section, tier.front + (number - 1) * ROW_DEPTH, SPACING, AISLE)
    best = tier.name == "Lower" and stand == "side" and number <= BEST_ROWS
    category = "Rinkside" if best else f"{tier.name} {'side' if stand == 'side' else 'end'}"
    accessible = WHEELCHAIR_PLACES if block in WHEELCHAIR_BLOCKS and number == tier.rows else 0
    seats = [
        PlacedSeat(f"{block}-{number}-{seat}", seat, spot, category, seat <= accessible)
        for seat, spot in enumerate(spots, 1)
    ]
    return row(str(number), seats, "none")
