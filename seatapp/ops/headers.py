"""Headers that every response has, and those of the API."""

from flask import Flask, Response, request

from .logs import request_id


def register_headers(app: Flask) -> None:
    """Name the request, forbid guessing of types, and keep the API's answers out of caches."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["X-Request-Id"] = request_id()
        headers["X-Content-Type-Options"] = "nosniff"
        if request.path.startswith("/api/") and "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response
