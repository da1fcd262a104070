"""`python -m chaos.document FOLDER`: write docs/reliability.md from what runs, twins and loads left there.

Figures of runs that had the machine to themselves are in its folder `alone`.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import machine
from tests.support.worker import ROOT

from . import plot
from .absent import MOST_SECONDS
from .figures import Figure, table

PAGE = ROOT / "docs" / "reliability.md"
PICTURE = PAGE.with_name("soak.svg")
TEXT = Path(__file__).with_name("reliability.md")
NOT_RUN = "not run"
# By then a worker has what it needs for the load.
SETTLED_SECONDS = 120


def main() -> None:
    """Fill the text's places with figures."""
    parser = argparse.ArgumentParser(prog="python -m chaos.document", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("chaos-report"))
    folder = parser.parse_args().folder
    found, alone = _figures(folder), _figures(folder / "alone")
    twins = list(_lines(folder / "twins.jsonl")) if (folder / "twins.jsonl").exists() else []
    seeds = sorted({figure.seed for figure in found})
    text = TEXT.read_text()
    places = {
        "machine": machine.description(),
        "seeds": f"{len(found)} faults in runs with the seeds {', '.join(map(str, seeds))}",
        "faults": "\n".join(table(found)),
        "alone": "\n".join(table(alone)) if alone else NOT_RUN,
        "twins": "\n".join(_twins(twins)),
        "absent": _absent(folder),
        "soak": _soak(folder),
        "overload": _overload(folder),
    }
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    PAGE.write_text(text)


def _figures(folder: Path) -> list[Figure]:
    return [Figure(**line) for path in sorted(folder.glob("figures-*.jsonl")) for line in _lines(path)]


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _twins(found: Iterable[dict[str, Any]]) -> list[str]:
    """Return a table's lines; of a guard that was tried again, the last time counts."""
    latest = {each["guard"]: each["caught"] for each in found}
    lines = ["| without this guard | it was missed by |", "|---|---|"]
    return [*lines, *(f"| {guard} | {caught or 'no checker'} |" for guard, caught in latest.items())]


def _absent(folder: Path) -> str:
    """Return what was measured of those who stay away, as a sentence."""
    if not (folder / "absent.jsonl").exists():
        return NOT_RUN
    found = list(_lines(folder / "absent.jsonl"))
    said = []
    for who, led in (("the leader", True), ("another worker", False)):
        times = [each["seconds"] for each in found if each["led"] is led]
        said.append(f"{who} {len(times)} times, {median(times):.1f} s; {max(times):.1f} s")
    return f"{' and '.join(said)} (median; worst); may be {MOST_SECONDS:g} s"


def _soak(folder: Path) -> str:
    """Draw what was read, and return it as a table in Markdown."""
    if not (folder / "soak.jsonl").exists():
        return NOT_RUN
    about, *samples = _lines(folder / "soak.jsonl")
    answers = samples.pop()["answers"] if "answers" in samples[-1] else {}
    PICTURE.write_text(plot.svg(samples))
    minutes = samples[-1]["at"] / 60
    said = ", ".join(f"{status}: {count}" for status, count in answers.items()) or "not counted"
    settled = [each for each in samples if each["at"] >= SETTLED_SECONDS]
    lines = [
        f"{minutes:.0f} minutes, {about['watchers']:,} watchers, {about['rate']:g} requests a second; "
        f"answers by status: {said}.",
        "",
        f"![What was read, over the minutes]({PICTURE.name})",
        "",
        f"| reading | after {SETTLED_SECONDS // 60} min | median | most | at the end |",
        "|---|---|---|---|---|",
    ]
    for name in [name for name in samples[0] if name != "at"]:
        values = [each[name] for each in settled]
        lines.append(f"| {name} | {values[0]:g} | {median(values):g} | {max(values):g} | {values[-1]:g} |")
    return "\n".join(lines)


def _overload(folder: Path) -> str:
    """Return both phases as a table in Markdown."""
    if not (folder / "overload.json").exists():
        return NOT_RUN
    found = json.loads((folder / "overload.json").read_text())
    peak, over = found["peak"], found["overload"]
    lines = ["| reading | at the peak | at three times of it |", "|---|---|---|"]
    for name in [name for name in over if name != "statuses"]:
        cells = [_cell(phase.get(name)) for phase in (peak, over)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    statuses = ", ".join(f"{status}: {count}" for status, count in over["statuses"].items())
    wrong = "; ".join(found["wrong"]) or "nothing"
    return "\n".join([*lines, "", f"Answers by status (0: none): {statuses}. Wrong afterwards: {wrong}."])


def _cell(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "-")


if __name__ == "__main__":
    main()
