"""The arena's ice rink, drawn as areas."""

from typing import Any

from .drawing import Place, Wedge, circle, outline, polygon, rectangle

# A rectangle whose corners are centers of circles: the rink's edge is CORNER outside of it.
HALF_WIDTH = 700
HALF_HEIGHT = 320
CORNER = 200
LINE = 14
RED = "#f1a7a7"
BLUE = "#9dbfe8"


def rink() -> list[dict[str, Any]]:
    """Return the boards, the ice, its lines and its circles."""
    height = 2 * (HALF_HEIGHT + CORNER)
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
    corners = [
        ((HALF_WIDTH, -HALF_HEIGHT), -90),
        ((HALF_WIDTH, HALF_HEIGHT), 0),
        ((-HALF_WIDTH, HALF_HEIGHT), 90),
        ((-HALF_WIDTH, -HALF_HEIGHT), 180),
    ]
    return [
        place for center, start in corners for place in outline(Wedge(center, CORNER, start, 90), 0, 0)[:13]
    ]


def _face_off(center: Place) -> list[dict[str, Any]]:
    return [circle(center, 110, "transparent", RED), circle(center, 12, RED)]
