"""The shape of what is sent about seats. Whether a seat exists or is free is not their business."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from ..requests import Body, Ignored
from ..shows.fields import Whole
from .criteria import Criteria

MAX_SEATS_IN_REQUEST = 100
MAX_NAMES = 1000
MAX_EXCLUDED = 5000


def _each_once(seats: list[str]) -> None:
    if len(set(seats)) < len(seats):
        raise ValidationError("Each seat may be named only once.")


class Seat(fields.String):
    """A seat's id as the plan gives it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=True, validate=validate.Length(1, 64), **options)


class Seats(fields.List[str]):
    """Some seats, each once."""

    def __init__(self, most: int = MAX_SEATS_IN_REQUEST, least: int = 1, **options: Any) -> None:
        super().__init__(Seat(), validate=[validate.Length(least, most), _each_once], **options)


def _names(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(validate=validate.Length(0, 200)),
        load_default=list,
        validate=validate.Length(0, MAX_NAMES),
        metadata={"description": description},
    )


class ShowIdSchema(Body):
    """A show. Old clients send a `userId` beside it, which counts for nothing."""

    show_id = fields.String(data_key="showId", required=True, validate=validate.Length(1, 64))
    user_id: fields.Field[Any] = Ignored(data_key="userId")


class TypesOfSeats(fields.Dict):
    """The ids of ticket types, by seat."""

    def __init__(self, **options: Any) -> None:
        super().__init__(keys=Seat(), values=fields.String(validate=validate.Length(1, 64)), **options)


class Areas(fields.Dict):
    """A number of places for each of some areas, by their ids."""

    def __init__(self, most: int = MAX_SEATS_IN_REQUEST, least: int = 1, **options: Any) -> None:
        super().__init__(
            keys=fields.String(validate=validate.Length(1, 64)),
            values=Whole(validate=validate.Range(least, most)),
            validate=validate.Length(0, MAX_SEATS_IN_REQUEST),
            **options,
        )


class SeatsAndTablesSchema(ShowIdSchema):
    """A show and some of its seats, by themselves or with all others of their tables, and places of areas."""

    seats = Seats(least=0, metadata={"description": "May be missing beside `tables` or `areas`."})
    tables = Seats(least=0, load_default=list, metadata={"description": "Ids of tables: all their seats."})
    areas = Areas(load_default=dict, metadata={"description": "How many places, by area."})

    @validates_schema
    def _require_some(self, loaded: dict[str, Any], **_: Any) -> None:
        others = loaded.get("tables") or loaded.get("areas")
        if "seats" not in loaded and not others:
            raise ValidationError("Missing data for required field.", "seats")
        if not (loaded.get("seats") or others):
            raise ValidationError(f"Length must be between 1 and {MAX_SEATS_IN_REQUEST}.", "seats")

    @post_load
    def _all(self, loaded: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"seats": [], **loaded}


class SelectionSchema(SeatsAndTablesSchema):
    """What to lock, and as what: seats that are not named there have the first type for them.

    Wheelchair places may be for those only who say that they ask for one.
    """

    areas = Areas(
        least=0,
        load_default=dict,
        metadata={"description": "How many places the caller wants to have there in all; 0 gives them back."},
    )
    ticket_types = TypesOfSeats(data_key="ticketTypes", load_default=dict)
    accessible = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class TicketTypesSchema(ShowIdSchema):
    """The ticket types that some of the caller's seats are to have."""

    seats = TypesOfSeats(load_default=dict, validate=validate.Length(0, MAX_SEATS_IN_REQUEST))
    areas = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 64)),
        values=fields.Dict(
            keys=fields.String(validate=validate.Length(1, 64)),
            values=Whole(validate=validate.Range(0, MAX_SEATS_IN_REQUEST)),
            validate=validate.Length(1, MAX_SEATS_IN_REQUEST),
        ),
        load_default=dict,
        metadata={"description": "How many of the caller's places there have which type."},
    )

    @validates_schema
    def _require_some(self, loaded: dict[str, Any], **_: Any) -> None:
        if not (loaded.get("seats") or loaded.get("areas")):
            raise ValidationError("Missing data for required field.", "seats")


class AccessibleSchema(Body):
    """How many of the seats are wheelchair places, and how many for who comes along with one."""

    wheelchair = Whole(load_default=0, validate=validate.Range(0, MAX_SEATS_IN_REQUEST))
    companion = Whole(load_default=0, validate=validate.Range(0, MAX_SEATS_IN_REQUEST))


class BestAvailableSchema(ShowIdSchema):
    """How many seats somebody wants, and which will do; loads to `show_id` and `wanted`, a Criteria."""

    count = Whole(
        validate=validate.Range(1, MAX_SEATS_IN_REQUEST), metadata={"description": "Or say `ticketTypes`."}
    )
    ticket_types = fields.Dict(
        data_key="ticketTypes",
        keys=fields.String(validate=validate.Length(1, 64)),
        values=Whole(validate=validate.Range(1, MAX_SEATS_IN_REQUEST)),
        validate=validate.Length(1, MAX_SEATS_IN_REQUEST),
        metadata={"description": "How many of each ticket type, by its id."},
    )
    categories = _names("Of these categories only.")
    zones = _names("In zones of these names only.")
    max_price = Whole(
        data_key="maxPrice",
        load_default=None,
        allow_none=True,
        validate=validate.Range(0),
        metadata={"description": "A seat's, in the currency's minor unit."},
    )
    accessible = fields.Nested(AccessibleSchema, load_default=None, allow_none=True)
    near = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 64))
    without = fields.List(
        Seat(),
        data_key="not",
        load_default=list,
        validate=validate.Length(0, MAX_EXCLUDED),
        metadata={"description": "Seats that will not do: those of an earlier answer, for the next best."},
    )

    @validates_schema
    def _require_number(self, loaded: dict[str, Any], **_: Any) -> None:
        number = sum(loaded.get("ticket_types", {}).values())
        if not number and "count" not in loaded:
            raise ValidationError("Missing data for required field.", "count")
        if number and loaded.get("count", number) != number:
            raise ValidationError("Is another number than that of the `ticketTypes`.", "count")
        if number > MAX_SEATS_IN_REQUEST:
            raise ValidationError(f"More than {MAX_SEATS_IN_REQUEST} seats.", "ticketTypes")

    @post_load
    def _criteria(self, loaded: dict[str, Any], **_: Any) -> dict[str, Any]:
        types = loaded.get("ticket_types", {})
        count = loaded.get("count", sum(types.values()))
        places = loaded["accessible"] or {"wheelchair": 0, "companion": 0}
        if sum(places.values()) > count:
            raise ValidationError("More places than seats: `count` is all of them.", "accessible")
        wanted = Criteria(
            count=count,
            types=types,
            categories=tuple(loaded["categories"]),
            zones=tuple(loaded["zones"]),
            max_price=loaded["max_price"],
            wheelchairs=places["wheelchair"],
            companions=places["companion"],
            near=loaded["near"],
            without=tuple(loaded["without"]),
        )
        return {"show_id": loaded["show_id"], "wanted": wanted}
