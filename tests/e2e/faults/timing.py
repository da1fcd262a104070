"""How long an answer took."""

import time
from collections.abc import Callable

import requests


def timed(call: Callable[[], requests.Response]) -> tuple[float, requests.Response]:
    begun = time.monotonic()
    response = call()
    return time.monotonic() - begun, response
