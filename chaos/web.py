"""Calls over HTTP, as somebody who does not know what goes on behind nginx."""

from datetime import datetime
from typing import Any

import requests

from .history import OK, REFUSED, UNKNOWN, Answer

TIMEOUT_SECONDS = 8


class Web:
    """One client's connection, with a token or without."""

    def __init__(self, url: str, token: str = "") -> None:
        self._url = url
        self._http = requests.Session()
        self._http.trust_env = False
        if token:
            self.use(token)

    def use(self, token: str) -> None:
        """Be whoever the token says."""
        self._http.headers["Authorization"] = f"Bearer {token}"

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a body, and tell what is known of the outcome."""
        try:
            response = self._http.post(self._url + path, json=body, headers=headers, timeout=TIMEOUT_SECONDS)
            return _answer(response)
        except (requests.RequestException, ValueError):
            return Answer(UNKNOWN)

    def get(self, path: str) -> Answer:
        """Read something."""
        try:
            return _answer(self._http.get(self._url + path, timeout=TIMEOUT_SECONDS))
        except (requests.RequestException, ValueError):
            return Answer(UNKNOWN)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


def _answer(response: requests.Response) -> Answer:
    if response.status_code >= 500:
        return Answer(UNKNOWN, response.status_code)
    body = response.json()
    if isinstance(body, dict) and isinstance(body.get("expiresAt"), str):
        body["expiresAt"] = datetime.fromisoformat(body["expiresAt"]).timestamp()
    return Answer(OK if response.ok else REFUSED, response.status_code, body)
