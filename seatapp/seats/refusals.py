"""Why a call about seats is answered with no."""

from typing import ClassVar

from marshmallow import fields, validate

from ..errors import Refusal

# What is said of each rule that a choice breaks, by its name.
MESSAGES = {
    "companionNeedsWheelchair": "A companion place goes with a wheelchair place.",
    "consecutive": "Choose seats side by side.",
    "maxSeats": "These are more seats than one person may have of this show.",
    "minSeats": "These are fewer seats than one person must have of this show.",
    "noSingleGaps": "This would leave a single seat between others.",
    "quantum": "Seats of this show are sold in fixed numbers.",
    "wheelchairOnRequest": "Wheelchair places are for those who ask for one.",
    "wholeTable": "This table is sold as a whole.",
}

SEATS = fields.List(fields.String(), required=True)
PLACES = fields.Dict(
    keys=fields.String(), values=fields.Integer(), metadata={"description": "A number of places, by area."}
)


class UnknownSeats(Refusal):
    """The show's hall has no such seats; `seats` names them."""

    status = 422
    code = "unknown_seats"
    message = "The hall has no such seats."
    adds: ClassVar = {"seats": SEATS}


class SeatsUnavailable(Refusal):
    """Others have some of the seats; `conflicts` names them, and none of the seats was taken.

    `areas` says of those with too few places how many are left.
    """

    status = 409
    code = "seats_unavailable"
    message = "Some of these seats are taken."
    adds: ClassVar = {
        "conflicts": SEATS,
        "coolingDown": fields.List(
            fields.String(),
            metadata={"description": "Those of them that are free, but not yet for the caller."},
        ),
        "areas": PLACES,
    }


class TooManySeats(Refusal):
    """The caller would hold more than MAX_SEATS_PER_USER on the show; `limit` is that number."""

    status = 422
    code = "too_many_seats"
    message = "These would be more seats than one person may hold."
    adds: ClassVar = {"limit": fields.Integer(required=True)}


class TooManyFromAddress(Refusal):
    """The guests of the address would hold more than MAX_GUEST_SEATS_PER_ADDRESS, which is `limit`."""

    status = 422
    code = "too_many_from_address"
    message = "Visitors of your network hold as many seats as they may. Try again in a moment, or sign in."
    adds: ClassVar = {"limit": fields.Integer(required=True)}


class LockExpired(Refusal):
    """The seats were no longer the caller's when the request was carried out."""

    status = 409
    code = "lock_expired"
    message = "The time for these seats is over. Select them again."


class CheckoutBegun(Refusal):
    """The seats are being paid for: what they cost is settled."""

    status = 409
    code = "checkout_begun"
    message = "The checkout has begun: the tickets can be changed no more."


class MixedCurrencies(Refusal):
    """Some of the seats were locked when the show was sold in another currency; a booking has one."""

    status = 409
    code = "mixed_currencies"
    message = "These seats have prices in different currencies. Give the older ones back first."


class SeatsTaken(Refusal):
    """Seats that are to vanish from the hall are taken; `seats` names them.

    Of areas that lose places, `areas` says how many of those are taken.
    """

    status = 409
    code = "seats_taken"
    message = "Some of these seats are locked, booked or blocked."
    adds: ClassVar = {"seats": SEATS, "areas": PLACES}


class RuleBroken(Refusal):
    """A rule of the show does not allow this choice; `rule` is its name.

    `seats` are those that it is about: what would be left alone, or is not allowed. `alternative` are seats
    that could be selected instead, where some were found.
    """

    status = 409
    code = "rule_broken"
    message = "These seats cannot be chosen together."
    adds: ClassVar = {
        "rule": fields.String(
            required=True, validate=validate.OneOf([*sorted(MESSAGES), "maxPerBuyer", "needs"])
        ),
        "seats": SEATS,
        "alternative": fields.List(fields.String()),
    }


class NoneAvailable(Refusal):
    """There are no seats of this kind left; `largestGroup` is how many could be had side by side.

    `rule` is there when no seats can be right in this number.
    """

    status = 409
    code = "none_available"
    message = "There are not so many seats of this kind left."
    adds: ClassVar = {
        "largestGroup": fields.Integer(required=True),
        "rule": fields.String(validate=validate.OneOf(["maxSeats", "minSeats", "quantum"])),
    }
