"""Webhooks go to the internet, and into one's own network only as far as the settings say so."""

import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.webhooks import sending, targets
from tests.support.asking import booked
from tests.support.receiver import SECRET, Receiver

NAME = "hooks.example"


class Names:
    """A name server: what `hooks.example` leads to, each time it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[Sequence[str]] = []
        self._ask = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self._answer)

    def _answer(self, host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host != NAME:
            return self._ask(host, port, *args, **options)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [entry for address in addresses for entry in self._ask(address, port, *args, **options)]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def url(receiver: Receiver) -> str:
    return receiver.url.replace("127.0.0.1", NAME)


@pytest.fixture
def settings(url: str) -> dict[str, Any]:
    return {"webhook_urls": [url], "webhook_secret": SECRET}


PRIVATE = [
    ["127.0.0.1"],
    ["10.0.0.1"],
    ["192.168.1.1"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["0.0.0.0"],
    ["224.0.0.1"],
    ["::1"],
    ["fd00::1"],
    ["fe80::1%lo"],
    ["::ffff:127.0.0.1"],
    ["2002:7f00:1::"],
    ["192.0.43.7", "127.0.0.1"],
]


@pytest.mark.security("API7:2023", "ASVS 1.3.6")
@pytest.mark.parametrize("addresses", PRIVATE, ids=" ".join)
def test_to_a_name_that_leads_to_a_private_address_nothing_is_sent(
    names: Names, addresses: Sequence[str]
) -> None:
    names.answers = [addresses]

    with pytest.raises(targets.PrivateTarget):
        targets.find_addresses(NAME)


def test_that_it_is_not_sent_is_told_with_what_to_set(
    names: Names, receiver: Receiver, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    names.answers = [["127.0.0.1"]]
    booked("ann", "A1")

    assert sending.send_due(url) == 0
    assert (receiver.got, db.outbox.count_documents({"attempts": 1})) == ([], 1)
    assert f"no webhook is sent to {NAME}, a private address: WEBHOOK_PRIVATE_HOSTS" in caplog.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", NAME])
def test_an_address_that_the_settings_name_is_allowed(
    names: Names, receiver: Receiver, make_app: Callable[..., Flask], host: str
) -> None:
    names.answers = [["127.0.0.1"]]
    url = receiver.url.replace("127.0.0.1", host)
    app = make_app(webhook_urls=[url], webhook_secret=SECRET, webhook_private_hosts=[NAME])
    with app.app_context():
        booked("ann", "A2")
        assert sending.send_due(url) == 1


@pytest.fixture
def rebinding(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to an allowed address when it is checked, and to another one a moment later."""
    monkeypatch.setattr(targets, "is_public", lambda address: address == "127.0.0.1")
    names.answers = [["127.0.0.1"], ["127.0.0.2"]]


@pytest.mark.security("API7:2023", "ASVS 1.3.6")
@pytest.mark.usefixtures("rebinding")
def test_what_was_checked_is_what_is_connected_to(receiver: Receiver, url: str) -> None:
    booked("ann", "A1")

    assert sending.send_due(url) == 1
    assert receiver.got[0][0]["host"].startswith(f"{NAME}:")


@pytest.mark.usefixtures("rebinding")
def test_twin_a_name_that_is_only_checked_leads_elsewhere(
    receiver: Receiver, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = targets.find_addresses
    monkeypatch.setattr(sending, "find_addresses", lambda host: [host] if checked(host) else [])
    booked("ann", "A1")

    assert sending.send_due(url) == 0
    assert receiver.got == []
