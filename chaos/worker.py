"""`python wsgi.py` for tests: its clock can be moved while it runs, and a guard can be left out.

CHAOS_CLOCK is a file with a number, by how many seconds the clock is wrong; CHAOS_WITHOUT names a guard.
"""

import mmap
import os
import struct
from collections.abc import Callable

from tests.support.skew import skew


def _seconds_in(path: str) -> Callable[[], float]:
    with open(path, "rb") as file:
        shared = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
    return lambda: float(struct.unpack("d", shared)[0])


if __name__ == "__main__":
    # Before anybody takes the time's functions by name.
    skew(_seconds_in(os.environ["CHAOS_CLOCK"]))

    import wsgi

    if guard := os.environ.get("CHAOS_WITHOUT"):
        from .guards import remove

        remove(guard)
    wsgi.main()
