"""What changed of a seat between two moments."""

from datetime import datetime
from typing import NamedTuple


class Taken(NamedTuple):
    """A seat that is not free: what the feed remembers of its document."""

    state: str
    holder: str | None
    expires_at: datetime | None
    price: int | None = None


class Change(NamedTuple):
    """One seat before and after a batch of writes; None is free."""

    seat: str
    before: Taken | None
    after: Taken | None
