"""What is written behind the API's back."""

from tests.support.worker import Worker


def insert(worker: Worker, show: str, seat: str, state: str, holder: str | None = None) -> None:
    """Take a seat behind the API's back."""
    document = {"_id": {"show": show, "seat": seat}, "state": state, "holder": holder, "slot": seat}
    worker.database.seat_locks.insert_one(document)


def free(worker: Worker, show: str, seat: str) -> None:
    """Delete a seat's document behind the API's back."""
    assert worker.database.seat_locks.delete_one({"_id": {"show": show, "seat": seat}}).deleted_count == 1
