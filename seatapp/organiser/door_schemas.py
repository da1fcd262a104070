"""The shape of what is sent at the door."""

from marshmallow import EXCLUDE, Schema, fields, validate

from ..requests import Body
from ..seats.schemas import Areas, Seats
from .schemas import MAX_SEATS


class UndoSchema(Body):
    """Some seats of the booking in the address, and places of areas; without any, all of them."""

    seats = Seats(most=MAX_SEATS, load_default=None)
    areas = Areas(most=MAX_SEATS, load_default=dict, metadata={"description": "How many places, by area."})


class CheckInSchema(UndoSchema):
    """Some seats of the booking in the address, and the show at whose door they are."""

    show_id = fields.String(data_key="showId", load_default=None, validate=validate.Length(1, 64))


class TicketQuerySchema(Schema):
    """What the ticket's code says, or its reference."""

    class Meta:
        """As in every query, other parameters are not ours."""

        unknown = EXCLUDE

    code = fields.String(required=True, validate=validate.Length(1, 255))
