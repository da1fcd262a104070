"""`python -m chaos --help`: break an installation for some minutes, and judge it."""

import argparse
import pickle
import sys
import time
from pathlib import Path

from .cluster import Size
from .crowd import Numbers
from .faults import BY_KIND
from .judge import judge
from .quiet import quieten
from .report import report
from .run import Wanted, run

ROWS = {"A": 16, "B": 16, "C": 16}


def main() -> int:
    """Run, print what is wrong, and return how many things are."""
    options = _options()
    quieten()
    begun = time.time()

    def say(line: str) -> None:
        print(f"{time.time() - begun:7.1f} s  {line}", flush=True)

    size = Size(ROWS, election_seconds=options.election, without=options.without)
    wanted = Wanted(
        options.minutes * 60, options.seed, size, Numbers(options.buyers, options.viewers), options.only
    )
    print(f"seed {options.seed}", flush=True)
    record = run(wanted, say)
    if options.keep:
        options.keep.write_bytes(pickle.dumps(record))
    complaints = judge(record)
    report(record, complaints, options.seed, options.out, say)
    return min(len(complaints), 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3, help="(3)")
    parser.add_argument("--seed", type=int, default=1, help="what the plan follows from (1)")
    parser.add_argument("--buyers", type=int, default=24, help="(24)")
    parser.add_argument("--viewers", type=int, default=6, help="(6)")
    parser.add_argument("--only", action="append", default=[], choices=BY_KIND, help="a kind of fault")
    parser.add_argument("--election", type=float, default=10, help="MongoDB's election timeout, s (10)")
    parser.add_argument("--without", default="", help="a guard to leave out")
    parser.add_argument("--out", type=Path, default=Path("chaos-report"), help="a folder (chaos-report)")
    parser.add_argument("--keep", type=Path, help="a file for all that was recorded")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
