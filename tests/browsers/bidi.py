"""A connection by the W3C's WebDriver BiDi: commands and what the browser tells meanwhile."""

import json
from typing import Any

from websocket import create_connection

from .window import WindowError

ANSWER_SECONDS = 60


class Connection:
    """One session with a browser; `events` are those that it was told to send."""

    def __init__(self, url: str) -> None:
        self.events: list[dict[str, Any]] = []
        self._sent = 0
        self._socket = create_connection(url, timeout=ANSWER_SECONDS, suppress_origin=True)
        self.ask("session.new", capabilities={})

    def ask(self, method: str, **params: Any) -> Any:
        """Send a command and return its result; raise WindowError."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while (message := json.loads(self._socket.recv())).get("id") != self._sent:
            self.events.append(message)
        if message["type"] == "error":
            raise WindowError(f"{message['error']}: {message['message']}")
        return message["result"]

    def close(self) -> None:
        self._socket.close()
