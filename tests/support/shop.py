"""The example shops as they run: the backend of examples/shop-flask, with the front end of either."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests

from seatapp.serving.leash import leash, reap
from seatapp.serving.ports import free_port

from .waiting import eventually
from .worker import ROOT

BACKEND = ROOT / "examples" / "shop-flask"
FRONT_ENDS = {"flask": BACKEND / "static", "react": ROOT / "examples" / "shop-react" / "dist"}
START_SECONDS = 30
PAID_SECONDS = 20


class Shop:
    """A shop that sells one show of a seat server; dies with the test process."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self, seats: str, show: str, folder: Path) -> "Shop":
        """Start it, with its orders in the folder, and wait until it answers."""
        self.env = {
            "SEATS_URL": seats,
            "ADMIN_TOKEN": "admin",
            "SHOW": show,
            "SHOP_URL": self.url,
            "FRONT_END": str(FRONT_ENDS[self.name]),
            "DATABASE": str(folder / "shop.db"),
        }
        command = [sys.executable, "-m", "flask", "--app", "shop", "run", "--port", str(self._port)]
        self._log = folder / "shop.log"
        self._process = leash(command, self._log, env=self.env, cwd=BACKEND)
        eventually(self._answers, START_SECONDS, "the shop does not answer")
        return self

    def close(self) -> None:
        self._process.kill()
        reap(self._process)

    def call(self, path: str, method: str = "POST", /, **body: Any) -> requests.Response:
        """Ask the shop as its page does: a GET where there is nothing to say."""
        return requests.request(method if body else "GET", self.url + path, json=body or None, timeout=30)

    def pay(self, order: Any, card: str = "4242 4242 4242 4242") -> Any:
        """Confirm the order's payment with the provider, and return its answer."""
        payment = order["payment"]
        path = f"/fakepay/intents/{payment['id']}/confirm"
        return self.call(path, clientSecret=payment["clientSecret"], card=card).json()

    def await_outcome(self, order: Any) -> Any:
        """Return what became of an order that is paid."""

        def outcome() -> Any:
            found = self.call(f"/api/orders/{order['id']}").json()
            return found if found["status"] in ("booked", "refunded") else None

        return eventually(outcome, PAID_SECONDS, "nothing became of the order")

    def _answers(self) -> bool:
        assert self._process.poll() is None, self._log.read_text()
        with suppress(requests.ConnectionError):
            return self.call("/api/shop").ok
        return False
