"""Prices by category, in the currency's minor unit, as an organiser sends them."""

from typing import Any

from marshmallow import fields, validate

from .fields import Whole
from .plan import MAX_SEATS

# So that what a whole hall comes to is a number that every JSON parser keeps whole.
MAX_PRICE = (2**53 - 1) // MAX_SEATS


class Prices(fields.Dict):
    """A price for each of some categories, by their names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            keys=fields.String(validate=validate.Length(1, 200)),
            values=Whole(validate=validate.Range(0, MAX_PRICE)),
            **options,
        )
