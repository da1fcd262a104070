"""How soon the others hear of a lock, and what a connected socket weighs."""

import random
import time
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass

from . import halls, messages
from .halls import Hall
from .listeners import Listeners, seats_selected
from .load import Client
from .stage import Stage
from .throughput import LISTENERS, percentile

RATE = 20
SOCKETS = 500
LAST_WORDS_SECONDS = 1


@dataclass
class Delay:
    """Milliseconds until each listener heard of each lock: from the answer to it, and from the request."""

    name: str
    locks: int
    unheard: int
    from_answer: list[float]
    from_request: list[float]

    def describe(self) -> str:
        """Return a line for people."""
        answer, request = (
            f"p50 {percentile(times, 50):5.1f}, p99 {percentile(times, 99):5.1f} ms"
            for times in (self.from_answer, self.from_request)
        )
        lost = f"; {self.unheard} never heard" if self.unheard else ""
        return f"{self.name:34} {answer} after the answer; {request} after the request{lost}"


def lock_to_event(stage: Stage, seconds: float, second_worker: bool) -> Delay:
    """Lock seats RATE times a second, with listeners on the same worker or on a second one."""
    home = stage.second_worker() if second_worker else nullcontext(stage.worker)
    hall = halls.ARENA_NEWS[second_worker]
    with home as worker, Listeners(worker.port, stage.tokens[-LISTENERS:], [hall.show]) as listeners:
        stage.await_quiet()
        sent, answered = _select(stage, hall, int(seconds * RATE))
        time.sleep(LAST_WORDS_SECONDS)
        heard = listeners.heard()
    times: dict[str, list[float]] = defaultdict(list)
    for message in heard:
        for seat in seats_selected(message.message):
            times[seat].append(message.at)
    stage.clear()
    return Delay(
        f"lock → event, {LISTENERS} on {'another' if second_worker else 'its'} worker",
        len(sent),
        sum(LISTENERS - len(times[seat]) for seat in sent),
        [(at - answered[seat]) * 1000 for seat in sent for at in times[seat]],
        [(at - sent[seat]) * 1000 for seat in sent for at in times[seat]],
    )


def bytes_a_socket(stage: Stage) -> float:
    """Return how much the worker grows for each socket that sits in a show's room."""
    stage.await_quiet()
    before = stage.memory()
    with Listeners(stage.worker.port, stage.tokens[:SOCKETS], [halls.CINEMA_HALF.show]):
        stage.await_quiet()
        grown = stage.memory() - before
    stage.await_quiet()
    return grown / SOCKETS


def _select(stage: Stage, hall: Hall, count: int) -> tuple[dict[str, float], dict[str, float]]:
    """Select at uneven moments; return by each request's first seat when it was sent and answered."""
    sent, answered = {}, {}
    client = Client(stage.worker.port)
    for wish in halls.wishes([hall])[:count]:
        time.sleep(random.uniform(0, 2 / RATE))
        seat = wish.seats[0]
        sent[seat] = time.monotonic()
        status, body = client.ask(messages.select(wish, stage.tokens))
        answered[seat] = time.monotonic()
        if status != 200:
            raise RuntimeError(f"{status}: {body!r}")
    client.socket.close()
    return sent, answered
