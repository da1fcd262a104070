"""The shape of a seat's history, for the OpenAPI document."""

from marshmallow import fields, validate

from ..answers import PageAnswer, Shape
from ..seats.happened import CLOCK, HOLDER, ORGANISER

OF_LOCKS = ("locked", "renewed", "checkout", "expired", "released")
OF_BLOCKS = ("blocked", "block_prolonged", "unblocked")
OF_HALLS = ("withdrawn", "restored")
OF_BOOKINGS = ("booked", "moved", "cancelled", "checked_in", "check_in_undone")


class SeatEvent(Shape):
    """Something that happened to the seat."""

    sometimes = frozenset({"until", "reason", "booking_id", "reference", "from_", "to"})

    at = fields.AwareDateTime()
    what = fields.String(validate=validate.OneOf([*OF_LOCKS, *OF_BLOCKS, *OF_HALLS, *OF_BOOKINGS]))
    by = fields.String(
        allow_none=True,
        metadata={"description": "A user's or guest's id, an admin key's name, or `clock`; null: not known."},
    )
    by_kind = fields.String(validate=validate.OneOf([HOLDER, ORGANISER, CLOCK]))
    until = fields.AwareDateTime(metadata={"description": "When a lock or a block was to end by itself."})
    reason = fields.String(metadata={"description": "Of a block."})
    booking_id = fields.String()
    reference = fields.String()
    from_ = fields.List(fields.String(), metadata={"description": "The seats that a move gave up."})
    to = fields.List(fields.String(), metadata={"description": "The seats that it took for them."})


class HistoryAnswer(PageAnswer):
    """A page of what happened to the seat, the newest first."""

    show_id = fields.String()
    seat = fields.String()
    events = fields.List(fields.Nested(SeatEvent))
