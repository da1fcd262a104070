"""A Chromium for the tests: the one that is installed, or one that can be."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# A page that the test itself answers has no address, so its WebSocket to loopback would be refused. The
# others draw two pages for the address bar of each window, which nobody sees: more work than the page that
# is tested.
UNWANTED = ("LocalNetworkAccessChecks", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
INSTALL_SECONDS = 900
MISSING = "The tests need a browser: install Chromium or Google Chrome, and run them again."


class BrowserMissing(Exception):
    """There is no browser here; the message is one line that says what to install."""


def find_chromium() -> str:
    """Return the path of a Chromium or Chrome that starts; raise BrowserMissing."""
    for path in _candidates():
        if starts(path):
            return path
    raise BrowserMissing(MISSING)


def install_chromium() -> None:
    """Install a Chromium, by Playwright or, as root, by apt; whether that worked, find_chromium tells."""
    root = os.geteuid() == 0
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    if run([*playwright, *(["--with-deps"] if root and shutil.which("apt-get") else [])]) or not root:
        return
    if shutil.which("apt-get"):
        run(["apt-get", "update", "-q"])
        run(["apt-get", "install", "-qy", "--no-install-recommends", "chromium"])


@contextmanager
def chromium_of(browser: Browser, profile: Path, preferences: Mapping[str, Any]) -> Iterator[BrowserContext]:
    """Start a Chromium of its own, in an empty folder, whose user has set these preferences."""
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(preferences))
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=find_chromium(), args=launch_arguments()
    )
    yield context
    context.close()


def launch_arguments() -> list[str]:
    """Return the switches that make a browser quiet, and let root use it."""
    return [
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        "--disable-background-networking",
        f"--disable-features={','.join(UNWANTED)}",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from (str(path) for place in PLACES if (path := Path(place).expanduser()).exists())
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def starts(path: str) -> bool:
    """Return whether it is more than a stub that asks for a snap, and has its libraries."""
    try:
        done = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def run(command: list[str]) -> bool:
    print(" ".join(command), flush=True)
    try:
        done = subprocess.run(command, check=False, timeout=INSTALL_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> None:
    """Make sure that there is a browser, or end with the one line."""
    try:
        find_chromium()
    except BrowserMissing:
        install_chromium()
        try:
            find_chromium()
        except BrowserMissing as missing:
            sys.exit(str(missing))


if __name__ == "__main__":
    main()
