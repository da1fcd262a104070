"""The caller: a user or a guest, by the id that locks and bookings are kept under."""

from dataclasses import dataclass

from ..errors import InvalidToken
from ..text import is_text

GUEST_PREFIX = "guest-"
USER_ID_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: `kind` is "user" (known to the shop) or "guest" (known by a signed session only).

    `renewed` is the session token to use from now on, where the one in use should be no longer.
    """

    user_id: str
    kind: str
    token: str = ""
    renewed: str = ""


def user(user_id: str, token: str = "") -> Caller:
    """Return the shop's user of this id; raise InvalidToken for an id that cannot be used here."""
    if (
        not user_id
        or len(user_id) > USER_ID_LENGTH
        or user_id.startswith(GUEST_PREFIX)
        or not is_text(user_id)
    ):
        raise InvalidToken("The user id in it cannot be used here.")
    return Caller(user_id, "user", token)
