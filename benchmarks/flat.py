"""What a selection costs in small and large halls, among few and many shows and locks; a worker's memory."""

from collections.abc import Iterator
from itertools import count

from . import halls, messages
from .deployment import Deployment, Empty, deployed
from .halls import Hall, Wish
from .handlers import lock, odd
from .load import Crowd

CLIENTS = 24
SEATS = {100: (10, 10), 1_000: (20, 50), 10_000: (100, 100), 48_000: (160, 300), 120_000: (400, 300)}
SHOWS = (1, 10, 100, 1_000)
LOCKS = (0, 1_000, 10_000, 100_000)
# A buyer may hold ten seats of a show.
LOCKS_OF_A_SHOW = 12_000
MANY = 20_000
HEAD = ["", "worker ms", "x empty", "mongod ms", "x empty", "worker MiB", ""]


def flat(crowd: Crowd, empty: Empty, seconds: float, markdown: bool) -> Iterator[str]:
    """Yield lines: the CPU of a selection of three seats and its release, with CLIENTS at once."""
    yield _line(HEAD, markdown)
    if markdown:
        yield _line(["---"] * len(HEAD), markdown)
    for seats, (rows, length) in SEATS.items():
        with deployed("", crowd) as at:
            try:
                sold = [at.hall(rows, length)]
            except AssertionError:
                yield _line([f"{seats:,} seats", *[""] * 5, "refused"], markdown)
                continue
            yield _line([f"{seats:,} seats", *_measured(at, empty, sold, seconds)], markdown)
    for shows in SHOWS:
        with deployed("", crowd) as at:
            sold = [at.hall(10, 20) for _ in range(shows)]
            yield _line([f"{shows:,} shows of 200 seats", *_measured(at, empty, sold, seconds)], markdown)
    for locks in LOCKS:
        with deployed("", crowd) as at:
            for some in range(0, locks, LOCKS_OF_A_SHOW):
                arena = at.hall()
                lock(at, arena, arena.seats[: locks - some])
            yield _line([f"{locks:,} live locks", *_measured(at, empty, [at.hall()], seconds)], markdown)


def _measured(at: Deployment, empty: Empty, sold: list[Hall], seconds: float) -> list[str]:
    """Let each client select three seats of its own and release them, over and over, in show after show."""
    at.greet(at.buyers[:CLIENTS])
    seats = {hall.show: halls.in_threes(hall.seats) for hall in sold}
    scripts = []
    for buyer in range(CLIENTS):
        shows = (sold[number % len(sold)].show for number in count(buyer))
        wishes = [
            Wish(show, seats[show][(buyer + CLIENTS * step) % (len(seats[show]) // CLIENTS * CLIENTS)], buyer)
            for step, show in zip(range(MANY // 2), shows, strict=False)
        ]
        scripts.append(
            [ask(wish, at.buyers) for wish in wishes for ask in (messages.select, messages.release)]
        )
    before = at.cpu()
    load = at.crowd.follow(at.worker.port, scripts, seconds)
    at.await_quiet()
    pairs = sum(number % 2 == 0 for number in load.granted())
    worker, mongod = ((now - then) * 1000 / pairs for now, then in zip(at.cpu(), before, strict=True))
    memory, nothing = at.memory(), empty.milliseconds()
    times = [text for cpu in (worker, mongod) for text in (f"{cpu:.2f}", f"{cpu / nothing:.1f}")]
    return [*times, f"{memory / 2**20:.0f}", odd(load)]


def _line(cells: list[str], markdown: bool) -> str:
    if markdown:
        return f"| {' | '.join(cells)} |"
    first, *rest = cells
    return f"{first:28}" + "".join(f"{cell:>12}" for cell in rest[:-1]) + f"  {rest[-1]}"
