"""HTTP exchanges that end in time, whatever the other side does.

The time limits of `requests` are for connecting and for each read: a byte a second holds a caller for ever.
"""

import socket
import threading
from contextlib import suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError


def post(url: str, seconds: float, **options: Any) -> int:
    """Send the request and return the answer's status, of which no more than the head is read.

    Follows no redirection: it could lead anywhere. Raises requests.RequestException, at the latest when
    `seconds` are over and the host was found.
    """
    lines = _Lines()
    timer = threading.Timer(seconds, lines.cut)
    timer.daemon = True
    timer.start()
    try:
        with requests.Session() as session:
            session.mount("https://", _Adapter(lines))
            session.mount("http://", _Adapter(lines))
            answer = session.post(url, timeout=seconds, allow_redirects=False, stream=True, **options)
            answer.close()
        if lines.are_cut:
            raise requests.Timeout  # A head that ends in the middle passes for a whole one.
        return answer.status_code
    finally:
        timer.cancel()
        lines.close()


class _Lines:
    """Second handles on an exchange's connections: shut down, whoever waits for the other side wakes."""

    def __init__(self) -> None:
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()
        self.are_cut = False

    def add(self, line: socket.socket) -> bool:
        """Remember a connection, before anything was said on it; False when the time is up."""
        with self._lock:
            if not self.are_cut:
                self._handles.append(line.dup())
            return not self.are_cut

    def cut(self) -> None:
        """End the exchange."""
        with self._lock:
            self.are_cut = True
            for handle in self._handles:
                with suppress(OSError):  # The other side was faster.
                    handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Forget the connections."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


class _Adapter(HTTPAdapter):
    """Opens connections that the lines know of, through a proxy too."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        self._watch(manager)
        return manager

    def _watch(self, manager: PoolManager) -> None:
        lines = self._lines

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _known(lines, self, super()._new_conn())

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _known(lines, self, super()._new_conn())

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _known(lines: _Lines, connection: HTTPConnection, line: socket.socket) -> socket.socket:
    if lines.add(line):
        return line
    line.close()
    raise ConnectTimeoutError(connection, "the time for the whole exchange is over")
