"""HTTP exchanges that end in time, whatever the other side does.

The time limits of `requests` are for connecting and for each read: a byte a second holds a caller for ever.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

# Many times what a key set takes.
MOST_BYTES = 1024 * 1024


# Returns where to connect to for a host, which may be an address; raises OSError for nowhere.
FindAddresses = Callable[[str], Sequence[str]]


def post(url: str, seconds: float, find_addresses: FindAddresses, **options: Any) -> int:
    """Send the request and return the answer's status, of which no more than the head is read.

    Follows no redirection: it could lead anywhere. Connects to what `find_addresses` returns; through a proxy
    that is the proxy's business. Raises requests.RequestException, at the latest when `seconds` are over and
    the host was found.
    """
    with _exchange("POST", url, seconds, find_addresses, **options) as answer:
        return answer.status_code


def get(url: str, seconds: float) -> bytes:
    """Fetch the body of a 2xx answer; raise as `post` does, and for other answers and longer bodies."""
    with _exchange("GET", url, seconds, _itself) as answer:
        if not 200 <= answer.status_code < 300:
            raise requests.HTTPError(answer.status_code)
        body = b""
        for part in answer.iter_content(64 * 1024):
            body += part
            if len(body) > MOST_BYTES:
                raise requests.RequestException("the answer is too long")
        return body


def _itself(host: str) -> Sequence[str]:
    return [host]


@contextmanager
def _exchange(
    method: str, url: str, seconds: float, find_addresses: FindAddresses, **options: Any
) -> Iterator[requests.Response]:
    lines = _Lines()
    timer = threading.Timer(seconds, lines.cut)
    timer.daemon = True
    timer.start()
    try:
        with requests.Session() as session:
            session.mount("https://", _Adapter(lines, find_addresses))
            session.mount("http://", _Adapter(lines, find_addresses))
            options = {"timeout": seconds, "allow_redirects": False, "stream": True, **options}
            with session.request(method, url, **options) as answer:
                yield answer
        if lines.are_cut:
            raise requests.Timeout  # What ends in the middle may pass for the whole.
    finally:
        timer.cancel()
        lines.close()


class _Lines:
    """Second handles on an exchange's connections: shutting them down wakes the thread that waits."""

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

    def __init__(self, lines: _Lines, find_addresses: FindAddresses) -> None:
        self._lines = lines
        self._find_addresses = find_addresses
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self._watch(self.poolmanager, self._find_addresses)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        self._watch(manager, _itself)
        return manager

    def _watch(self, manager: PoolManager, find_addresses: FindAddresses) -> None:
        lines = self._lines

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _known(lines, self, _connect(self, find_addresses, super()._new_conn))

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _known(lines, self, _connect(self, find_addresses, super()._new_conn))

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _connect(
    connection: HTTPConnection, find_addresses: FindAddresses, connect: Callable[[], socket.socket]
) -> socket.socket:
    """Connect to one of the addresses, and not to what the host's name may lead to a moment later."""
    host = connection._dns_host
    failed: Exception | None = None
    try:
        for address in find_addresses(host):
            connection._dns_host = address
            try:
                return connect()
            except NewConnectionError as error:
                failed = error
    except OSError as error:
        failed = error
    finally:
        # By this name the certificate is checked, and the request says whom it is for.
        connection._dns_host = host
    raise NewConnectionError(connection, str(failed)) from failed


def _known(lines: _Lines, connection: HTTPConnection, line: socket.socket) -> socket.socket:
    if lines.add(line):
        return line
    line.close()
    raise ConnectTimeoutError(connection, "the time for the whole exchange is over")
