"""Links to tickets: whoever has one may open that booking's ticket, as with one of paper."""

import hashlib

from itsdangerous import BadSignature, Signer

from ..extensions import settings
from .refusals import BookingNotFound


def sign(booking_id: str) -> str:
    """Return the end of the link to this booking's ticket, which nobody can make but we."""
    return _signer().sign(booking_id).decode()


def booking_of(signed: str) -> str:
    """Return whose ticket a link is for, a booking's id; raise BookingNotFound for one that is not ours."""
    try:
        return _signer().unsign(signed).decode()
    except BadSignature:
        raise BookingNotFound from None


def _signer() -> Signer:
    # The last of them signs.
    keys = [*reversed(settings.secret_key_fallbacks), settings.secret_key]
    return Signer(keys, salt="seatapp ticket", digest_method=hashlib.sha256)
