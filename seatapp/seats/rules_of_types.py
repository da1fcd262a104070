"""What a show's ticket types ask of who buys them: so many for one buyer, and one of another type with it."""

from collections import Counter

from pymongo.client_session import ClientSession

from ..shows.model import Show
from ..shows.standing import seats_among
from ..shows.ticket_types import TicketType
from .availability import ticket_types
from .refusals import RuleBroken
from .terms import Agreed, types_of

MAX_PER_BUYER, NEEDS = "maxPerBuyer", "needs"


def require_types(show: Show, holder: str, buying: Agreed, session: ClientSession | None = None) -> None:
    """Raise RuleBroken unless the holder may buy these seats, of their locks on the show, together.

    What they have locked and booked besides counts too for how many one buyer may have. A type that needs
    another needs it among the seats.
    """
    types = types_of(buying)
    counts = Counter(types.values())
    if any(each.max_per_buyer for each in show.ticket_types if each.id in counts):
        had = ticket_types(show.show_id, holder, session) | counts
        for each in show.ticket_types:
            if each.id in counts and each.max_per_buyer and had[each.id] > each.max_per_buyer:
                message = f"One buyer may have {each.max_per_buyer} of \u201c{each.title}\u201d."
                raise _broken(message, MAX_PER_BUYER, each, types)
    for each in show.ticket_types:
        if each.needs and counts[each.needs.type] < each.needs.count_for(counts[each.id]):
            needed = show.ticket_type(each.needs.type)
            with_it = needed.title if needed else each.needs.type
            message = f"{each.needs.each} of \u201c{each.title}\u201d need one \u201c{with_it}\u201d."
            raise _broken(message, NEEDS, each, types)


def _broken(message: str, rule: str, broken: TicketType, types: dict[str, str]) -> RuleBroken:
    seats = sorted(seat for seat, type_id in types.items() if type_id == broken.id)
    return RuleBroken(message, rule=rule, seats=seats_among(seats))
