"""What the documentation names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
# A path in backticks, such as `seatapp/seats/`.
NAMED = re.compile(r"`((?:seatapp|clients|tests|docs|deploy|benchmarks)/[\w./-]*)`")
# Where [this](leads), as far as it leads to a file.
LINKED = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")

# Where it leads to a heading, of a page or of the same one.
TO_HEADING = re.compile(r"\]\(((?!https?:)[^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text()
    named = [ROOT / path for path in NAMED.findall(text)]
    linked = [page.parent / path for path in LINKED.findall(text)]

    assert [str(path) for path in named + linked if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_headings_that_a_page_links_to_are_there(page: Path) -> None:
    linked = TO_HEADING.findall(page.read_text())
    pages = [(page.parent / path if path else page, heading) for path, heading in linked]

    assert [(str(path), heading) for path, heading in pages if heading not in headings_of(path)] == []


def headings_of(page: Path) -> set[str]:
    """Return what links to the page's headings end in, as GitHub makes them."""
    headings = HEADING.findall(page.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_setting_is_in_the_table_of_variables() -> None:
    table = (ROOT / "docs" / "operations.md").read_text()
    read = re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z_]+)"', (ROOT / "config.py").read_text())

    assert len(read) > 20
    assert [name for name in read if f"`{name}`" not in table] == []


def test_every_decision_is_listed_and_has_a_date_and_a_status() -> None:
    decisions = ROOT / "docs" / "decisions"
    pages = sorted(decisions.glob("0*.md"))
    listed = re.findall(r"^\d+\. \[.*\]\((.*)\)$", (decisions / "README.md").read_text(), re.MULTILINE)

    assert listed == [page.name for page in pages]
    for page in pages:
        text = page.read_text()
        assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: \w", text, re.MULTILINE), page.name
        headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], page.name
