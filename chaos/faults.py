"""What can go wrong, and how it is put right again."""

import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from .cluster import WORKERS, Cluster


class Harm(NamedTuple):
    """What was done to whom, and what ends it."""

    whom: str
    heal: Callable[[], object]


class Fault(NamedTuple):
    """A kind of fault, for how many seconds it lasts, and what does it."""

    kind: str
    least: float
    most: float
    do: Callable[[Cluster, random.Random], Harm]


def _nothing() -> None:
    pass


def _leader(cluster: Cluster, chance: random.Random) -> str:
    return cluster.leader() or chance.choice(WORKERS)


def _follower(cluster: Cluster, chance: random.Random) -> str:
    leader = cluster.leader()
    return chance.choice([name for name in WORKERS if name != leader])


def _kill(pick: Callable[[Cluster, random.Random], str], cluster: Cluster, chance: random.Random) -> Harm:
    name = pick(cluster, chance)
    cluster.workers[name].kill()
    return Harm(name, partial(cluster.start_worker, name))


def _hang(pick: Callable[[Cluster, random.Random], str], cluster: Cluster, chance: random.Random) -> Harm:
    worker = cluster.workers[name := pick(cluster, chance)]
    worker.freeze()
    return Harm(name, worker.thaw)


def _restart_all(cluster: Cluster, _chance: random.Random) -> Harm:
    """One after the other: each ends as it is told to, and is back before the next one goes."""
    for name in WORKERS:
        cluster.workers[name].terminate(20)
        cluster.start_worker(name)
    return Harm("all", _nothing)


def _lose_place(cluster: Cluster, chance: random.Random) -> Harm:
    """The next leader finds a place in the change stream that is not there any more."""
    name = _leader(cluster, chance)
    cluster.workers[name].kill()
    cluster.database.feed.update_one({"_id": "position"}, {"$set": {"token": {"_data": "00"}}})
    return Harm(name, partial(cluster.start_worker, name))


def _step_down(cluster: Cluster, _chance: random.Random) -> Harm:
    name = cluster.replica_set.await_primary()
    cluster.replica_set.step_down()
    return Harm(name, _nothing)


def _kill_primary(cluster: Cluster, _chance: random.Random) -> Harm:
    name = cluster.replica_set.await_primary()
    node = cluster.replica_set.nodes[name]
    node.kill()

    def heal() -> None:
        node.restart()
        cluster.replica_set.note(name)

    return Harm(name, heal)


def _hang_primary(cluster: Cluster, _chance: random.Random) -> Harm:
    name = cluster.replica_set.await_primary()
    node = cluster.replica_set.nodes[name]
    node.freeze()
    return Harm(name, node.thaw)


def _part_primary(cluster: Cluster, _chance: random.Random) -> Harm:
    """The primary still hears its clients, and nobody else."""
    name = cluster.replica_set.await_primary()
    ways = [way for other in cluster.replica_set.others(name) for way in ((name, other), (other, name))]
    cluster.wires.hold(*ways)
    return Harm(name, partial(cluster.wires.mend, *ways))


def _part_worker(cluster: Cluster, chance: random.Random) -> Harm:
    way = (chance.choice(WORKERS), cluster.replica_set.await_primary())
    cluster.wires.hold(way)
    return Harm(" from ".join(way), partial(cluster.wires.mend, way))


def _kill_redis(cluster: Cluster, _chance: random.Random) -> Harm:
    cluster.redis.kill()
    return Harm("redis", cluster.redis.restart)


def _hang_redis(cluster: Cluster, _chance: random.Random) -> Harm:
    cluster.redis.freeze()
    return Harm("redis", cluster.redis.thaw)


def _some_doors(cluster: Cluster, chance: random.Random) -> list[tuple[str, str]]:
    return [(name, "front") for name in chance.sample(cluster.doors, max(1, len(cluster.doors) // 3))]


def _slow_clients(cluster: Cluster, chance: random.Random) -> Harm:
    ways = _some_doors(cluster, chance)
    cluster.wires.slow(chance.uniform(0.1, 0.5), *ways)
    return Harm(f"{len(ways)} clients", partial(cluster.wires.mend, *ways))


def _cut_clients(cluster: Cluster, chance: random.Random) -> Harm:
    ways = _some_doors(cluster, chance)
    cluster.wires.cut(*ways)
    return Harm(f"{len(ways)} clients", _nothing)


def _hold_clients(cluster: Cluster, chance: random.Random) -> Harm:
    ways = _some_doors(cluster, chance)
    cluster.wires.hold(*ways)

    def heal() -> None:
        # What was sent meanwhile arrives, or is lost with its connection.
        if chance.random() < 0.5:
            cluster.wires.cut(*ways)
        cluster.wires.mend(*ways)

    return Harm(f"{len(ways)} clients", heal)


def _move_clock(cluster: Cluster, chance: random.Random) -> Harm:
    name, seconds = chance.choice(WORKERS), chance.choice((-60, 60))
    cluster.move_clock(name, seconds)
    return Harm(f"{name} by {seconds:+} s", partial(cluster.move_clock, name, 0))


def _stop_ttl(cluster: Cluster, _chance: random.Random) -> Harm:
    def switch(on: bool) -> None:
        for name in cluster.replica_set.nodes:
            cluster.replica_set.command(name, {"setParameter": 1, "ttlMonitorEnabled": on})

    switch(False)
    return Harm("all members", partial(switch, True))


FAULTS = [
    Fault("worker killed", 3, 6, partial(_kill, _follower)),
    Fault("leader killed", 3, 6, partial(_kill, _leader)),
    Fault("worker hung", 5, 11, partial(_hang, _follower)),
    Fault("leader hung", 5, 11, partial(_hang, _leader)),
    Fault("workers restarted in turn", 0, 1, _restart_all),
    Fault("place in the change stream lost", 1, 3, _lose_place),
    Fault("primary stepped down", 3, 5, _step_down),
    Fault("primary killed", 12, 15, _kill_primary),
    Fault("primary hung", 12, 15, _hang_primary),
    Fault("primary parted from its secondaries", 12, 15, _part_primary),
    Fault("worker parted from the primary", 4, 9, _part_worker),
    Fault("redis killed", 3, 8, _kill_redis),
    Fault("redis hung", 3, 8, _hang_redis),
    Fault("clients slow", 3, 6, _slow_clients),
    Fault("clients cut off", 1, 2, _cut_clients),
    Fault("clients held up", 3, 12, _hold_clients),
    Fault("clock moved", 5, 8, _move_clock),
    Fault("ttl monitor off", 5, 8, _stop_ttl),
]
BY_KIND = {fault.kind: fault for fault in FAULTS}
