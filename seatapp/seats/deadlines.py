"""When locks end that were renewed, resumed or put into checkout."""

from datetime import datetime, timedelta

from ..extensions import Document, clock, settings
from .claim import Claim, View


def first_expiry(claim: Claim, view: View) -> datetime:
    """Work out what the database made of the expiries of renewed and resumed locks."""
    until: datetime = claim.writes.get("expires_at", claim.now)
    hold = timedelta(seconds=settings.max_hold_seconds)
    resumed: list[datetime] = [min(until, lock["first_locked_at"] + hold) for lock in view.resumable.values()]
    renewed: list[datetime] = [
        lock["expires_at"]
        if lock.get("checkout")
        else max(lock["expires_at"], min(until, lock["first_locked_at"] + hold))
        for lock in view.own.values()
    ]
    known = [*resumed, *renewed]
    return min(known if len(known) == len(claim.seats) else [until, *known])


def checkout_until(held: list[Document]) -> datetime:
    """Return until when these locks may be paid for, as far as any of them goes."""
    paying: list[datetime] = [lock["expires_at"] for lock in held if lock.get("checkout")]
    limit: datetime = min(lock["first_locked_at"] for lock in held) + timedelta(
        seconds=settings.max_hold_seconds
    )
    return min([limit, *(paying or [clock.now() + timedelta(seconds=settings.checkout_seconds)])])
