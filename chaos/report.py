"""What is printed and written when a run is over."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from . import picture
from .checks.seats import convictions
from .figures import figures, table
from .history import UNKNOWN
from .record import Complaint, Record

MOST_LINES = 30


def report(
    record: Record, complaints: list[Complaint], seed: int, folder: Path, say: Callable[[str], None]
) -> None:
    """Print what came of a run, and write figures and, of a failure, all evidence to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    unclear = sum(operation.outcome == UNKNOWN for operation in record.operations)
    say(f"{len(record.operations)} operations, {unclear} without an answer, {len(record.log)} changes")
    found = figures(record, seed)
    _write(folder / f"figures-{seed}.jsonl", (figure._asdict() for figure in found))
    print("\n".join(table(found)))
    if not complaints:
        print(f"seed {seed}: nothing is wrong")
        return
    _write(folder / f"history-{seed}.jsonl", (asdict(operation) for operation in record.operations))
    print(f"seed {seed}: {len(complaints)} complaints")
    for complaint in complaints[:MOST_LINES]:
        print(f"{complaint.checker}: {complaint.text}")
    for seat, conviction in convictions(record).items():
        (folder / f"seat-{seat}-{seed}.svg").write_text(picture.svg(seat, conviction, record))
        print(picture.text(seat, conviction, record))
    print(f"histories, figures and pictures are in {folder}")


def _write(path: Path, lines: Iterable[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(line, default=str) + "\n" for line in lines))
