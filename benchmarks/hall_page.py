"""A hall's page in a Chromium: how soon it is drawn, and what finding seats costs its visitor."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

WINDOWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3},
}
REST_MS = 1_000
FIRST_DRAW = "() => performance.getEntriesByName('seatapp:first-draw')[0]?.startTime"
# Resolves to ms by what was asked. No seat is called so: all have to be looked at. What is drawn counts to
# the end of its frame, so that up to 17 ms of it are waiting for that.
FIND = """async (picker) => {
  const root = picker.shadowRoot;
  const worked = (act) => {
    const start = performance.now();
    act();
    return performance.now() - start;
  };
  const drawn = async (act) => {
    const start = performance.now();
    act();
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - start;
  };
  const together = () => worked(() => picker.map.together(2));
  const search = () => {
    const form = root.querySelector(".search");
    form.querySelector("input").value = "Block 0, row 0, seat 0";
    return worked(() => form.requestSubmit());
  };
  return {
    "best together, first": together(),
    "best together, later": together(),
    "list opens": await drawn(() => root.querySelectorAll("[role=tab]")[1].click()),
    "search by name, first": search(),
    "search by name, later": search(),
    "list is filtered": await drawn(() => root.querySelector(".filters button").click()),
  };
}"""


@contextmanager
def opened(browser: Browser, address: str, window: str, slower: float = 1) -> Iterator[Page]:
    """Open a hall as somebody new, on a CPU that is so many times slower, and wait until it is drawn."""
    context = browser.new_context(**WINDOWS[window])
    try:
        page = context.new_page()
        _devtools(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(address)
        page.wait_for_function(FIRST_DRAW)
        yield page
    finally:
        context.close()


def first_draw(page: Page) -> float:
    """Return after how many ms of the load all seats were drawn."""
    drawn: float = page.evaluate(FIRST_DRAW)
    return drawn


def findings(page: Page) -> dict[str, float]:
    """Return how many ms it takes to find seats side by side, in the list and by name."""
    page.wait_for_timeout(REST_MS)
    found: dict[str, float] = page.locator("seat-picker").evaluate(FIND)
    return found


def heap(page: Page) -> float:
    """Return the MB that the page's scripts keep."""
    page.wait_for_timeout(REST_MS)
    devtools = _devtools(page)
    devtools.send("Performance.enable")
    devtools.send("HeapProfiler.collectGarbage")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    used: float = next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize")
    return used / 1_000_000


def _devtools(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)
