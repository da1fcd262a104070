"""What import rules cannot see: who reaches into a library's objects."""

from tests.support.worker import ROOT


def test_one_module_reaches_into_the_socketio_server() -> None:
    reaching = {
        path.name for path in (ROOT / "seatapp").rglob("*.py") if "socketio.server" in path.read_text()
    }
    assert reaching == {"sockets.py"}
