"""One run: everything is started, used and broken by plan, put right, and what came of it is collected."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice

from pymongo.errors import PyMongoError

from tests.support import sales
from tests.support.checkup import complaints
from tests.support.receiver import Receiver
from tests.support.waiting import eventually

from .cluster import PRICE, SHOW, Cluster, Size
from .crowd import Crowd, Numbers
from .faults import BY_KIND
from .history import History
from .log import Log
from .pulse import Pulse
from .record import Client, Injection, Record
from .schedule import Planned, plan

CALM_SECONDS = 2
# How long it may take until all that was broken works again.
SETTLED_SECONDS = 20
# What may make the server believe that somebody is gone who is not.
DISCONNECTING = ("worker", "leader", "place", "clients")
ACTED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run: how long, by which seed and with whom; kinds of faults (none: all), at `most` so many."""

    seconds: float
    seed: int
    size: Size
    numbers: Numbers
    kinds: Sequence[str] = ()
    pace: float = 1
    most: int | None = None
    # Whether the last that happens is told to nobody, and nothing follows by which clients would know.
    loses_last: bool = True


def run(wanted: Wanted, say: Callable[[str], None]) -> Record:
    """Run, and return all that is known afterwards."""
    failing = random.Random(wanted.seed)
    answers = [failing.choices((204, 500, "hang up"), (80, 10, 10))[0] for _ in range(10_000)]
    with ExitStack() as stack:
        receiver = stack.enter_context(closing(Receiver(*answers)))
        cluster = stack.enter_context(closing(Cluster(wanted.size, receiver)))
        record = Record(wanted.size.lock_seconds, wanted.size.checkout_seconds, begun=time.time())
        log = Log(cluster.replica_set.uri, SHOW).start()
        pulse = Pulse(cluster.replica_set.uri)
        history = History()
        crowd = Crowd(cluster, history, wanted.numbers, wanted.seed)
        say(f"{len(cluster.seats)} seats, {len(crowd.buyers)} buyers, {len(crowd.viewers)} onlookers")
        crowd.start()
        time.sleep(CALM_SECONDS)
        record.injections = list(_break(cluster, wanted, say))
        time.sleep(CALM_SECONDS)
        with _redis_gone(cluster) if wanted.loses_last else nullcontext():
            crowd.stop()
        # What is left to be sent shall not take longer than the test.
        receiver.answers.clear()
        _settle(cluster, crowd, say)
        _collect(record, cluster, crowd, receiver)
        record.outages = pulse.end()
        crowd.leave()
        log.end()
        record.log, record.operations, record.absences = log.entries, history.operations, history.absences
        _suspect_absences(record, crowd)
    return record


def _break(cluster: Cluster, wanted: Wanted, say: Callable[[str], None]) -> Iterator[Injection]:
    """Do what the plan says until the time is over."""
    over = time.time() + wanted.seconds
    for planned in islice(plan(wanted.seed, wanted.kinds, wanted.pace), wanted.most):
        if time.time() + planned.rest + planned.lasts > over:
            return
        time.sleep(planned.rest)
        yield _inject(cluster, planned, say)


def _inject(cluster: Cluster, planned: Planned, say: Callable[[str], None]) -> Injection:
    begun = time.time()
    say(f"{planned.kind}, for {planned.lasts:.1f} s")
    harm = BY_KIND[planned.kind].do(cluster, random.Random(planned.seed))
    time.sleep(max(0, begun + planned.lasts - time.time()))
    harm.heal()
    return Injection(planned.kind, harm.whom, begun, time.time())


@contextmanager
def _redis_gone(cluster: Cluster) -> Iterator[None]:
    """Keep Redis away until nobody has a lock any more whose end would be told."""
    cluster.redis.kill()
    yield
    locks = cluster.database.seat_locks
    with suppress(AssertionError):
        eventually(lambda: not locks.count_documents({"state": "locked"}), SETTLED_SECONDS)
    cluster.redis.restart()


def _settle(cluster: Cluster, crowd: Crowd, say: Callable[[str], None]) -> None:
    """Wait until locks have run out, webhooks are sent and maps are right, or for long enough."""
    cluster.replica_set.await_primary()
    locks, outbox = cluster.database.seat_locks, cluster.database.outbox

    def is_quiet() -> bool:
        time.sleep(0.5)
        # Attempts that failed are repeated after a back-off that is longer than the test.
        outbox.update_many({"due_at": {"$exists": True}}, [{"$set": {"due_at": "$$NOW"}}])
        if locks.count_documents({"state": "locked"}) or outbox.count_documents({}):
            return False
        taken = {
            document["_id"]["seat"] for document in locks.find({"state": {"$in": ["booked", "blocked"]}})
        }
        return all(viewer.is_live and viewer.taken == taken for viewer in crowd.viewers)

    def is_quiet_now() -> bool:
        with suppress(PyMongoError):
            return is_quiet()
        return False

    say("everything is whole again; waiting until it is quiet")
    with suppress(AssertionError):
        eventually(is_quiet_now, SETTLED_SECONDS)


def _collect(record: Record, cluster: Cluster, crowd: Crowd, receiver: Receiver) -> None:
    """Read what the database, the shop and the clients have in the end."""
    database = cluster.database
    record.ended = time.time()
    record.seats = {document["_id"]["seat"]: document for document in database.seat_locks.find({})}
    record.bookings = list(database.bookings.find({}))
    record.summary = crowd.organiser.summary()
    record.price = PRICE
    record.told = {event["data"]["id"] for event in receiver.accepted if event["type"] == "booking.confirmed"}
    record.names = crowd.names
    record.failures = crowd.failures
    holders = [(buyer.viewer, True) for buyer in crowd.buyers if buyer.viewer]
    for viewer, is_holder in [*((viewer, False) for viewer in crowd.viewers), *holders]:
        end = viewer.taken if viewer.is_live else None
        record.clients.append(
            Client(viewer.name, viewer.transport, viewer.visits, viewer.views, is_holder, end)
        )
    with sales.app_on(cluster.replica_set.uri) as app:
        record.doctor = complaints(app)


def _suspect_absences(record: Record, crowd: Crowd) -> None:
    """A worker that was dead, hung or cut off may have counted as gone with all its sockets."""
    for kind, _, begun, healed in record.injections:
        if kind.startswith(DISCONNECTING):
            for buyer in crowd.buyers:
                if buyer.viewer:
                    record.absences.append(buyer.absence(begun, healed + ACTED_SECONDS))
