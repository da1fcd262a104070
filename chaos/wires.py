"""TCP between the parts of an installation, to be cut, held up and slowed down as a network is."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from seatapp.serving.ports import HOST

from .sources import source_of

CHUNK = 1 << 16
SOON = 10


class Wire:
    """What connects two parts, one way by name; its state holds for all connections, old and new."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.flows = asyncio.Event()
        self.flows.set()
        self.writers: set[asyncio.StreamWriter] = set()


class Wires:
    """An event loop in a thread of its own that passes bytes on; its methods are for other threads."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._wires: dict[tuple[str, str], Wire] = {}
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        # Which process speaks as which part.
        self.pids: dict[int, str] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def open(self, to: str, port: int, listen: int = 0, name: str = "", address: str | None = None) -> int:
        """Listen for those who want to get to a part, and return the port.

        Who connects is `name`, or is found out by the process. They seem to come from `address`.
        """

        async def serve() -> int:
            async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                task = asyncio.current_task()
                if task:
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                source = name or await self._source(writer)
                await self._join(self._wire(source, to), reader, writer, port, address)

            server = await asyncio.start_server(accept, HOST, listen)
            self._servers.append(server)
            return int(server.sockets[0].getsockname()[1])

        port_of: int = self._do(serve())
        return port_of

    def hold(self, *ways: tuple[str, str]) -> None:
        """Let nothing through; nobody is told, as when a cable is pulled."""
        self._each(ways, lambda wire: wire.flows.clear())

    def cut(self, *ways: tuple[str, str]) -> None:
        """Close what is open, as a box between that forgets its connections."""

        def close(wire: Wire) -> None:
            for writer in list(wire.writers):
                writer.transport.abort()

        self._each(ways, close)

    def slow(self, seconds: float, *ways: tuple[str, str]) -> None:
        """Let everything come so much later."""

        def delay(wire: Wire) -> None:
            wire.delay = seconds

        self._each(ways, delay)

    def mend(self, *ways: tuple[str, str]) -> None:
        """Let all through again, at once."""

        def mend(wire: Wire) -> None:
            wire.delay = 0
            wire.flows.set()

        self._each(ways, mend)

    def close(self) -> None:
        """End everything."""

        async def end() -> None:
            for server in self._servers:
                server.close()
            for wire in self._wires.values():
                wire.flows.set()
                for writer in list(wire.writers):
                    writer.transport.abort()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.sleep(0.1)

        self._do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _source(self, writer: asyncio.StreamWriter) -> str:
        port, to = (writer.get_extra_info(name)[1] for name in ("peername", "sockname"))
        return await asyncio.to_thread(source_of, port, to, self.pids)

    def _wire(self, source: str, to: str) -> Wire:
        return self._wires.setdefault((source, to), Wire())

    def _each(self, ways: tuple[tuple[str, str], ...], change: Callable[[Wire], None]) -> None:
        async def change_all() -> None:
            for way in ways:
                change(self._wire(*way))

        self._do(change_all())

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        done: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return done.result(SOON)

    async def _join(
        self,
        wire: Wire,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        port: int,
        address: str | None,
    ) -> None:
        wire.writers.add(writer)
        away: asyncio.StreamWriter | None = None
        try:
            await wire.flows.wait()
            local = (address, 0) if address else None
            from_away, away = await asyncio.open_connection(HOST, port, local_addr=local)
            wire.writers.add(away)
            await asyncio.gather(self._pass(wire, reader, away), self._pass(wire, from_away, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for each in (writer, away):
                if each:
                    wire.writers.discard(each)
                    each.transport.abort()

    async def _pass(self, wire: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass bytes on until one side ends."""
        while data := await reader.read(CHUNK):
            if wire.delay:
                await asyncio.sleep(wire.delay)
            await wire.flows.wait()
            writer.write(data)
            await writer.drain()
        with suppress(OSError, RuntimeError):
            writer.write_eof()
