"""The shop's endpoint for webhooks: it takes them, or does not."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

from .waiting import eventually

SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cw=="
# How long a webhook may take on a machine that is busy with other things.
SOON = 30


class Receiver:
    """A shop's endpoint. `answers` are what it says to one request after the other, at last 204 to all.

    A status; "hang up" without one; "hang" for as long as the test lasts; "drip" a status, a head or a body
    that has no end.
    """

    def __init__(self, *answers: int | str) -> None:
        self.answers = list(answers)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self._taken: list[tuple[dict[str, str], bytes]] = []
        self._released = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                message = ({name.lower(): text for name, text in self.headers.items()}, body)
                receiver.got.append(message)
                answer = receiver.answers.pop(0) if receiver.answers else 204
                if answer == "hang":
                    receiver._released.wait(30)
                elif isinstance(answer, str) and answer.startswith("drip"):
                    self._drip(answer)
                elif isinstance(answer, int):
                    if answer < 300:
                        receiver._taken.append(message)
                    self.send_response(answer)
                    self.send_header("Location", receiver.url + "/elsewhere")
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def _drip(self, answer: str) -> None:
                head = {"drip status": b"HTTP/1.1 20", "drip head": b"HTTP/1.1 200 OK\r\nX-Dripping: "}
                whole = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
                with suppress(OSError):
                    self.wfile.write(head.get(answer, whole))
                    while not receiver._released.wait(0.05):
                        self.wfile.write(b"0")

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def events(self) -> list[Any]:
        """What it got, after checking the signatures as a receiver does."""
        return [Webhook(SECRET).verify(body, headers) for headers, body in list(self.got)]

    @property
    def accepted(self) -> list[Any]:
        """Those of them that it said it took, without a look at the signatures."""
        return [json.loads(body) for _, body in list(self._taken)]

    @property
    def ids(self) -> list[str]:
        """The ids under which it got them."""
        return [headers["webhook-id"] for headers, _ in list(self.got)]

    def kinds(self, show: str) -> list[str]:
        return sorted(event["type"] for event in self.events if event["data"]["showId"] == show)

    def wait_for(self, kind: str, predicate: Callable[[Any], bool] = lambda _: True) -> Any:
        """Return the data of the first such event."""

        def heard() -> list[Any]:
            return [e["data"] for e in self.events if e["type"] == kind and predicate(e["data"])]

        return eventually(heard, SOON, f"no {kind}")[0]
