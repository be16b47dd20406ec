"""A SIP telephone over UDP: it calls, speaks, presses keys, and accepts or refuses a transfer."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from testing.calls.phone_line import PhoneLine
from testing.calls.sip_messages import Message, address, branch, parsed, sdp, sound_goes_to
from testing.processes import HOST, PATIENCE

RESEND_SECONDS = 0.5
QUIET_SECONDS = 1.2
"""Seconds of silence after which the caller may speak."""
RINGING_SECONDS = 0.5
"""Seconds until the target of a transfer has decided."""


@dataclass(slots=True)
class SipCaller(asyncio.DatagramProtocol):
    """A phone call, as an async context. Entering waits for the answer, and raises RefusedError on a refusal.

    Args:
        far: host:port of the SIP server.
        refer: The status of the response to a REFER.
        outcome: The status that NOTIFY reports for an accepted transfer. None: the caller hangs up without a NOTIFY.
    """

    far: str
    number: str
    own_number: str = "+15550177"
    refer: str = "202 Accepted"
    outcome: str | None = "200 OK"
    line: PhoneLine = field(default_factory=PhoneLine)
    seen: list[tuple[float, str]] = field(default_factory=list)
    """Each distinct message, as `> INVITE 1` or `< 200 INVITE 1`, with its time.monotonic()."""
    referred: list[str] = field(default_factory=list)
    """The targets of the REFER requests."""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the other side has hung up."""
    _transport: asyncio.DatagramTransport | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _answers: dict[tuple[str, int], asyncio.Future[Message]] = field(default_factory=dict)
    _call_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    _tag: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    _sent: int = 0
    _to: str = ""
    """The To header, with the other side's tag as soon as it is known."""
    _target: str = ""

    async def __aenter__(self) -> SipCaller:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self, (HOST, 0))
        media, _ = await loop.create_datagram_endpoint(lambda: self.line, (HOST, 0))
        self._transport = transport
        self._target = f"sip:{self.number}@{self.far}"
        self._to = f"<{self._target}>"
        offer = sdp(HOST, media.get_extra_info("sockname")[1])
        try:
            answer = await self._ask("INVITE", offer, "application/sdp")
            if answer.status != 200:
                raise RefusedError(answer.start)
        except BaseException:
            await self._end()
            raise
        self.line.far = sound_goes_to(answer.body)
        self._spawn(self.line.talk())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.gone.is_set():
            await self.hang_up()
        await self._end()

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for transport in (self._transport, self.line.transport):
            if transport is not None:
                transport.close()

    async def hang_up(self) -> None:
        self.gone.set()
        await self._ask("BYE")

    async def until_speaking(self, within: float = PATIENCE) -> None:
        """Wait until the agent speaks after this call of the method."""
        began = len(self.line.sounds)
        await _until(lambda: len(self.line.sounds) > began + 3, within)

    async def turn(self, within: float = PATIENCE) -> NDArray[np.int16]:
        """Return the agent's next words: wait until they begin, and then until the agent is quiet."""
        began = len(self.line.heard)
        await self.until_speaking(within)
        await _until(lambda: time.monotonic() - self.line.sounds[-1] > QUIET_SECONDS, within)
        return self.line.sound(began)

    async def until_seen(self, event: str, within: float = PATIENCE) -> None:
        await _until(lambda: any(what.startswith(event) for _, what in self.seen), within)

    async def until_gone(self, within: float = PATIENCE) -> None:
        await asyncio.wait_for(self.gone.wait(), within)

    def at(self, event: str) -> float:
        """Return the time of the first such message, by time.monotonic()."""
        return next(when for when, what in self.seen if what.startswith(event))

    # Received messages

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not data.strip():
            return
        message = parsed(data)
        if message.status is not None:
            self._answered(message, message.status)
        else:
            self._asked(message, addr)

    def _answered(self, message: Message, status: int) -> None:
        self._see(f"< {status} {message.method} {message.number}")
        waiting = self._answers.get((message.method, message.number))
        if message.method == "INVITE" and status >= 200:
            self._to = message["To"]
            self._target = message.uri("Contact") or self._target
            # The ACK is a new transaction after a success, and part of the INVITE's transaction after a refusal.
            known = branch() if status < 300 else re.sub(r".*branch=([^;]+).*", r"\1", message["Via"])
            self._send(self._request("ACK", message.number, known))
        if waiting is not None and not waiting.done() and (status >= 200 or message.method != "INVITE"):
            waiting.set_result(message)

    def _asked(self, request: Message, addr: tuple[str, int]) -> None:
        """Answer a request. A repeated request gets the same answer."""
        new = self._see(f"< {request.method} {request.number}")
        match request.method:
            case "BYE":
                self._send(request.answered("200 OK", self._tag), addr)
                self.gone.set()
            case "REFER":
                self._send(request.answered(self.refer, self._tag), addr)
                if new:
                    self.referred.append(request.uri("Refer-To"))
                    if self.refer.startswith("202"):
                        self._spawn(self._notify_outcome(request.number))
            case "ACK":
                pass
            case _:
                self._send(request.answered("200 OK", self._tag), addr)

    async def _notify_outcome(self, refer: int) -> None:
        if self.outcome is None:
            await self.hang_up()
            return
        for status, state in (("100 Trying", "active;expires=60"), (self.outcome, "terminated;reason=noresource")):
            headers = (("Event", f"refer;id={refer}"), ("Subscription-State", state))
            await self._ask("NOTIFY", f"SIP/2.0 {status}\r\n", "message/sipfrag;version=2.0", headers)
            await asyncio.sleep(RINGING_SECONDS)

    # Sent messages

    async def _ask(
        self, method: str, body: str = "", kind: str = "", headers: tuple[tuple[str, str], ...] = ()
    ) -> Message:
        """Send a request, again and again until its final response arrives. Return the response."""
        self._sent += 1
        number = self._sent
        request = self._request(method, number, branch(), body, kind, headers)
        waiting = self._answers[method, number] = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(40):
            while True:
                self._send(request)
                try:
                    # A provisional response shows that the INVITE arrived.
                    patience = 40 if any(what.startswith("< 1") for _, what in self.seen) else RESEND_SECONDS
                    return await asyncio.wait_for(asyncio.shield(waiting), patience)
                except TimeoutError:
                    continue

    def _request(
        self,
        method: str,
        number: int,
        known: str,
        body: str = "",
        kind: str = "",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Message:
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")
        own = f"<sip:{self.own_number}@{host}:{port}>"
        return Message(
            f"{method} {self._target} SIP/2.0",
            (
                ("Via", f"SIP/2.0/UDP {host}:{port};branch={known}"),
                ("Max-Forwards", "70"),
                ("From", f"{own};tag={self._tag}"),
                ("To", self._to),
                ("Call-ID", self._call_id),
                ("CSeq", f"{number} {method}"),
                ("Contact", own),
                *headers,
                *((("Content-Type", kind),) if kind else ()),
            ),
            body,
        )

    def _send(self, message: Message, to: tuple[str, int] | None = None) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        status = "" if message.status is None else f"{message.status} "
        self._see(f"> {status}{message.method} {message.number}")
        self._transport.sendto(message.to_bytes(), to or address(self._target))

    def _see(self, what: str) -> bool:
        """Record a message. Return whether it is new."""
        new = all(what != seen for _, seen in self.seen)
        if new:
            self.seen.append((time.monotonic(), what))
        return new

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class RefusedError(Exception):
    """The call was refused. The text is SIP's status line."""


async def _until(so: Callable[[], bool], within: float) -> None:
    """Check the condition every 20 ms until it is true."""
    async with asyncio.timeout(within):
        while True:
            if so():
                return
            await asyncio.sleep(0.02)
