"""Runs of free seats in bitmaps of a layout, and the single seats that a choice leaves. No I/O."""

from collections.abc import Iterator


def runs(free: int, count: int) -> int:
    """Return where a run of so many free seats begins."""
    starts, length = free, 1
    while length < count:
        step = min(length, count - length)
        starts &= starts >> step
        length += step
    return starts


def window(start: int, count: int) -> int:
    """Return so many seats from this one on."""
    return ((1 << count) - 1) << start


def singles(free: int) -> int:
    """Return the free seats without a free neighbour."""
    return free & ~(free << 1) & ~(free >> 1)


def lonely(free: int, count: int) -> int:
    """Return the seats from which on so many would leave a single one beside them."""
    before = (free << 1) & ~(free << 2)
    behind = (free >> count) & ~(free >> (count + 1))
    return before | behind


def run_around(free: int, number: int) -> int:
    """Return the run of free seats that this one is in."""
    first = last = number
    while first and free >> (first - 1) & 1:
        first -= 1
    while free >> (last + 1) & 1:
        last += 1
    return window(first, last - first + 1)


def longest(free: int) -> int:
    """Return how many seats the longest run has."""
    count = 0
    while free:
        free &= free >> 1
        count += 1
    return count


def lowest(bits: int) -> int:
    """Return the number of the first seat of the bitmap."""
    return (bits & -bits).bit_length() - 1


def numbers_in(bits: int) -> Iterator[int]:
    """Yield the numbers of the bitmap, the lowest first."""
    while bits:
        yield lowest(bits)
        bits &= bits - 1
