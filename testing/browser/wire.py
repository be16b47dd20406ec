"""A TCP proxy on loopback between a browser and Callflow. A test can cut and restore the connection."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from testing.processes import HOST


@dataclass(slots=True)
class Wire:
    port: int
    """The port of the Callflow behind the proxy."""
    address: str = ""
    _cut: bool = False
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def cut(self) -> None:
        """Break the connections, and close new ones without a response."""
        self._cut = True
        self._loop.call_soon_threadsafe(self._break)

    def mend(self) -> None:
        self._cut = False

    def _break(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(HOST, self.port)
        ends = {writer, back}
        self._open |= ends
        try:
            await asyncio.gather(_pump(reader, back), _pump(there, writer))
        finally:
            self._open -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def wire(address: str) -> Iterator[Wire]:
    """Open a proxy to the Callflow at an address, in a separate thread."""
    proxy = Wire(int(address.rpartition(":")[2]))
    loop = proxy._loop
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(proxy._carry, HOST, 0), loop).result(10)
    proxy.address = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(server.close)
        proxy.cut()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
