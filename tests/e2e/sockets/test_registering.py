"""Sockets that say whose they are after connecting."""

from collections.abc import Callable

import pytest

from tests.support.announcements import SOON, having
from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker

Guest = Callable[[Worker], Person]


def test_registering_ones_own_id_confirms_it(workers: list[Worker], guest: Guest) -> None:
    ann = guest(workers[0])
    tab = ann.connect()
    assert tab.call("register-user", ann.user_id) == {"success": True, "userId": ann.user_id}
    assert tab.call("register-user", {"userId": ann.user_id}) == {"success": True, "userId": ann.user_id}


def test_registering_ones_own_token_confirms_it(workers: list[Worker], guest: Guest) -> None:
    ann = guest(workers[0])
    tab = ann.connect()
    assert tab.call("register-user", ann.token) == {"success": True, "userId": ann.user_id}
    assert tab.call("register-user", {"token": ann.token}) == {"success": True, "userId": ann.user_id}


def test_a_stranger_becomes_the_user_whose_token_is_registered(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    ann = guest(workers[0])
    tab = stranger(workers[1])
    assert tab.register(ann.token) == {"success": True, "userId": ann.user_id}
    ann.select(show, ["A1"])
    assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A1"]
    tab.disconnect()
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)


def test_a_socket_that_registers_another_identity_is_the_first_ones_no_more(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[0])
    tab = ann.connect()
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    assert tab.register(bob.token) == {"success": True, "userId": bob.user_id}
    # That was ann's last socket.
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)
    assert bob.status(show).json()["lockedByMe"] == ["A2"]
    state = tab.join(show)
    assert state["lockedByMe"] == ["A2"]
    tab.forget()
    bob.select(show, ["A3"])
    assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A3"]
    ann.select(show, ["A4"])
    tab.wait_for("seats-selected", having("A4"), SOON)


@pytest.mark.security("API1:2023", "ASVS 8.2.2")
def test_registering_somebody_elses_id_is_refused_and_changes_nothing(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.connect()
    bob.connect()
    for person in (ann, bob):
        person.join(show)
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    refused = ann.tab.register(bob.user_id)
    assert (refused["success"], refused["code"]) == (False, "forbidden")
    assert refused["message"]
    bob.select(show, ["A3"])
    assert ann.wait_for("seats-selected", having("A3"), SOON)
    assert bob.wait_for("seats-held", having("A3"), SOON)
    ann.select(show, ["A4"])
    assert ann.wait_for("seats-held", having("A4"), SOON)
    assert bob.wait_for("seats-selected", having("A4"), SOON)
    assert sorted(ann.status(show).json()["lockedByMe"]) == ["A1", "A4"]
    assert sorted(bob.status(show).json()["lockedByMe"]) == ["A2", "A3"]
    ann.disconnect()
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)
    assert sorted(bob.status(show).json()["lockedByMe"]) == ["A2", "A3"]


def test_a_stranger_cannot_register_an_id_without_proof(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    ann = guest(workers[0])
    ann.select(show, ["A1"])
    tab = stranger(workers[0])
    refused = tab.register(ann.user_id)
    assert (refused["success"], refused["code"]) == (False, "unauthenticated")
    tab.disconnect()
    assert ann.status(show).json()["lockedByMe"] == ["A1"]
