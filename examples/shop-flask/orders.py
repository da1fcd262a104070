"""The shop's orders, in SQLite: what is paid for outlives a restart."""

import json
import os
import secrets
import sqlite3
from contextlib import closing
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, show_id TEXT, user_id TEXT, seats TEXT, total INTEGER, currency TEXT,
    payment TEXT UNIQUE, status TEXT DEFAULT 'unpaid', reference TEXT, reason TEXT
)
"""
ADD = """
INSERT INTO orders (id, show_id, user_id, seats, total, currency, payment) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
FINISH = "UPDATE orders SET status = ?, reference = ?, reason = ? WHERE id = ? AND status = 'unpaid'"


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


def by_payment(payment: str) -> dict[str, Any] | None:
    """Return the order that the payment is for."""
    return _find("SELECT * FROM orders WHERE payment = ?", payment)


def finish(order: dict[str, Any], status: str, *, reference: str = "", reason: str = "") -> str:
    """Say what became of an order that was paid, and return it: the first to say so is right."""
    _change(FINISH, status, reference, reason, order["id"])
    return str((find(order["id"]) or order)["status"])


def _find(query: str, value: str) -> dict[str, Any] | None:
    with closing(_connect()) as database:
        row = database.execute(query, (value,)).fetchone()
    return {**row, "seats": json.loads(row["seats"])} if row else None


def _change(statement: str, *values: Any) -> None:
    with closing(_connect()) as database, database:
        database.execute(statement, values)


def _connect() -> sqlite3.Connection:
    database = sqlite3.connect(os.environ.get("DATABASE", "shop.db"))
    database.row_factory = sqlite3.Row
    return database
