"""Firefox and WebKit for the tests: those that are installed, or those of Debian's packages."""

import os
import shutil
import sys
from pathlib import Path

from .browser import BrowserMissing, run, starts

FIREFOX = (*("firefox-esr", "firefox"), "/Applications/Firefox.app/Contents/MacOS/firefox")
WEBKIT_DRIVER = "WebKitWebDriver"
XVFB = "Xvfb"
PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")
NO_FIREFOX = "There is no Firefox here: install it (Debian's package is firefox-esr), and try again."
NO_WEBKIT = (
    "There is no WebKit here: install WebKitWebDriver and Xvfb (Debian's packages are webkit2gtk-driver and"
    " xvfb), and try again."
)


def find_firefox() -> Path:
    """Return the path of a Firefox that starts; raise BrowserMissing."""
    for path in filter(None, map(shutil.which, FIREFOX)):
        if starts(path):
            return Path(path)
    raise BrowserMissing(NO_FIREFOX)


def find_webkit() -> tuple[Path, Path]:
    """Return the paths of WebKitGTK's WebDriver and of Xvfb; raise BrowserMissing."""
    driver, xvfb = shutil.which(WEBKIT_DRIVER), shutil.which(XVFB)
    if driver and xvfb:
        return Path(driver), Path(xvfb)
    raise BrowserMissing(NO_WEBKIT)


def install() -> None:
    """Install both by apt, as root; whether that worked, find_firefox and find_webkit tell."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    wanted = ["apt-get", "install", "-qy", "--no-install-recommends", *PACKAGES]
    if not run(wanted):  # the lists of packages may be old, or not there
        run(["apt-get", "update", "-q"])
        run(wanted)


def missing() -> list[str]:
    """Return a line for each of the two that is not here."""
    lines = []
    for find in (find_firefox, find_webkit):
        try:
            find()
        except BrowserMissing as absent:
            lines.append(str(absent))
    return lines


def main() -> None:
    """Make sure that both are here, or end with a line for each that is not."""
    if missing():
        install()
    if absent := missing():
        sys.exit("\n".join(absent))


if __name__ == "__main__":
    main()
