"""Standing and free seating: so many places of an area for a holder, whichever they are.

A place is locked as a seat is, by a document of its own whose `_id` is unique, so an area never has one too
many taken; what is here only finds free ones. In a rush requests look for theirs at different ends, and one
that was too late looks again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from zlib import crc32

from ..database import Document
from ..errors import InvalidRequest
from ..extensions import clock
from ..runtime import current_runtime
from ..shows.model import Show
from ..shows.standing import area_of, number_of, place_id, seats_among
from . import locks
from .area_status import NOTHING_TAKEN
from .availability import live_locks
from .locks import Grant
from .place_memory import PlaceMemory, bits_of, pick
from .refusals import SeatsUnavailable, TooManySeats
from .state import read_status
from .terms import agreed

ATTEMPTS = 12
# How often who gives back looks again, since another request of theirs gave back the same places.
RELEASES = 3

# How many places of each area.
Places = Mapping[str, int]


def require_areas(show: Show, areas: Mapping[str, object]) -> None:
    """Raise InvalidRequest unless the show has these areas."""
    if unknown := [area for area in areas if area not in show.areas]:
        raise InvalidRequest(errors={"areas": {area: ["The hall has no such area."] for area in unknown}})


def select(
    show: Show, seats: list[str], wanted: Places, holder: str, lock: Callable[[list[str]], Grant]
) -> Grant:
    """Lock the seats and have the holder have so many places of the areas in all, all or none.

    What they have beyond that they give back once they have the rest. `lock` locks seats and places. Raises
    SeatsUnavailable, with what is left of areas that have too few places, and what `lock` raises.
    """
    memory = current_runtime().places
    cooling: set[str] = set()
    for attempt in range(ATTEMPTS):
        held = held_in(show, holder)
        kept = [_id(each) for area, count in wanted.items() for each in held.get(area, [])[:count]]
        missing = {area: count - len(held.get(area, ())) for area, count in wanted.items()}
        new = _find(show, seats, missing, holder, attempt=attempt, but=cooling)
        if not (seats or kept or new):
            return _settle(show, wanted, holder, None)
        try:
            with memory.proposed(show.show_id, holder, new):
                grant = lock([*seats, *kept, *new])
        except SeatsUnavailable as refusal:
            _require_only_places(refusal)
            cooling.update(refusal.details.get("coolingDown", ()))
            continue
        except TooManySeats:
            # Another request of theirs may have taken as many at the same moment: then there is less to take.
            if _ids(held_in(show, holder)) == _ids(held):
                raise
            continue
        memory.add(show.show_id, new)
        return _settle(show, wanted, holder, grant)
    raise SeatsUnavailable(conflicts=[], areas=left_of(show, wanted))


def release(show: Show, areas: Places, holder: str) -> dict[str, int]:
    """Give back so many places of each area, as far as the holder has them; return how many."""
    released = dict.fromkeys(areas, 0)
    for _ in range(RELEASES):
        held = held_in(show, holder)
        due = {area: count - released[area] for area, count in areas.items()}
        surplus = [_id(each) for area in areas for each in _last(held.get(area, []), due[area])]
        if not surplus:
            break
        for place in give_back(show, surplus, holder):
            released[area_of(place) or ""] += 1
    return released


def give_back(show: Show, places: list[str], holder: str) -> list[str]:
    """Give back those of these places that the holder has locked, and return them."""
    released = locks.release(show.show_id, places, holder)
    current_runtime().places.discard(show.show_id, released)
    return released


def held_in(show: Show, holder: str) -> dict[str, list[Document]]:
    """Return the holder's locks on places, by area, in the order of their numbers."""
    held: dict[str, list[Document]] = {}
    for each in live_locks(show.show_id, holder):
        if area := area_of(_id(each)):
            held.setdefault(area, []).append(each)
    return {area: sorted(found, key=lambda each: number_of(_id(each))) for area, found in held.items()}


def left_of(show: Show, areas: Iterable[str]) -> dict[str, int]:
    """Return how many places of each area are free."""
    status = read_status(show.show_id).places.areas
    return {area: show.areas[area].capacity - status.get(area, NOTHING_TAKEN).total for area in areas}


