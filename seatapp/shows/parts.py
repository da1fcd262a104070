"""The parts of a seating plan, as marshmallow schemas: zones, rows, seats, areas.

Plans in the wild carry keys that this format does not have, and null for what is absent: both are left
out without complaint. Where the format itself has null, it is kept.
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from .. import text
from .fields import DEFAULT_COLOR, Color, Label, Number, Points, Position, Url, Whole
from .plain_seats import MAX_ID, Seats
from .standing import MAX_CAPACITY

SHAPES = ("rectangle", "circle", "ellipse", "polygon", "text")

_length = validate.Range(min=0)


class Part(Schema):
    """What all parts share: unknown keys are left out, null means absent unless a field allows it."""

    class Meta:
        """Take plans as the world writes them."""

        unknown = EXCLUDE

    @pre_load
    def _drop_nulls(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or self._has_null(key)}

    def _has_null(self, key: str) -> bool:
        return key in self.fields and self.fields[key].allow_none


def _origin() -> dict[str, float]:
    return {"x": 0, "y": 0}


class Size(Part):
    """How wide and how high."""

    width = Number(required=True, validate=_length)
    height = Number(required=True, validate=_length)


class Described(Part):
    """What may be said of a seat, or of all seats of a row or zone; a seat's own word comes first."""

    wheelchair = fields.Boolean()
    companion = fields.Boolean(metadata={"description": "For who comes along with a wheelchair."})
    restricted_view = fields.Boolean()
    aisle = fields.Boolean()
    step_free = fields.Boolean()
    hearing_loop = fields.Boolean()
    table = fields.String(
        validate=[validate.Length(1, MAX_ID), text.identifier], metadata={"description": "A table's id."}
    )
    view_url = Url(metadata={"description": "A picture of the view from there."})
    note = Label(metadata={"description": "The organiser's, for who chooses."})


class Seat(Described):
    """A seat, placed relative to its row."""

    seat_guid = fields.String(required=True, validate=[validate.Length(1, MAX_ID), text.identifier])
    seat_number = Label()
    position = Position(required=True)
    category = fields.String(required=True)
    radius = Number(validate=_length)
    start_direction = Label(allow_none=True)


class Row(Described):
    """Seats that share a label, placed relative to their zone."""

    row_number = Label(load_default="")
    row_number_position = Label(
        allow_none=True, metadata={"description": "Null: the number is drawn nowhere; absent: at both ends."}
    )
    row_label = Label(allow_none=True, metadata={"description": 'Read in the place of "row 3".'})
    seat_label = Label(
        allow_none=True, metadata={"description": 'Read in the place of "seat 7"; `%s` is the number.'}
    )
    position = Position(load_default=_origin)
    seats = Seats(fields.Nested(Seat), required=True)


class Circle(Part):
    """A circle around the area's position."""

    radius = Number(required=True, validate=_length)


class Ellipse(Part):
    """An ellipse around the area's position, by its two radii."""

    radius = Position(required=True)


class Polygon(Part):
    """Corners, relative to the area's position."""

    points = Points(required=True)


class Text(Part):
    """A label, placed relative to its area."""

    position = Position(load_default=_origin)
    color = Color()
    text = Label(load_default="")
    size = Number(validate=_length)


# Within it `text` is what is written there.
identifier = text.identifier


class Area(Part):
    """Something that is no seat: a stage, a pitch, a label; with a `capacity`, where people stand."""

    shape = fields.String(load_default="rectangle", validate=validate.OneOf(SHAPES))
    color = Color()
    border_color = Color()
    rotation = Number()
    position = Position(load_default=_origin)
    rectangle = fields.Nested(Size)
    circle = fields.Nested(Circle)
    ellipse = fields.Nested(Ellipse)
    polygon = fields.Nested(Polygon)
    text = fields.Nested(Text)
    area_id = fields.String(validate=[validate.Length(1, MAX_ID), identifier])
    capacity = Whole(
        validate=validate.Range(1, MAX_CAPACITY),
        metadata={"description": "How many places are sold by number; without it nothing is sold here."},
    )
    category = fields.String(metadata={"description": "Of its places."})

    @validates_schema
    def _check_places(self, area: dict[str, Any], **_: Any) -> None:
        if "capacity" in area:
            for name in ("area_id", "category"):
                if name not in area:
                    raise ValidationError("Where there is a capacity, this must be there too.", name)

    @pre_load
    def _modernize(self, data: Any, **_: Any) -> Any:
        """Read the format's first version too, where areas were rectangles with a string for a text."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        if isinstance(data.get("text"), str):
            data["text"] = {"text": data["text"]}
        if "shape" not in data and "width" in data:
            data["rectangle"] = {"width": data["width"], "height": data.get("height")}
        return data


class Zone(Described):
    """A part of the hall: stalls, a balcony, a block."""

    name = Label(load_default="")
    zone_id = Label()
    position = Position(load_default=_origin)
    rows = fields.List(fields.Nested(Row), load_default=list)
    areas = fields.List(fields.Nested(Area), load_default=list)


class Table(Part):
    """A table, by seat or sold only as a whole."""

    whole = fields.Boolean()


class Category(Part):
    """What a seat costs depends on it."""

    name = fields.String(required=True, validate=[validate.Length(1, 200), text.name])
    color = Color(load_default=DEFAULT_COLOR)
