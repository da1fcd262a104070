"""A stadium: a football pitch, and four rings of blocks around it with almost 120,000 places."""

from typing import Any

from ..plan import Plan
from .drawing import Place, PlacedSeat, circle, outline, places, point, polygon, rectangle, row, text
from .ring import Block, Field, Tier

SPACING = 24
ROW_DEPTH = 28
STANDING_DEPTH = 25
AISLE = 44
LABEL_SPACE = 60
# Places for wheelchairs are in the last row of the lowest ring's blocks at the sides.
WHEELCHAIR_PLACES = 6

FIELD = Field(half_width=2700, half_height=1750, corner=250)
PITCH = (5040, 3264)  # 105 m by 68 m: a seat is half a meter wide
GRASS = "#e8f5e2"
LINE = "#a3c796"
ORIGIN = (6700, 5750)
SIZE = {"width": 2 * ORIGIN[0], "height": 2 * ORIGIN[1]}
CATEGORIES = {
    "Standing": "#c05621",
    "Lower": "#2b6cb0",
    "Club": "#b83280",
    "Middle side": "#2f855a",
    "Middle end": "#84b55d",
    "Upper side": "#6b46c1",
    "Upper end": "#a58be0",
}
STANDING = 180  # the direction of the end whose lower ring is for standing, with the corner after it

TIERS = (
    Tier("Lower", 101, front=120, rows=28, blocks_at_side=12, blocks_at_end=8, blocks_at_corner=2),
    Tier("Club", 201, front=1040, rows=12, blocks_at_side=12, blocks_at_end=8, blocks_at_corner=4),
    Tier("Middle", 301, front=1510, rows=27, blocks_at_side=14, blocks_at_end=8, blocks_at_corner=6),
    Tier("Upper", 401, front=2400, rows=34, blocks_at_side=14, blocks_at_end=8, blocks_at_corner=8),
)


def stadium() -> Plan:
    """Return the plan of the stadium: a zone for each block, and one for the pitch."""
    return {
        "name": "Meridian Stadium",
        "categories": [{"name": name, "color": color} for name, color in CATEGORIES.items()],
        "size": SIZE,
        "zones": [
            {"name": "Pitch", "position": point(ORIGIN), "rows": [], "areas": _pitch()},
            *(zone for tier in TIERS for zone in _zones(tier)),
        ],
    }


def _pitch() -> list[dict[str, Any]]:
    width, height = PITCH

    def lined(left_top: Place, size: Place, color: str = "transparent") -> dict[str, Any]:
        return rectangle(left_top, size, color, LINE)

    penalty, goal = (792, 1934), (264, 880)
    boxes = [
        lined((side * width / 2 - (size[0] if side > 0 else 0), -size[1] / 2), size)
        for size in (penalty, goal)
        for side in (-1, 1)
    ]
    return [
        lined((-width / 2, -height / 2), PITCH, GRASS),
        lined((-1, -height / 2), (2, height)),
        circle((0, 0), 439, "transparent", LINE),
        *boxes,
    ]


def _zones(tier: Tier) -> list[dict[str, Any]]:
    ring = FIELD.ring(tier.blocks_at_side, tier.blocks_at_end, tier.blocks_at_corner)
    return [_zone(tier, str(number), block) for number, block in enumerate(ring, tier.first_block)]


def _zone(tier: Tier, name: str, block: Block) -> dict[str, Any]:
    category = _category(tier, block)
    back = tier.front + tier.rows * ROW_DEPTH
    depth = STANDING_DEPTH if category == "Standing" else ROW_DEPTH
    rows = int(tier.rows * ROW_DEPTH / depth)
    accessible = rows if tier.name == "Lower" and block.stand == "side" else None
    return {
        "name": f"Block {name}",
        "zone_id": name,
        "position": point(ORIGIN),
        "rows": [
            _row(
                name,
                number,
                places(block.section, tier.front + (number - 1) * depth, SPACING, AISLE),
                category,
                WHEELCHAIR_PLACES if number == accessible else 0,
            )
            for number in range(1, rows + 1)
        ],
        "areas": [
            polygon(outline(block.section, tier.front - 18, back - 10, AISLE - 30), "#f1f5f9", "#cbd5e1"),
            text(block.section.place(back + LABEL_SPACE, 0), name, "#475569", 60),
        ],
    }


def _row(block: str, number: int, spots: list[Place], category: str, accessible: int) -> dict[str, Any]:
    seats = [
        PlacedSeat(f"{block}-{number}-{seat}", seat, spot, category, seat <= accessible)
        for seat, spot in enumerate(spots, 1)
    ]
    return row(str(number), seats, "none")


def _category(tier: Tier, block: Block) -> str:
    if tier.name == "Lower":
        return "Standing" if block.outward == STANDING else "Lower"
    if tier.name == "Club":
        return "Club"
    return f"{tier.name} {'side' if block.stand == 'side' else 'end'}"
