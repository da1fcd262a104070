"""What is refused over a socket is logged and counted as over HTTP."""

from collections.abc import Callable

from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker


def test_a_refusal_over_a_socket_has_its_line_and_its_count(
    workers: list[Worker], guest: Callable[[Worker], Person], stranger: Callable[..., Tab]
) -> None:
    worker = workers[0]

    guest(worker).connect().call("join-show", {"showId": "gone-by-socket"})
    stranger(worker).call("join-show", {"showId": "a\nforged line"})

    expected = [
        "refused show_not_found: socket join-show, show gone-by-socket, guest",
        "refused show_not_found: socket join-show, show -, nobody",
    ]
    eventually(lambda: all(line in worker.log for line in expected), message=worker.log)
    counted = 'seatapp_refusals_total{code="show_not_found",over="socket"} '
    count = worker.get("/metrics").text.partition(counted)[2].split("\n")[0]
    assert float(count) >= 2


def test_how_late_changes_are_announced_is_measured_by_whoever_leads(
    workers: list[Worker], show: str, guest: Callable[[Worker], Person]
) -> None:
    def batches() -> float:
        name = "seatapp_feed_lag_seconds_count "
        texts = [worker.get("/metrics").text for worker in workers]
        return sum(float(text.partition(name)[2].split("\n")[0]) for text in texts)

    before = batches()
    guest(workers[0]).select(show, ["A1"])
    eventually(lambda: batches() > before)
