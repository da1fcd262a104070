"""What axe-core finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def faults(page: Page) -> list[str]:
    """Return what does not hold of WCAG 2.2 AA and good practice, as `rule: element` each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found = page.evaluate(RUN, RULES)["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]
