"""What the shop's backend asks of the seat server, with its ADMIN_TOKEN."""

import os
from typing import Any
from urllib.parse import quote

import requests

SERVER = os.environ.get("SEATS_URL", "http://localhost:5000")
ADMIN = {"Authorization": f"Bearer {os.environ['ADMIN_TOKEN']}"}
TIMEOUT_SECONDS = 10

# The seats, the price or the show are not what was paid for any more; no other try would change that.
FINAL = {404, 409, 422}


class Refused(Exception):
    """The seat server will not book this, now or later; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def held(show_id: str, user_id: str) -> dict[str, Any]:
    """Return what to charge: `{items, total, currency, expiresAt, …}`; no items when the time is over."""
    url = f"{SERVER}/api/bookings/held/{quote(show_id, safe='')}"
    response = requests.get(url, params={"userId": user_id}, headers=ADMIN, timeout=TIMEOUT_SECONDS)
    if response.status_code in FINAL:
        raise Refused(response.json()["code"])
    response.raise_for_status()
    return dict(response.json())


def book(order: dict[str, Any]) -> str:
    """Book what was paid for, once for each payment, and return the booking's reference.

    Raises Refused, and an error of requests for whatever may pass: then try again.
    """
    wanted = {
        "showId": order["show_id"],
        "userId": order["user_id"],
        "seats": order["seats"],
        "customer": order["customer"],
        "expectedTotal": order["total"],
        "paymentReference": order["payment"],
    }
    headers = {**ADMIN, "Idempotency-Key": order["payment"]}
    response = requests.post(f"{SERVER}/api/bookings", json=wanted, headers=headers, timeout=TIMEOUT_SECONDS)
    if response.status_code in FINAL:
        raise Refused(response.json()["code"])
    response.raise_for_status()
    return str(response.json()["booking"]["reference"])
