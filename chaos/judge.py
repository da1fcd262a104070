"""All checkers, one after the other. No I/O."""

from .checks import bookings, holders, seats, selections, sockets
from .record import Complaint, Record

CHECKERS = (seats.check, holders.check, selections.check, bookings.check, sockets.check)


def judge(record: Record) -> list[Complaint]:
    """Return all that is wrong with a run."""
    found = [Complaint("test", text) for text in record.failures]
    found += [complaint for check in CHECKERS for complaint in check(record)]
    return found + [Complaint("doctor", text) for text in record.doctor]
