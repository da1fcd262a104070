"""What select, release and status cost, in the cinema and in the arena, and what they cost at the least."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from . import halls, messages
from .halls import Hall, Wish
from .listeners import Listeners
from .load import Load
from .stage import AFTERMATH_SECONDS, Cpu, Stage

RIVALS = 8
LISTENERS = 50
MANY = 20_000

Recorder = Callable[[str], AbstractContextManager[None]]


@dataclass
class Row:
    """One measurement; times in milliseconds, CPU a request."""

    name: str
    requests: int
    rate: float
    p50: float
    p99: float
    worker: float
    mongod: float
    statuses: Counter[int]
    empty: float = 0


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class Throughput:
    """Measures one kind of request after the other on a stage; every measurement leaves it as it was."""

    def __init__(self, stage: Stage, seconds: float, wanted: str, record: Recorder | None = None) -> None:
        self._stage = stage
        self._seconds = seconds
        self._wanted = wanted
        self._record: Recorder = record or (lambda _: nullcontext())

    def rows(self) -> Iterator[Row]:
        """Yield the measurements whose name has the wanted word in it."""
        self._warm_up()
        for where, on_sale in (
            ("cinema", halls.CINEMAS),
            ("arena", [halls.ARENA]),
            ("arena half sold", [halls.ARENA_HALF]),
        ):
            yield from self._sale(f"select, {where}", f"release, {where}", on_sale)
        name = f"select, arena, {LISTENERS} listeners"
        if self._wants(name):
            tokens = self._stage.tokens[-LISTENERS:]
            with Listeners(self._stage.worker.port, tokens, [halls.ARENA_HEARD.show]):
                yield from self._sale(name, "", [halls.ARENA_HEARD])
            self._stage.await_quiet()
        yield from self._refusals("select refused, cinema", halls.vain_wishes(halls.CINEMA_HALF))
        yield from self._refusals(f"select, {RIVALS} rivals a seat", halls.races(halls.ARENA_RACED, RIVALS))
        yield from self._looks("cinema half sold", halls.CINEMA_HALF)
        yield from self._looks("arena half sold", halls.ARENA_HALF)

    def _warm_up(self) -> None:
        requests = [messages.select(wish, self._stage.tokens) for wish in halls.wishes([halls.WARMING_UP])]
        self._stage.crowd.run(self._stage.worker.port, requests, self._seconds)
        self._stage.clear()

    def _sale(self, select: str, release: str, on_sale: list[Hall]) -> Iterator[Row]:
        """Select all seats, or as many as there is time for, and release them again."""
        if not self._wants(select) and not self._wants(release):
            return
        wishes, tokens = halls.wishes(on_sale), self._stage.tokens
        selections = [messages.select(wish, tokens) for wish in wishes]
        row, load = self._measure(select, selections)
        yield self._compared(row, selections)
        granted = [wishes[answer.number] for answer in load.answers if answer.status == 200]
        if release and self._wants(release):
            releases = [messages.release(wish, tokens) for wish in granted]
            row, _ = self._measure(release, releases, MANY)
            yield self._compared(row, releases)
        self._stage.clear()

    def _refusals(self, name: str, wishes: list[Wish]) -> Iterator[Row]:
        if self._wants(name):
            row, _ = self._measure(name, [messages.select(wish, self._stage.tokens) for wish in wishes])
            yield row
            self._stage.clear()

    def _looks(self, where: str, hall: Hall) -> Iterator[Row]:
        if self._wants(name := f"status, {where}"):
            tokens = self._stage.tokens
            requests = [messages.status(hall.show, tokens[number % len(tokens)]) for number in range(MANY)]
            row, _ = self._measure(name, requests)
            yield self._compared(row, requests)

    def _measure(self, name: str, requests: list[bytes], seconds: float = 0) -> tuple[Row, Load]:
        with self._record(name):
            return self._run(name, requests, self._stage.worker.port, self._stage.cpu, seconds)

    def _compared(self, row: Row, requests: list[bytes]) -> Row:
        """Add what the empty handler needs for the same requests."""
        port = self._stage.empty_port
        row.empty = self._run("", requests, port, self._stage.empty_cpu, self._seconds / 2)[0].worker
        return row

    def _run(
        self, name: str, requests: list[bytes], port: int, cpu: Callable[[], Cpu], seconds: float = 0
    ) -> tuple[Row, Load]:
        before = cpu()
        load = self._stage.crowd.run(port, requests, seconds or self._seconds)
        time.sleep(AFTERMATH_SECONDS)
        after = cpu()
        count = len(load.answers)
        latencies = [answer.latency * 1000 for answer in load.answers]
        row = Row(
            name,
            count,
            count / (load.ended - load.started),
            percentile(latencies, 50),
            percentile(latencies, 99),
            (after.worker - before.worker) * 1000 / count,
            (after.mongod - before.mongod) * 1000 / count,
            Counter(answer.status for answer in load.answers),
        )
        return row, load

    def _wants(self, name: str) -> bool:
        return self._wanted in name
