"""Firefox as it is installed, without a screen, driven by the W3C's WebDriver BiDi."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from seatapp.serving.leash import leash, reap
from tests.support.engines import find_firefox
from tests.support.waiting import eventually

from .bidi import Connection
from .window import KEYS, OpenWindow, Window, WindowError

START_SECONDS = 60
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
ICON = "favicon.ico"  # which a site may lack, and Firefox asks for
OFFLINE = 'user_pref("services.settings.server", "data:,");'  # asks Mozilla for no settings
SIZE = {"width": 1280, "height": 800}


class FirefoxWindow:
    """A tab in a container of its own: it shares no cookies and no storage."""

    def __init__(self, browser: Connection) -> None:
        self._browser = browser
        browser.events.clear()
        self._container = browser.ask("browser.createUserContext")["userContext"]
        tab = browser.ask("browsingContext.create", type="tab", userContext=self._container)
        self._tab = tab["context"]
        browser.ask("browsingContext.setViewport", context=self._tab, viewport=SIZE)

    def open(self, url: str) -> None:
        self._browser.ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        self._browser.ask("browsingContext.reload", context=self._tab, wait="complete")

    def back(self) -> None:
        self._browser.ask("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def run(self, body: str, *values: Any) -> Any:
        function = (
            f"values => JSON.stringify((function () {{ {body} }}).apply(null, JSON.parse(values)) ?? null)"
        )
        answer = self._browser.ask(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": json.dumps(values)}],
            target={"context": self._tab},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise WindowError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def click(self, x: float, y: float) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *button]})

    def press(self, key: str) -> None:
        actions = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def errors(self) -> list[str]:
        """Return what its pages printed as errors, and exceptions that nothing caught."""
        self._browser.ask("session.status")  # what happened before it has been told then
        told = [event["params"] for event in self._browser.events if event["method"] == "log.entryAdded"]
        return [entry["text"] for entry in told if entry["level"] == "error" and ICON not in entry["text"]]

    def close(self) -> None:
        self._browser.ask("browser.removeUserContext", userContext=self._container)

    def _act(self, source: dict[str, Any]) -> None:
        self._browser.ask("input.performActions", context=self._tab, actions=[source])


@contextmanager
def firefox(home: Path) -> Iterator[OpenWindow]:
    """Run Firefox for a user whose home is this empty folder; give what opens windows."""
    log, profile = home / "log", home / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(OFFLINE)
    arguments = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    process = leash([str(find_firefox()), *arguments], log, env={"HOME": str(home)})
    try:
        told = eventually(lambda: LISTENS.findall(log.read_text()), START_SECONDS, "Firefox does not listen")
        browser = Connection(f"{told[0]}/session")
        browser.ask("session.subscribe", events=["log.entryAdded"])

        @contextmanager
        def open_window() -> Iterator[Window]:
            window = FirefoxWindow(browser)
            try:
                yield window
                assert (errors := window.errors()) == [], "\n".join(errors)
            finally:
                window.close()

        yield open_window
        browser.close()
    finally:
        process.kill()
        reap(process)
