"""Long work in portions, between which the server does other work."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Cut = TypeVar("Cut", list[str], bytes)


def in_portions(items: Iterable[Item], weigh: Callable[[Item], int], most: int) -> Iterator[Item]:
    """Yield the items, and let other requests go on whenever they have come to the weight `most`."""
    weight = 0
    for item in items:
        yield item
        weight += weigh(item)
        if weight >= most:
            weight = 0
            # A cooperative server switches here, others may.
            time.sleep(0)


def batches(items: Cut, most: int) -> Iterator[Cut]:
    """Yield the items, so many at a time."""
    return (items[start : start + most] for start in range(0, len(items), most))
