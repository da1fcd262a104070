"""The shape of booking requests. Whether a seat exists or is free is not their business."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

MAX_SEATS_IN_REQUEST = 100


def _each_once(seats: list[str]) -> None:
    if len(set(seats)) < len(seats):
        raise ValidationError("Each seat may be named only once.")


class Seat(fields.String):
    """A seat's id as the plan gives it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=True, validate=validate.Length(1, 64), **options)


class SelectionSchema(Schema):
    """A show and some of its seats. Whatever else a client sends, a `userId` too, does not count."""

    class Meta:
        """Extra keys are ignored."""

        unknown = EXCLUDE

    show_id = fields.String(data_key="showId", required=True, validate=validate.Length(1, 64))
    seats = fields.List(
        Seat(), required=True, validate=[validate.Length(1, MAX_SEATS_IN_REQUEST), _each_once]
    )
