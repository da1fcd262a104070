"""What a worker says of its readiness."""

import time

from flask import Flask


def ready(app: Flask) -> tuple[int, dict[str, object], float]:
    """Ask, and return the status, what it says, and the seconds that it took."""
    began = time.monotonic()
    response = app.test_client().get("/readyz")
    if response.status_code == 503:
        assert response.headers["Retry-After"]
    return response.status_code, dict(response.get_json()), time.monotonic() - began