def find_free(show: Show, missing: Places) -> list[str]:
    """Return so many free places of each area, as the show is now; raise SeatsUnavailable."""
    return _find(show, [], missing, "", attempt=1)


def _find(
    show: Show, seats: list[str], missing: Places, holder: str, *, attempt: int, but: Iterable[str] = ()
) -> list[str]:
    """Return places that seem free, so many of each area; at a first attempt by memory, if that has as many.

    Raises SeatsUnavailable.
    """
    memory = current_runtime().places
    wanted = {area: count for area, count in missing.items() if count > 0}
    free = {area: 0 if attempt else _free(show, area, memory) for area in wanted}
    if any(free[area].bit_count() < count for area, count in wanted.items()):
        _refresh(show, wanted, memory)
        others = bits_of(but)
        free = {area: _free(show, area, memory) & ~others.get(area, 0) for area in wanted}
    if short := {area: left for area in wanted if (left := free[area].bit_count()) < wanted[area]}:
        raise SeatsUnavailable(conflicts=_taken_of(show, seats, holder), areas=short)
    places: list[str] = []
    for area, count in wanted.items():
        apart = free[area] & ~memory.others(show.show_id, area, holder)
        seed = crc32(f"{holder} {area} {attempt}".encode())
        numbers = pick(apart if apart.bit_count() >= count else free[area], count, seed)
        places += [place_id(area, number) for number in numbers]
    return places


def _refresh(show: Show, areas: Iterable[str], memory: PlaceMemory) -> None:
    status = read_status(show.show_id).places.areas
    for area in areas:
        memory.remember(show.show_id, area, status.get(area, NOTHING_TAKEN).taken)


def _free(show: Show, area: str, memory: PlaceMemory) -> int:
    """Return the places that seem free; none of an area of which nothing is known."""
    taken = memory.taken(show.show_id, area)
    return 0 if taken is None else ((1 << show.areas[area].capacity) - 1) & ~taken


def _settle(show: Show, wanted: Places, holder: str, grant: Grant | None) -> Grant:
    """Return the grant as it is once the holder has no more places than were wanted.

    Two requests of theirs at once may have taken twice as many: each keeps the same ones.
    """
    held = held_in(show, holder)
    surplus = [_id(each) for area, count in wanted.items() for each in held.get(area, [])[count:]]
    if surplus:
        give_back(show, surplus, holder)
    kept = [each for area, count in wanted.items() for each in held.get(area, [])[:count]]
    seats = seats_among(grant.seats) if grant else []
    terms = {seat: grant.terms[seat] for seat in seats} if grant else {}
    ends: list[datetime] = [each["expires_at"] for each in kept]
    ends += [grant.expires_at] if grant and seats else []
    until = min(ends, default=clock.now())
    return locks.granted(show, [*seats, *map(_id, kept)], until, {**terms, **agreed(show, kept)})


def _require_only_places(refusal: SeatsUnavailable) -> None:
    """Raise the refusal as far as it is about seats; places are looked for again."""
    if conflicts := seats_among(refusal.details["conflicts"]):
        cooling = seats_among(refusal.details.get("coolingDown", ()))
        named: Document = {"coolingDown": cooling} if cooling else {}
        raise SeatsUnavailable(conflicts=conflicts, **named)


def _taken_of(show: Show, seats: Sequence[str], holder: str) -> list[str]:
    """Return those of the seats that others have."""
    if not seats:
        return []
    status = read_status(show.show_id)
    taken = {*status.taken, *status.locked}.difference(status.held.get(holder, ()))
    return [seat for seat in seats if seat in taken]


def _last(locks_of_area: list[Document], count: int) -> list[Document]:
    return locks_of_area[-count:] if count > 0 else []


def _ids(held: Mapping[str, list[Document]]) -> set[str]:
    return {_id(lock) for found in held.values() for lock in found}


def _id(lock: Document) -> str:
    seat: str = lock["_id"]["seat"]
    return seat
