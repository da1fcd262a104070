"""`python -m chaos.document FOLDER`: write docs/reliability.md from the figures of runs and of twins."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import machine
from tests.support.worker import ROOT

from .figures import Figure, table

PAGE = ROOT / "docs" / "reliability.md"
TEXT = Path(__file__).with_name("reliability.md")


def main() -> None:
    """Fill the text's places with figures."""
    parser = argparse.ArgumentParser(prog="python -m chaos.document", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("chaos-report"))
    folder = parser.parse_args().folder
    found = [Figure(**line) for path in sorted(folder.glob("figures-*.jsonl")) for line in _lines(path)]
    twins = list(_lines(folder / "twins.jsonl")) if (folder / "twins.jsonl").exists() else []
    seeds = sorted({figure.seed for figure in found})
    text = TEXT.read_text()
    places = {
        "machine": machine.description(),
        "seeds": f"{len(found)} faults in runs with the seeds {', '.join(map(str, seeds))}",
        "faults": "\n".join(table(found)),
        "twins": "\n".join(_twins(twins)),
    }
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    PAGE.write_text(text)


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _twins(found: Iterable[dict[str, Any]]) -> list[str]:
    """Return a table's lines; of a guard that was tried again, the last time counts."""
    latest = {each["guard"]: each["caught"] for each in found}
    lines = ["| without this guard | it was missed by |", "|---|---|"]
    return [*lines, *(f"| {guard} | {caught or 'no checker'} |" for guard, caught in latest.items())]


if __name__ == "__main__":
    main()
