"""A booking is moved or partly given back on two workers, while others change it too or want its seats."""

from functools import partial
from typing import Any

import pytest
from flask import Flask

from tests.support import changing, checkup
from tests.support.changing import GIVING_BACK, MOVING, Game, Rivals, User
from tests.support.people import Person
from tests.support.worker import Worker

from .selling import MakeGuest

ROUNDS = 2


@pytest.fixture
def people(workers: list[Worker], guest: MakeGuest) -> list[User]:
    """Ann, Bob and Cid, by turns on the two workers."""
    people: list[Person] = [guest(workers[number % 2]) for number in range(3)]
    return [User(one.user_id, {"Authorization": f"Bearer {one.token}"}) for one in people]


@pytest.fixture
def new_game(workers: list[Worker], people: list[User]) -> Any:
    """Open a new game, whose calls go to the workers by turns."""

    def ask(turns: Any, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        answer = workers[next(turns) % 2].request(method, path, headers=headers, json=body)
        return answer.status_code, answer.json()

    def make() -> Game:
        return Game(partial(ask, iter(range(10_000))), people, workers[0].database).open()

    return make


def found(game: Game, app: Flask) -> list[str]:
    return list(changing.judge(game, checkup.complaints(app)))


@pytest.mark.parametrize("rivals", MOVING.values(), ids=MOVING.keys())
def test_a_move_at_the_moment_of(new_game: Any, judge: Flask, rivals: Rivals) -> None:
    for _ in range(ROUNDS):
        game = changing.moving(new_game(), rivals)
        assert found(game, judge) == [], game.answers


@pytest.mark.parametrize("rivals", GIVING_BACK.values(), ids=GIVING_BACK.keys())
def test_a_part_given_back_at_the_moment_of(new_game: Any, judge: Flask, rivals: Rivals) -> None:
    for _ in range(ROUNDS):
        game = changing.giving_back(new_game(), rivals)
        assert found(game, judge) == [], game.answers


def test_a_move_to_a_seat_whose_lock_ends(new_game: Any, judge: Flask) -> None:
    for _ in range(ROUNDS):
        game = changing.moving_when_a_lock_ends(new_game())
        assert found(game, judge) == [], game.answers
