"""The API's description is good enough to make a client of it that works."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import builders
from tests.support.worker import Worker

PACKAGE = "generated_client"
AS_IT_COMES = "post_hooks: []\n"  # not put in order: nobody reads it


@pytest.fixture
def server(workers: list[Worker]) -> Worker:
    return workers[0]


@pytest.fixture
def generated(server: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A client for Python, generated from what the server says of its API."""
    (document := tmp_path / "openapi.json").write_text(server.get("/api/openapi.json").text)
    (config := tmp_path / "config.yaml").write_text(AS_IT_COMES)
    command = ["-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"]
    paths = ["--path", str(document), "--config", str(config), "--output-path", str(tmp_path / PACKAGE)]
    made = subprocess.run([sys.executable, *command, *paths], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def of_client(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{name}")


def test_a_generated_client_selects_a_seat_and_gives_it_back(server: Worker, generated: None) -> None:
    show = builders.add_show(server)
    client, models = of_client("client"), of_client("models")
    begin = of_client("api.identity.post_identity_create_session").sync
    select = of_client("api.seats.post_seats_select_seats").sync
    status = of_client("api.seats.get_seats_locked_seats").sync
    release = of_client("api.seats.post_seats_release_seats").sync
    wanted = models.Selection(show_id=show, seats=["A1", "A2"])
    with client.Client(server.url) as nobody:
        token = begin(client=nobody, body=models.Session()).token

    with client.AuthenticatedClient(server.url, token) as ann:
        grant = select(client=ann, body=wanted)
        assert (grant.seats, grant.total) == (["A1", "A2"], 0)
        assert status(show, client=ann).locked_by_me == ["A1", "A2"]
        given_back = models.SeatsAndTables(show_id=show, seats=["A1", "A2"])
        assert release(client=ann, body=given_back).released
        assert status(show, client=ann).locked_by_me == []
        refusal = select(client=ann, body=models.Selection(show_id="no-such-show", seats=["A1"]))
        assert (refusal.success, refusal.code) == (False, "show_not_found")
