"""The shop's orders, in SQLite: what is paid for outlives a restart."""

import json
import os
import secrets
import sqlite3
import time
from contextlib import closing
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, show_id TEXT, user_id TEXT, seats TEXT, total INTEGER, currency TEXT,
    payment TEXT UNIQUE, customer TEXT DEFAULT '{}', status TEXT DEFAULT 'unpaid',
    claimed_until REAL DEFAULT 0, reference TEXT, reason TEXT
)
"""
ADD = """
INSERT INTO orders (id, show_id, user_id, seats, total, currency, payment) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
ADDRESS = "UPDATE orders SET customer = ? WHERE id = ? AND status = 'unpaid'"
PAID = "UPDATE orders SET status = 'paid' WHERE payment = ? AND status = 'unpaid'"
CLAIM = "UPDATE orders SET claimed_until = ? WHERE id = ? AND status = 'paid' AND claimed_until < ?"
FREE = "UPDATE orders SET claimed_until = 0 WHERE id = ?"
FINISH = "UPDATE orders SET status = ?, reference = ?, reason = ? WHERE id = ? AND status = 'paid'"

# Longer than a booking takes; what a process had claimed that was killed is settled by another one then.
CLAIM_SECONDS = 60


def prepare() -> None:
    """Make the table unless it is there."""
    _change(SCHEMA)


def new_id() -> str:
    """Return an id that nobody guesses: who knows it may see the order."""
    return secrets.token_urlsafe(16)


def add(order_id: str, held: dict[str, Any], payment: str) -> None:
    """Keep what the visitor is about to pay for, as the seat server said it, and by which payment."""
    seats = json.dumps([item["seat"] for item in held["items"]])
    row = (order_id, held["showId"], held["userId"], seats, held["total"], held["currency"], payment)
    _change(ADD, *row)


def find(order_id: str) -> dict[str, Any] | None:
    """Return an order, None where there is no such."""
    return _find("SELECT * FROM orders WHERE id = ?", order_id)


def address(order_id: str, customer: dict[str, str]) -> None:
    """Keep who the order is for, as long as it is not paid."""
    _change(ADDRESS, json.dumps(customer), order_id)


def paid(payment: str) -> dict[str, Any] | None:
    """Return the order that is paid by this payment, None where it is not for any of ours."""
    _change(PAID, payment)
    return _find("SELECT * FROM orders WHERE payment = ?", payment)


def claim(order: dict[str, Any]) -> bool:
    """Return whether it is for the caller to settle an order that is paid: nobody else does at this moment.

    Of two who did, one could be refused the seats and refund, and the other get them a moment later.
    """
    now = time.time()
    return _change(CLAIM, now + CLAIM_SECONDS, order["id"], now) == 1


def give_up(order: dict[str, Any]) -> None:
    """Leave an order that was claimed to whoever comes next."""
    _change(FREE, order["id"])


def finish(order: dict[str, Any], status: str, *, reference: str = "", reason: str = "") -> str:
    """Say what became of an order that was claimed, and return it."""
    _change(FINISH, status, reference, reason, order["id"])
    return status


def _find(query: str, value: str) -> dict[str, Any] | None:
    with closing(_connect()) as database:
        row = database.execute(query, (value,)).fetchone()
    return {**row, **{name: json.loads(row[name]) for name in ("seats", "customer")}} if row else None


def _change(statement: str, *values: Any) -> int:
    """Return how many orders were changed."""
    with closing(_connect()) as database, database:
        return database.execute(statement, values).rowcount


def _connect() -> sqlite3.Connection:
    database = sqlite3.connect(os.environ.get("DATABASE", "shop.db"))
    database.row_factory = sqlite3.Row
    return database
