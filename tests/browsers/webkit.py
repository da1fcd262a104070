"""WebKitGTK's small browser on a screen that nobody sees, driven by the W3C's WebDriver.

It does not tell what its pages print or throw.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from seatapp.serving.leash import leash, reap
from seatapp.serving.ports import free_port, is_open
from tests.support.engines import find_webkit
from tests.support.waiting import eventually

from .window import KEYS, OpenWindow, Window, WindowError

START_SECONDS = 30
ANSWER_SECONDS = 60
SCREEN = ("-screen", "0", "1280x800x24", "-nolisten", "tcp")
# There is no graphics card, no desktop's bus and nobody's settings.
PLAIN = {
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "GTK_A11Y": "none",
    "NO_AT_BRIDGE": "1",
    "GSETTINGS_BACKEND": "memory",
    "LANG": "C.UTF-8",
}


class WebKitWindow:
    """A browser without a profile, by the commands of W3C WebDriver."""

    def __init__(self, driver: str) -> None:
        self._http = requests.Session()
        self._http.trust_env = False
        self._session = f"{driver}/session"
        started = self._ask("POST", "", {"capabilities": {}})
        self._session += f"/{started['sessionId']}"

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    def reload(self) -> None:
        self._ask("POST", "/refresh", {})

    def back(self) -> None:
        self._ask("POST", "/back", {})

    def run(self, body: str, *values: Any) -> Any:
        return self._ask("POST", "/execute/sync", {"script": body, "args": values})

    def click(self, x: float, y: float) -> None:
        move = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *button]})

    def press(self, key: str) -> None:
        actions = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def close(self) -> None:
        self._ask("DELETE", "")
        self._http.close()

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("POST", "/actions", {"actions": [source]})

    def _ask(self, method: str, command: str, body: Any = None) -> Any:
        answer = self._http.request(method, self._session + command, json=body, timeout=ANSWER_SECONDS)
        value = answer.json()["value"]
        if not answer.ok:
            raise WindowError(f"{value['error']}: {value['message']}")
        return value


@contextmanager
def webkit(home: Path) -> Iterator[OpenWindow]:
    """Run WebKit's WebDriver for a user whose home is this empty folder; give what opens windows."""
    program, xvfb = find_webkit()
    log = home / "log"
    port = free_port()
    with _screen(xvfb, log) as display:
        user = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "DISPLAY": display}
        driver = leash(
            [str(program), f"--port={port}"], log, env={"PATH": os.environ["PATH"], **PLAIN, **user}
        )
        try:
            eventually(lambda: is_open(port), START_SECONDS, "WebKitWebDriver does not listen")

            @contextmanager
            def open_window() -> Iterator[Window]:
                window = WebKitWindow(f"http://127.0.0.1:{port}")
                try:
                    yield window
                finally:
                    window.close()

            yield open_window
        finally:
            driver.terminate()
            reap(driver)


@contextmanager
def _screen(xvfb: Path, log: Path) -> Iterator[str]:
    """Run an X server without a screen; give its name. Whatever it shows ends with it."""
    reading, writing = os.pipe()
    server = leash([str(xvfb), "-displayfd", str(writing), *SCREEN], log, pass_fds=[writing])
    os.close(writing)
    try:
        with open(reading) as told:
            number = told.readline().strip()
        assert number, log.read_text()
        yield f":{number}"
    finally:
        server.terminate()
        reap(server)
