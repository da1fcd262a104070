"""The shape of what is sent about seats. Whether a seat exists or is free is not their business."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from ..requests import Body, Ignored

MAX_SEATS_IN_REQUEST = 100


def _each_once(seats: list[str]) -> None:
    if len(set(seats)) < len(seats):
        raise ValidationError("Each seat may be named only once.")


class Seat(fields.String):
    """A seat's id as the plan gives it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=True, validate=validate.Length(1, 64), **options)


class Seats(fields.List[str]):
    """Some seats, each once."""

    def __init__(self, most: int = MAX_SEATS_IN_REQUEST, **options: Any) -> None:
        super().__init__(Seat(), validate=[validate.Length(1, most), _each_once], **options)


class ShowIdSchema(Body):
    """A show. Old clients send a `userId` beside it, which counts for nothing."""

    show_id = fields.String(data_key="showId", required=True, validate=validate.Length(1, 64))
    user_id: fields.Field[Any] = Ignored(data_key="userId")


class TypesOfSeats(fields.Dict):
    """The ids of ticket types, by seat."""

    def __init__(self, **options: Any) -> None:
        super().__init__(keys=Seat(), values=fields.String(validate=validate.Length(1, 64)), **options)


class SeatsSchema(ShowIdSchema):
    """A show and some of its seats."""

    seats = Seats(required=True)


class SelectionSchema(SeatsSchema):
    """A show and some of its seats, and as what: those that are not named have the first type for them."""

    ticket_types = TypesOfSeats(data_key="ticketTypes", load_default=dict)


class TicketTypesSchema(ShowIdSchema):
    """The ticket types that some of the caller's seats are to have."""

    seats = TypesOfSeats(required=True, validate=validate.Length(1, MAX_SEATS_IN_REQUEST))
