"""Guards that can be taken out of a worker, to see that the checkers miss them. Never in the product.

Each is removed by replacing what implements it in this one process, before it serves.
"""

from collections.abc import Callable
from typing import Any

from flask import current_app
from pymongo import ReplaceOne
from pymongo.client_session import ClientSession

from seatapp.bookings import cancelling, changes, service, store, transaction
from seatapp.extensions import db, socketio
from seatapp.realtime import checkpoint, delivery
from seatapp.seats import acquire, confirm, locks, writes
from seatapp.seats.claim import Claim
from seatapp.seats.document import BOOKED, LOCKED, seat_key, seat_keys
from seatapp.webhooks import outbox, sending

# A webhook that is not written with its booking is written so much later.
LATER_SECONDS = 5.0


def _swap(name: str, value: Any, *owners: object) -> None:
    for owner in owners:
        setattr(owner, name, value)


def _write_whatever_is_there(claim: Claim, seats: list[str], slots: Any, session: Any = None) -> bool:
    replacements = [
        ReplaceOne({"_id": seat_key(claim.show_id, seat)}, claim.document(seat, slot), upsert=True)
        for seat, slot in zip(seats, slots, strict=True)
    ]
    db.seat_locks.bulk_write(replacements, session=session)
    return True


def _conflicts() -> None:
    _swap("may_take", lambda *_: True, Claim)
    _swap("write_free", _write_whatever_is_there, writes, confirm)


def _undoing() -> None:
    _swap("undo", lambda *_: None, acquire, writes)


def _token() -> None:
    def undo(claim: Claim, seats: list[str]) -> None:
        db.seat_locks.delete_many({"_id": seat_keys(claim.show_id, seats)})

    _swap("undo", undo, acquire, writes)


def _booking_in_time() -> None:
    mark = writes.mark_booked

    def mark_expired_too(session: ClientSession, claim: Claim, _: Any) -> int:
        return mark(session, claim, {})

    _swap("mark_booked", mark_expired_too, confirm)


def _booking_ones_own() -> None:
    def mark_anybodys(session: ClientSession, claim: Claim, _: Any) -> int:
        which = {"_id": seat_keys(claim.show_id, claim.seats), "state": LOCKED}
        booked = {"$set": {"state": BOOKED, "booking_id": claim.booking_id, "holder": claim.holder}}
        unset = {"$unset": {"expires_at": "", "prolonged": "", "checkout": ""}}
        return db.seat_locks.update_many(which, {**booked, **unset}, session=session).modified_count

    _swap("mark_booked", mark_anybodys, confirm)


def _transaction() -> None:
    _swap("transact", lambda work: work(None), transaction, cancelling)


def _majority() -> None:
    _swap("MAJORITY", {"w": 1}, writes)


def _confirmation() -> None:
    def read(which: Any) -> Any:
        return db.bookings.find_one(which)

    _swap("_for_good", read, store)


def _key() -> None:
    _swap("_earlier", lambda _: None, service)
    _swap("_settled", lambda *_: None, service)


def _correcting_totals() -> None:
    write = changes.write

    def keep_total(*args: Any, **more: Any) -> Any:
        changed = write(*args, **more)
        total = {"$set": {"total": args[1]["total"]}}
        db.bookings.update_one({"_id": changed["_id"]}, total, session=args[0])
        return changed

    _swap("write", keep_total, changes)


def _outbox() -> None:
    write = outbox.write

    def write_later(event: str, data: Any, _: Any = None, key: str = "") -> None:
        app = current_app._get_current_object()  # type: ignore[attr-defined]

        def work() -> None:
            socketio.sleep(LATER_SECONDS)
            with app.app_context():
                write(event, data, None, key)

        socketio.start_background_task(work)

    _swap("write", write_later, outbox)


def _sending_again() -> None:
    post = sending.post

    def post_once(message: Any) -> bool:
        post(message)
        return True

    _swap("post", post_once, sending)


def _expiring() -> None:
    _swap("expire", lambda: 0, locks)


def _numbers_repeated() -> None:
    _swap("deliver_seqs", lambda: None, delivery)


def _skipping() -> None:
    _swap("skip_ahead", lambda **_: None, checkpoint)


GUARDS: dict[str, Callable[[], None]] = {
    "seats of others are left alone": _conflicts,
    "a refused selection is undone": _undoing,
    "only one's own writes are undone": _token,
    "a lock is booked in time": _booking_in_time,
    "a lock is booked by its holder": _booking_ones_own,
    "a booking is one transaction": _transaction,
    "a majority has a lock before it is answered": _majority,
    "a majority has a booking that is found by its key": _confirmation,
    "a key books once": _key,
    "a changed booking has another total": _correcting_totals,
    "a webhook is written with its booking": _outbox,
    "a webhook is sent until it is taken": _sending_again,
    "the leader ends locks": _expiring,
    "workers repeat the latest number": _numbers_repeated,
    "numbers skip what was lost": _skipping,
}


def remove(name: str) -> None:
    """Take a guard out of this process."""
    GUARDS[name]()
