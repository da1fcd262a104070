"""Read from a request what is to be booked, for whom, and what only the admin token may say of it."""

from typing import Any

from flask import request
from marshmallow import Schema, fields, validate

from ..errors import Forbidden, InvalidRequest
from ..extensions import settings
from ..identity.admin import Admin, current_admin
from ..identity.current import caller
from ..seats.areas import require_areas
from ..seats.service import require_seats
from ..text import is_text, of_header
from . import customer
from .booking import Order
from .refusals import ConfirmedByShop

MAX_KEY_LENGTH = 255


class IdempotencySchema(Schema):
    """The header that makes a repeated request answer with the booking of the first."""

    key = fields.String(data_key="Idempotency-Key", validate=validate.Length(1, MAX_KEY_LENGTH))


def order_of(wanted: dict[str, Any]) -> Order:
    """Return the order that an OrderSchema has loaded, for the caller or by the admin token.

    Raises ConfirmedByShop, InvalidRequest, Forbidden, KeyForOtherShows, ShowNotFound, UnknownSeats.
    """
    admin = current_admin()
    who = _by_admin(admin, wanted) if admin else _by_caller(wanted)
    # At the door nobody asks for an address: what the setting requires is for what is sold from afar.
    if wanted["paid"] is None:
        customer.require(wanted["customer"])
    show = require_seats(wanted["show_id"], wanted["seats"] or [])
    require_areas(show, wanted["areas"])
    return Order(
        show_id=wanted["show_id"],
        seats=wanted["seats"],
        areas=wanted["areas"],
        idempotency_key=idempotency_key(),
        expected_total=wanted["expected_total"],
        customer=wanted["customer"],
        **who,
    )


def _by_caller(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return for whom a visitor books; what else they say of that never counts."""
    if settings.confirm_by == "server":
        raise ConfirmedByShop
    if wanted["paid"] or wanted["blocked"]:
        raise Forbidden("`paid` and `blocked` are for the organiser, with the admin token.")
    return {"holder": caller().user_id}


def _by_admin(admin: Admin, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what only the shop and the organiser may say of an order."""
    admin.require_show(wanted["show_id"])
    if not wanted["user_id"]:
        _require_sale_at_the_door(wanted)
    return {
        "holder": wanted["user_id"],
        "payment_reference": wanted["payment_reference"],
        "by_admin": True,
        "made_by": admin.name,
        "over_blocks": wanted["blocked"],
        "paid": wanted["paid"],
    }


def _require_sale_at_the_door(wanted: dict[str, Any]) -> None:
    """Refuse an order for nobody that may be a shop's which forgot its customer; raise InvalidRequest."""
    if settings.confirm_by == "server" and wanted["paid"] is None:
        raise InvalidRequest(
            errors={"userId": ["Say for whom the shop books, or how it was `paid` at the door."]}
        )
    if not (wanted["seats"] or wanted["areas"]):
        raise InvalidRequest(errors={"seats": ["Say which seats, or the `userId` of who holds them."]})


def idempotency_key() -> str | None:
    """Return the request's Idempotency-Key, if it has one; raise InvalidRequest."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    key = of_header(key)
    if not (0 < len(key) <= MAX_KEY_LENGTH and is_text(key)):
        raise InvalidRequest(
            errors={"Idempotency-Key": [f"1 to {MAX_KEY_LENGTH} characters, no control characters."]}
        )
    return key
