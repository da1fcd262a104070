"""How many seats the guests of one address have locked together: at most MAX_GUEST_SEATS_PER_ADDRESS.

Anybody can be as many guests as they like. As with MAX_SEATS_PER_USER each lock fills a numbered slot, of the
address here, and (`address`, `address_slot`) is unique: nobody races past it.
"""

import hashlib
import hmac
from dataclasses import replace

from flask import has_request_context, request

from ..addresses import subscriber
from ..extensions import settings
from ..identity.caller import GUEST_PREFIX
from ..identity.sessions import signing_key
from ..runtime import current_runtime
from . import availability, writes
from .claim import Claim
from .document import IS_DUE
from .refusals import TooManyFromAddress
from .slots import pick

ANY_SHOW = ""


def counted(claim: Claim, holder: str) -> Claim:
    """Return the claim with the address that the call comes from, where it is a guest's and there is a limit.

    A keyed hash of it: who reads the database learns no address.
    """
    is_bound = settings.max_guest_seats_per_address and holder.startswith(GUEST_PREFIX)
    if not (is_bound and has_request_context()):
        return claim
    address = f"address:{subscriber(request.remote_addr)}".encode()
    return replace(claim, address=hmac.new(signing_key(), address, hashlib.sha256).hexdigest()[:24])


def guess(claim: Claim) -> Claim | None:
    """Return the claim with slots of its address that seem free; None when there seem to be too few."""
    if claim.address is None:
        return claim
    memory, limit = current_runtime().address_slots, settings.max_guest_seats_per_address
    slots = memory.propose(ANY_SHOW, claim.address, len(claim.seats), limit)
    if slots is None:
        return None
    memory.add(ANY_SHOW, claim.address, slots)
    return replace(claim, address_slots=dict(zip(claim.seats, slots, strict=True)))


def find(claim: Claim, seats: list[str]) -> Claim:
    """Return the claim with free slots of its address for these seats; raise TooManyFromAddress."""
    if claim.address is None or not seats:
        return claim
    limit = settings.max_guest_seats_per_address
    used, some_are_due = availability.slots_of_address(claim.address)
    if some_are_due:
        writes.end_locks({"address": claim.address, "$expr": IS_DUE})
    slots = pick(used, len(seats), limit)
    if slots is None:
        raise TooManyFromAddress(limit=limit)
    current_runtime().address_slots.remember(ANY_SHOW, claim.address, used.union(slots))
    return replace(claim, address_slots=dict(zip(seats, slots, strict=True)))
