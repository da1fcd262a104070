"""All checkers, one after the other. No I/O."""

from .checks import answers, bookings, holders, seats, selections, sockets
from .record import Complaint, Record

CHECKERS = (answers.check, seats.check, holders.check, selections.check, bookings.check, sockets.check)


def judge(record: Record, *, in_time: bool = True) -> list[Complaint]:
    """Return all that is wrong with a run; without `in_time`, nothing that a slow machine makes late."""
    found = [Complaint("test", text) for text in record.failures]
    checkers = (*CHECKERS, sockets.check_times) if in_time else CHECKERS
    found += [complaint for check in checkers for complaint in check(record)]
    return found + [Complaint("doctor", text) for text in record.doctor]
