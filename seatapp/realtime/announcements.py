"""What is published to a show's room: composed from changes of its seats, numbered later. No I/O."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from ..seats.changes import Change, Taken
from ..seats.document import BLOCKED, BOOKED

# No user's id has a control character.
NO_HOLDER = "\0prices"
AREAS_CHANGED = "areas-changed"
# Why a seat is free that was no lock.
FREED = {BOOKED: "cancelled", BLOCKED: "unblocked"}


@dataclass(slots=True)
class Announcement:
    """One numbered message to a show's room, from the leader of an epoch.

    `seats` is what everybody gets, save the holders in `selections` (all who selected in the batch, with
    their seats). Of these, the ones in `expiries` get what they hold, until when and at which prices (those
    of `prices`, in minor units by seat), the others what the rest of the batch took.
    """

    show: str
    event: str
    seats: list[str]
    reason: str | None = None
    selections: dict[str, list[str]] = field(default_factory=dict)
    expiries: dict[str, datetime] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    # Of areas whose places changed, and nothing else: how many places are left of each.
    areas: dict[str, int] = field(default_factory=dict)
    seq: int = 0
    epoch: int = 0

    def payload(self, seats: list[str], **more: Any) -> dict[str, Any]:
        """Return the message's body for these seats."""
        if self.areas:
            left = {area: {"left": count} for area, count in self.areas.items()}
            return {"showId": self.show, "areas": left, "seq": self.seq}
        reason = {"reason": self.reason} if self.reason else {}
        return {"showId": self.show, "seats": seats, **reason, **more, "seq": self.seq}

    def message_for(self, holder: str) -> tuple[str, dict[str, Any]]:
        """Return event and body for one who selected in this batch."""
        if holder in self.expiries:
            seats = self.selections[holder]
            prices = {seat: self.prices[seat] for seat in seats if seat in self.prices}
            return "seats-held", self.payload(seats, expiresAt=self.expiries[holder], prices=prices)
        own = set(self.selections[holder])
        others = [seat for seats in self.selections.values() for seat in seats if seat not in own]
        return self.event, self.payload(others)

    def as_json(self) -> dict[str, Any]:
        """Return what goes over the queue to the other workers.

        Those of 0.1 take no fields but theirs. In `expiries` they look up holders only, and this is none.
        """
        fields = {name: getattr(self, name) for name in self.__slots__ if name not in ("prices", "areas")}
        if self.areas:
            fields["areas"] = self.areas
        if self.prices:
            fields["expiries"] = {**self.expiries, NO_HOLDER: self.prices}
        return fields

    @classmethod
    def of_json(cls, fields: dict[str, Any]) -> Self:
        """Read what another worker sent; what a later release may add is passed over."""
        prices = fields["expiries"].pop(NO_HOLDER, {})
        return cls(**{name: fields[name] for name in cls.__slots__ if name in fields} | {"prices": prices})


def compose(
    show_id: str, changes: Iterable[Change], now: datetime, left: Mapping[str, int] | None = None
) -> list[Announcement]:
    """Return what a batch of changes comes to: at most one message a kind, two for selections.

    `left` is how many places are left of the areas that have changed: however many changed in the batch.
    """
    released: dict[str, list[str]] = defaultdict(list)
    locked: dict[str, list[Change]] = defaultdict(list)
    taken: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        if change.after is None:
            released[_reason(change.before, now)].append(change.seat)
        elif change.after.state in (BOOKED, BLOCKED):
            taken[f"seats-{change.after.state}"].append(change.seat)
        else:
            locked[change.after.holder or ""].append(change)
    return [
        *(Announcement(show_id, "seats-released", seats, reason) for reason, seats in released.items()),
        *_selections(show_id, locked),
        *(Announcement(show_id, event, seats) for event, seats in taken.items()),
        *([Announcement(show_id, AREAS_CHANGED, [], areas=dict(left))] if left else []),
    ]


def _selections(show_id: str, locked: dict[str, list[Change]]) -> list[Announcement]:
    """Announce all who selected in a batch in two halves, however many they are.

    Every socket must get each number once, a holder both what is held and what the others took: those of
    one half get the one with the first number and the other with the second, the other half the reverse.
    """
    selections = {holder: [change.seat for change in changes] for holder, changes in locked.items()}
    holders = list(locked)
    middle = (len(holders) + 1) // 2
    agreed = [(change.seat, change.after) for changes in locked.values() for change in changes]
    prices = {seat: after.price for seat, after in agreed if after and after.price is not None}
    return [
        Announcement(
            show_id,
            "seats-selected",
            [seat for holder in half for seat in selections[holder]],
            selections=selections,
            expiries={holder: _first_expiry(locked[holder]) for holder in half},
            prices=prices,
        )
        for half in (holders[:middle], holders[middle:])
        if half
    ]


def _first_expiry(changes: list[Change]) -> datetime:
    return min(change.after.expires_at for change in changes if change.after and change.after.expires_at)


def _reason(before: Taken | None, now: datetime) -> str:
    if before is not None and before.state in FREED:
        return FREED[before.state]
    ended = before is not None and before.expires_at is not None and before.expires_at <= now
    return "expired" if ended else "released"
