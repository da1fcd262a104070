"""`python -m chaos.twins`: the same runs with one guard out at a time; each must turn out red."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .cluster import Size
from .crowd import Numbers
from .guards import GUARDS
from .judge import judge
from .quiet import quieten
from .run import Wanted, run

# What it takes for a guard to be missed, where a crowd alone does not do.
NEEDED: dict[str, Sequence[str]] = {
    "a majority has a lock before it is answered": ["primary parted from its secondaries"],
    "a majority has a booking that is found by its key": ["primary parted from its secondaries"],
    "a webhook is written with its booking": ["worker killed", "leader killed"],
    "workers repeat the latest number": ["redis killed"],
    "numbers skip what was lost": ["place in the change stream lost"],
}
ROWS = {"A": 16, "B": 16, "C": 16}
SECONDS = 30
# A crowd does not always do what it takes in so short a time.
ATTEMPTS = 3


def main() -> int:
    """Run each twin, say which checkers caught it, and return how many nobody did."""
    parser = argparse.ArgumentParser(prog="python -m chaos.twins", description=__doc__)
    parser.add_argument("--guard", action="append", choices=GUARDS, help="(all)")
    parser.add_argument("--seed", type=int, default=1, help="(1)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"at least, each ({SECONDS})")
    parser.add_argument("--out", type=Path, default=Path("chaos-report"), help="a folder (chaos-report)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    quieten()
    missed = 0
    for guard in options.guard or GUARDS:
        begun = time.time()
        caught: dict[str, int] = {}
        for attempt in range(ATTEMPTS):
            caught = caught or twin(guard, options.seed + attempt, options.seconds)
        missed += not caught
        by = ", ".join(f"{name} ({count})" for name, count in caught.items())
        print(f"{guard}: {by or 'NOBODY'}, {time.time() - begun:.0f} s", flush=True)
        with (options.out / "twins.jsonl").open("a") as file:
            file.write(json.dumps({"guard": guard, "caught": by}) + "\n")
    return min(missed, 1)


def twin(guard: str, seed: int, seconds: float = SECONDS) -> dict[str, int]:
    """Run without a guard; return which checkers complained, and how often."""
    kinds = NEEDED.get(guard, ())
    size = Size(ROWS, lock_seconds=3, checkout_seconds=5, election_seconds=10, without=guard)
    longest = 22 if kinds else 0
    wanted = Wanted(seconds + longest, seed, size, Numbers(20, 4), kinds or ("ttl monitor off",))
    caught: dict[str, int] = {}
    for complaint in judge(run(wanted, lambda _: None)):
        caught[complaint.checker] = caught.get(complaint.checker, 0) + 1
    return caught


if __name__ == "__main__":
    sys.exit(main())
