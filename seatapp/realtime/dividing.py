"""Divide the feed into another number of parts, when workers start with another FEED_PARTS.

They wait until no part has a leader. Each new part goes on from where the slowest of the former ones was:
some changes are announced twice, under new numbers, and none is lost.
"""

import logging
import uuid

from . import checkpoint, lease
from .lease import Division, Lease
from .parts import Part

log = logging.getLogger(__name__)


def acquire(worker_id: str, part: Part) -> Lease | None:
    """Acquire the lease of a part, after dividing the feed anew where it has to be; else return None."""
    before = lease.current_division()
    if before.parts != part.count and not _divide(before, part.count):
        return None
    return lease.acquire(worker_id, part)


def _divide(before: Division, parts: int) -> bool:
    if not lease.is_unled():
        return False
    # The checkpoints come first: once the division has changed, all that leaders begin with is there.
    after = Division(parts, uuid.uuid4().hex)
    checkpoint.copy(before, after)
    divided = lease.divide(before, after)
    checkpoint.delete(before if divided else after)
    if divided:
        log.warning("the feed is divided into %d parts, %d before", parts, before.parts)
    return divided
