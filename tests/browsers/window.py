"""What these tests need of a browser: a window to look into, and to point and type at."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol


class WindowError(Exception):
    """The browser could not do that; so it is with a page that goes away while it is asked something."""


class Window(Protocol):
    """A window of a browser that knows nothing of the windows before it."""

    def open(self, url: str) -> None:
        """Go to an address."""

    def reload(self) -> None:
        """Load the page again."""

    def back(self) -> None:
        """Go back by one page."""

    def run(self, body: str, *values: Any) -> Any:
        """Run the body of a function in the page, whose `arguments` are the values; raise WindowError."""

    def click(self, x: float, y: float) -> None:
        """Click at a place in the page, in CSS pixels."""

    def press(self, key: str) -> None:
        """Press a key, named as in KeyboardEvent."""


# As WebDriver names keys, which both browsers understand.
KEYS = {"ArrowRight": "\ue014", "Enter": "\ue007"}

OpenWindow = Callable[[], AbstractContextManager[Window]]
