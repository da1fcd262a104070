"""Nothing is answered by a bug, whatever is broken."""

from collections.abc import Iterator

from ..record import Complaint, Record

BUG = 500


def check(record: Record) -> Iterator[Complaint]:
    """Complain of each call that was answered 500: what is broken is 503."""
    for operation in record.operations:
        if operation.status == BUG:
            yield Complaint("server errors", f"{operation}: {operation.status}")
