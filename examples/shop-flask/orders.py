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
    payment TEXT UNIQUE, customer TEXT DEFAULT '{}', status TEXT DEFAULT 'unpaid', reference TEXT, reason TEXT
)
"""
ADD = """
INSERT INTO orders (id, show_id, user_id, seats, total, currency, payment) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
ADDRESS = "UPDATE orders SET customer = ? WHERE id = ? AND status = 'unpaid'"
PAID = "UPDATE orders SET status = 'paid' WHERE payment = ? AND status = 'unpaid'"
FINISH = "UPDATE orders SET status = ?, reference = ?, reason = ? WHERE id = ? AND status = 'paid'"


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


def finish(order: dict[str, Any], status: str, *, reference: str = "", reason: str = "") -> str:
    """Say what became of an order that was paid, and return it: the first to say so is right."""
    _change(FINISH, status, reference, reason, order["id"])
    return str((find(order["id"]) or order)["status"])


def _find(query: str, value: str) -> dict[str, Any] | None:
    with closing(_connect()) as database:
        row = database.execute(query, (value,)).fetchone()
    return {**row, **{name: json.loads(row[name]) for name in ("seats", "customer")}} if row else None


def _change(statement: str, *values: Any) -> None:
    with closing(_connect()) as database, database:
        database.execute(statement, values)


def _connect() -> sqlite3.Connection:
    database = sqlite3.connect(os.environ.get("DATABASE", "shop.db"))
    database.row_factory = sqlite3.Row
    return database
