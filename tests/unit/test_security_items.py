"""SECURITY.md lists which tests are about which item of OWASP's, and they are."""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"^@pytest\.mark\.security\(([^)]*)\)", re.MULTILINE)
ROW = re.compile(r"^\| ((?:API\d+:2023|ASVS [\d.]+)) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


def marked() -> dict[str, set[str]]:
    """Return the files that have a test of an item, by item."""
    found = defaultdict(set)
    for path in (ROOT / "tests").rglob("test_*.py"):
        for items in MARK.findall(path.read_text()):
            for item in re.findall(r'"([^"]+)"', items):
                found[item].add(str(path.relative_to(ROOT / "tests")))
    return found


def test_the_table_of_items_is_true() -> None:
    rows = ROW.findall((ROOT / "SECURITY.md").read_text())
    listed = {item: set(re.findall(r"`([^`]+)`", files)) for item, files in rows}

    assert len(rows) == len(listed) > 20
    assert listed == marked()
