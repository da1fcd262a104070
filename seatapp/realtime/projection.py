"""Who has which seat as the feed sees it: a projection of the change stream. No I/O."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ..database import Document
from ..seats.changes import Change, Taken
from ..seats.document import BLOCKED, BOOKED, COOLING, LOCKED, is_seat_key
from ..shows.standing import area_of

# Stands for what a seat was before changes that this process did not see.
UNSEEN = Taken("", None, None)


class Projection:
    """All taken seats by show, and which of them changed since the last batch was taken out.

    What was announced before a change up to the second `sure_after` is unknown: another leader may
    have announced a seat's taking and died before it announced the freeing.
    """

    def __init__(self, documents: Iterable[Document] = (), sure_after: int = 0) -> None:
        self._sure_after = sure_after
        self._shows: dict[str, dict[str, Taken]] = {}
        self._before: dict[str, dict[str, Taken | None]] = {}
        # The places of areas that are taken, by show and area.
        self._places: Counter[tuple[str, str]] = Counter()
        for document in documents:
            if is_seat_key(document["_id"]):
                self._set(document["_id"], _taken(document))

    def apply(self, event: Document) -> None:
        """Apply one event of the change stream. Documents that are no seats are skipped."""
        key = event["documentKey"]["_id"]
        if not is_seat_key(key):
            return
        known = self._known(event)
        deleted = event["operationType"] == "delete"
        unsure = "clusterTime" in event and event["clusterTime"].time <= self._sure_after
        before = self._before.setdefault(key["show"], {})
        before.setdefault(key["seat"], known or (UNSEEN if deleted or unsure else None))
        if deleted:
            self._forget(key)
        elif "fullDocument" in event:
            self._set(key, _taken(event["fullDocument"]))
        else:
            self._set(key, _updated(known or UNSEEN, event["updateDescription"]))
        if _seen(known) and not _seen(before[key["seat"]]) and not _seen(self._now(key)):
            # Clients that read the seats while it was taken must learn that it is free.
            before[key["seat"]] = UNSEEN

    def take_changes(self) -> Iterator[tuple[str, list[Change]]]:
        """Yield, and forget, the changes by show, seats in order.

        A seat that was taken and freed in between is announced as freed.
        """
        changed, self._before = self._before, {}
        for show_id, seats in changed.items():
            now = self._shows.get(show_id, {})
            changes = [Change(seat, _seen(seats[seat]), _seen(now.get(seat))) for seat in sorted(seats)]
            yield show_id, [change for change in changes if change.before or change.after]
            if not now:
                self._shows.pop(show_id, None)

    def taken_places(self, show_id: str, area: str) -> int:
        """Return how many places of the area are taken."""
        return self._places[show_id, area]

    def _known(self, event: Document) -> Taken | None:
        """Return the seat before the event: the pre-image where the database keeps it, else as remembered."""
        if before := event.get("fullDocumentBeforeChange"):
            return _taken(before)
        return self._now(event["documentKey"]["_id"])

    def _now(self, key: Document) -> Taken | None:
        return self._shows.get(key["show"], {}).get(key["seat"])

    def _set(self, key: Document, taken: Taken) -> None:
        self._forget(key)
        self._shows.setdefault(key["show"], {})[key["seat"]] = taken
        if _seen(taken) and (area := area_of(key["seat"])):
            self._places[key["show"], area] += 1

    def _forget(self, key: Document) -> None:
        taken = self._shows.get(key["show"], {}).pop(key["seat"], None)
        if _seen(taken) and (area := area_of(key["seat"])):
            self._places[key["show"], area] -= 1


def _seen(taken: Taken | None) -> Taken | None:
    """A seat that is cooling is free to the public."""
    return None if taken and taken.state == COOLING else taken


def _taken(document: Document) -> Taken:
    """Return the document's seat; one that is neither locked nor sold counts as cooling, free to all."""
    fields: dict[str, Any] = {name: document.get(name) for name in Taken._fields}
    if not isinstance(fields["expires_at"], datetime):
        fields["expires_at"] = None
    if not isinstance(fields["holder"], str):
        fields["holder"] = None
    taken = Taken(**fields)
    sold = taken.state in (BOOKED, BLOCKED)
    return taken if sold or (taken.state == LOCKED and taken.expires_at) else taken._replace(state=COOLING)


def _updated(known: Taken, update: dict[str, Any]) -> Taken:
    return _taken(known._asdict() | dict.fromkeys(update["removedFields"]) | update["updatedFields"])
