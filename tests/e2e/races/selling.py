"""What those share who race to buy: shows of their own, and what the answers say."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import uuid4

import requests

from tests.support import builders
from tests.support.people import Person
from tests.support.worker import Worker

CLICKS = 8
PAIR = ["A1", "A2"]

Told: TypeAlias = dict[str, Any] | None
MakeGuest: TypeAlias = Callable[[Worker], Person]


def new_show(api: builders.Poster, **rows: int) -> str:
    return builders.add_show(api, f"hall-{uuid4().hex[:8]}", rows)


def granted(response: requests.Response) -> bool:
    assert response.status_code in (200, 409), response.text
    return response.ok


def instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def sleep_until(due: float) -> None:
    time.sleep(max(due - time.time(), 0))
