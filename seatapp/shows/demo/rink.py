"""The arena's ice rink, drawn as areas."""

from typing import Any

from .drawing import Place, circle, outline, polygon, rectangle
from .ring import Field

FIELD = Field(half_width=700, half_height=320, corner=200)
LINE = 14
RED = "#f1a7a7"
BLUE = "#9dbfe8"


def rink() -> list[dict[str, Any]]:
    """Return the boards, the ice, its lines and its circles."""
    height = 2 * (FIELD.half_height + FIELD.corner)
    top = -height / 2
    return [
        polygon(_edge(), "#f8fcff", "#94a3b8"),
        rectangle((-LINE / 2, top), (LINE, height), RED),
        rectangle((-300, top), (LINE, height), BLUE),
        rectangle((300 - LINE, top), (LINE, height), BLUE),
        circle((0, 0), 140, "transparent", BLUE),
        circle((0, 0), 12, BLUE),
        *(spot for x in (-560, 560) for y in (-240, 240) for spot in _face_off((x, y))),
    ]


def _edge() -> list[Place]:
    corners = [block.section for block in FIELD.ring(1, 1, 1) if block.stand == "corner"]
    return [place for section in corners for place in outline(section, 0, 0)[:13]]


def _face_off(center: Place) -> list[dict[str, Any]]:
    return [circle(center, 110, "transparent", RED), circle(center, 12, RED)]
