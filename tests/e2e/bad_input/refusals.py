"""What a refusal looks like, and what no answer may tell."""

from typing import Any

import requests

LEAKS = ("Traceback", "pymongo", "marshmallow", "werkzeug", "orjson", "site-packages", 'File "')


def assert_refused(response: requests.Response, *statuses: int) -> None:
    """See that it is a refusal in the one shape, with one of the statuses, any 4xx if none is given."""
    assert response.status_code in (statuses or range(400, 500)), response.text[:500]
    assert_refusal(response.json())
    assert_tells_nothing(response)


def assert_refusal(answer: Any) -> None:
    assert answer["success"] is False
    for key in ("code", "message"):
        assert isinstance(answer[key], str)
        assert answer[key].strip()


def assert_tells_nothing(response: requests.Response) -> None:
    """See that the answer has nothing of the server's insides in it."""
    assert not any(leak in response.text for leak in LEAKS), response.text[:500]
