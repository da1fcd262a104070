"""Who a booking is for, as people say it: a name and an e-mail address. In no log and no announcement."""

from typing import Any

from marshmallow import fields, pre_load, validate

from ..answers import Shape
from ..errors import InvalidRequest
from ..extensions import settings
from ..requests import Body
from ..text import name, text

NAME_LENGTH = 200
EMAIL_LENGTH = 254  # RFC 5321: what mail is sent to
MISSING = {"name": "Say for whom it is.", "email": "Say where the confirmation goes."}


class CustomerSchema(Body):
    """Who the booking is for: a name, an e-mail address, or both."""

    name = fields.String(validate=[validate.Length(1, NAME_LENGTH), name])
    email = fields.Email(validate=[validate.Length(1, EMAIL_LENGTH), text])

    @pre_load
    def strip(self, sent: Any, **_: Any) -> Any:
        """Leave out white space at either end, and what is null."""
        if not isinstance(sent, dict):
            return sent
        return {
            key: value.strip() if isinstance(value, str) else value
            for key, value in sent.items()
            if value is not None
        }


class BookedCustomer(Shape):
    """Who the booking is for, as far as it was said."""

    sometimes = frozenset({"name", "email"})

    name = fields.String()
    email = fields.String()


def require(customer: dict[str, str] | None) -> None:
    """Refuse a booking that says less of its customer than CUSTOMER_REQUIRED; raise InvalidRequest."""
    missing = [field for field in settings.customer_required if field not in (customer or {})]
    if missing:
        raise InvalidRequest(errors={"customer": {field: [MISSING[field]] for field in missing}})
