"""Run the benchmarks and print what came of them: `python -m benchmarks --help`."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple

from . import choosing, handlers, machine, rooms
from .deployment import Deployment, Empty, checkout, deployed, empty_handler
from .flat import flat
from .load import Crowd
from .report import Figure, Line, Table, combine
from .stadium import stadium
from .standing import standing

ROUNDS_AGAINST = 2
ABOUT = """\
worker, mongod: milliseconds of CPU that a request takes of them, its announcement included. x empty: the
same as a multiple of what a Flask handler of that shape takes that does nothing, measured right after. Goals
were set where that takes 0.25 ms; what is judged are the multiples. Rates and latencies are of this machine
with the clients on the same cores: worth what the load on it allows.
"""


class Measurement(NamedTuple):
    """Something that is measured in one go, in at most about so many seconds."""

    name: str
    run: Callable[[Deployment, float], Iterable[Figure]]


HANDLERS = [
    Measurement("select, selections a second, release", handlers.selling),
    Measurement("select, by JWTs not met before", handlers.selling_to_strangers),
    Measurement("refused, rivals", handlers.refusing),
    Measurement("turns", handlers.taking_turns),
    Measurement("status", handlers.looking),
    Measurement("best available", choosing.choosing_best),
    Measurement("places to stand", choosing.choosing_places),
]
STORM = [Measurement("storm", rooms.storm)]
LAST = [Measurement("stadium", stadium), Measurement("standing", standing)]
KINDS = ("all", "rush", "storm", "flat")


def main() -> None:
    """Start everything, measure what is wanted, and print it line by line."""
    options = _options()
    print(machine.description(), flush=True)
    with ExitStack() as stack:
        crowd = Crowd()
        stack.callback(crowd.close)
        empty = stack.enter_context(empty_handler(crowd))
        if options.what == "flat":
            for line in flat(crowd, empty, options.seconds, options.markdown):
                print(line, flush=True)
            return
        deployments = [stack.enter_context(deployed("this", crowd, profiled=options.profile))]
        if options.against:
            root = stack.enter_context(checkout(options.against))
            deployments.append(stack.enter_context(deployed(options.against, crowd, root)))
        print(f"mongod {deployments[0].worker.database.client.server_info()['version']}\n\n{ABOUT}")
        table = Table(options.against, options.markdown)
        for line in table.head():
            print(line)
        for measurement in _measurements(options):
            try:
                for result in _lines(measurement, deployments, empty, options.seconds):
                    print(table.line(result), flush=True)
            except (AssertionError, ArithmeticError, OSError, RuntimeError, ValueError) as error:
                # The other measurements still say something.
                print(f"{measurement.name}: not measured: {type(error).__name__}: {error}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", default="all", choices=KINDS, help="(all)")
    parser.add_argument("--against", default="", metavar="COMMIT", help="measure this one too, in turn")
    parser.add_argument("--seconds", type=float, default=6, help="for each measurement, at most (6)")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="measure only what has these words in its name: select"
    )
    parser.add_argument("--watchers", type=_numbers, default=rooms.ROOMS, help="in rush, (1000,2000,4000)")
    parser.add_argument("--rate", type=float, default=rooms.RATE, help="locks a second in rush (50)")
    parser.add_argument("--markdown", action="store_true", help="print a table for the documentation")
    parser.add_argument("--profile", action="store_true", help="sample the worker with py-spy meanwhile")
    options: argparse.Namespace = parser.parse_args()
    return options


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _measurements(options: argparse.Namespace) -> list[Measurement]:
    """Return what is wanted, in order."""
    rush = [
        Measurement(f"rush, {watchers} watchers", partial(_rush, watchers=watchers, rate=options.rate))
        for watchers in options.watchers
    ]
    chosen = {
        "all": [*HANDLERS, Measurement("announcement", rooms.announcing), *rush, *STORM, *LAST],
        "rush": rush,
        "storm": STORM,
    }[options.what]
    return [measurement for measurement in chosen if options.only in measurement.name]


def _rush(at: Deployment, seconds: float, watchers: int, rate: float) -> Iterator[Figure]:
    return rooms.rush(at, seconds, watchers, rate)


def _lines(
    measurement: Measurement, deployments: list[Deployment], empty: Empty, seconds: float
) -> Iterator[Line]:
    """Measure each deployment, in turn where there are two, and yield a line for each figure."""
    rounds: list[list[tuple[list[Figure], float]]] = [[] for _ in deployments]
    for _ in range(ROUNDS_AGAINST if len(deployments) > 1 else 1):
        for deployment, results in zip(deployments, rounds, strict=True):
            results.append(([*measurement.run(deployment, seconds)], empty.milliseconds()))
    ours, *others = [combine(results) for results in rounds]
    for name, (figure, value, reference) in ours.items():
        other = others[0][name][1] if others and name in others[0] else None
        yield Line(figure, value, reference, other)


if __name__ == "__main__":
    main()
