"""The audio of a phone call: RTP with PCMU in both directions, and keys as in RFC 4733."""

from __future__ import annotations

import asyncio
import contextlib
import random
import struct
import time
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from testing.calls.sip_messages import AUDIO, KEYS
from testing.calls.voice_caller import RATE, resampled

LINE_RATE = 8000
FRAME = LINE_RATE // 50
SECONDS = 0.02
"""Seconds of audio in a packet."""
QUIET = 300
"""A 16-bit sample that is not louder is silence."""
KEY_PACKETS, LAST_PACKETS = 8, 3
"""The packets of a key and of its end: a key lasts 160 ms, and three packets announce its end."""


@dataclass(slots=True)
class PhoneLine(asyncio.DatagramProtocol):
    """Sends silence between utterances, as a telephone does. `heard` grows while the other side speaks."""

    far: tuple[str, int] | None = None
    """The address that gets the audio, once it is known."""
    heard: list[NDArray[np.int16]] = field(default_factory=list)
    """The received samples at LINE_RATE. Gaps between packets are silence."""
    sounds: list[float] = field(default_factory=list)
    """The times of audible packets, by time.monotonic()."""
    _to_say: asyncio.Queue[NDArray[np.int16]] = field(default_factory=asyncio.Queue)
    _to_press: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _queue_sent: asyncio.Event = field(default_factory=asyncio.Event)
    transport: asyncio.DatagramTransport | None = None
    _source: int = field(default_factory=lambda: random.getrandbits(32))
    _number: int = 0
    _at: int = 0
    """The timestamp of the next packet."""
    _expected: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) <= 12 or data[1] & 0x7F != AUDIO:
            return
        at = int.from_bytes(data[4:8], "big")
        samples = DECODED[np.frombuffer(data[12:], np.uint8)]
        left_out = 0 if self._expected is None else (at - self._expected) % 2**32
        if 0 < left_out < 10 * LINE_RATE:
            self.heard.append(np.zeros(left_out, np.int16))
        self._expected = (at + len(samples)) % 2**32
        self.heard.append(samples)
        if np.abs(samples).max() > QUIET:
            self.sounds.append(time.monotonic())

    async def say(self, speech: NDArray[np.int16]) -> None:
        """Send audio at RATE. Return after the last sample has been sent."""
        self._queue_sent.clear()
        await self._to_say.put(speech)
        await self._queue_sent.wait()

    async def press(self, keys: str) -> None:
        self._queue_sent.clear()
        await self._to_press.put(keys)
        await self._queue_sent.wait()

    def sound(self, began: int = 0) -> NDArray[np.int16]:
        """Return the received audio from an index of `heard` on, at RATE."""
        parts = self.heard[began:]
        return resampled(np.concatenate(parts), LINE_RATE, RATE) if parts else np.zeros(0, np.int16)

    async def talk(self) -> None:
        """Send packets until the task is cancelled."""
        due = time.monotonic()
        while True:
            for payload_type, marked, stamp, payload in self._next():
                self._send(payload_type, marked, stamp, payload)
                due += SECONDS
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            if self._to_say.empty() and self._to_press.empty():
                self._queue_sent.set()

    def _next(self) -> list[tuple[int, bool, int, bytes]]:
        """Return the next packets: payload type, marker bit, timestamp and payload."""
        with contextlib.suppress(asyncio.QueueEmpty):
            return [packet for key in self._to_press.get_nowait() for packet in self._key(key)]
        sound = np.zeros(FRAME, np.int16)
        with contextlib.suppress(asyncio.QueueEmpty):
            sound = _for_the_line(self._to_say.get_nowait())
        sound = np.pad(sound, (0, -len(sound) % FRAME))
        return [(AUDIO, False, self._passed(FRAME), _encoded(part)) for part in sound.reshape(-1, FRAME)]

    def _key(self, key: str) -> list[tuple[int, bool, int, bytes]]:
        began = self._passed(FRAME * (KEY_PACKETS + LAST_PACKETS))
        packets = []
        for number in range(1, KEY_PACKETS + LAST_PACKETS + 1):
            over = 0x80 if number > KEY_PACKETS else 0
            event = struct.pack("!BBH", "0123456789*#ABCD".index(key), over | 10, FRAME * min(number, KEY_PACKETS))
            packets.append((KEYS, number == 1, began, event))
        silence = _encoded(np.zeros(FRAME, np.int16))
        return [*packets, *((AUDIO, False, self._passed(FRAME), silence) for _ in range(5))]

    def _passed(self, samples: int) -> int:
        """Advance the timestamp by `samples`, and return the previous one."""
        began, self._at = self._at, (self._at + samples) % 2**32
        return began

    def _send(self, payload_type: int, marked: bool, stamp: int, payload: bytes) -> None:
        self._number = (self._number + 1) % 2**16
        head = struct.pack("!BBHII", 0x80, payload_type | (0x80 if marked else 0), self._number, stamp, self._source)
        if self.transport is not None and self.far is not None and not self.transport.is_closing():
            self.transport.sendto(head + payload, self.far)


def _for_the_line(speech: NDArray[np.int16]) -> NDArray[np.int16]:
    """Convert from RATE to LINE_RATE. The mean of six samples removes most frequencies above a telephone's band."""
    step = RATE // LINE_RATE
    mean: NDArray[np.int16] = np.pad(speech, (0, -len(speech) % step)).reshape(-1, step).mean(axis=1).astype(np.int16)
    return mean


def _mu_law() -> NDArray[np.int16]:
    """Return the sample of each of the 256 bytes (ITU-T G.711)."""
    codes = 255 - np.arange(256)
    sizes = ((((codes & 15) << 3) + 132) << ((codes >> 4) & 7)) - 132
    return np.where(codes & 128, -sizes, sizes).astype(np.int16)


DECODED = _mu_law()
_BY_SIZE = np.argsort(DECODED, kind="stable").astype(np.uint8)
_BORDERS = (DECODED[_BY_SIZE][1:].astype(np.int32) + DECODED[_BY_SIZE][:-1]) / 2


def _encoded(samples: NDArray[np.int16]) -> bytes:
    return _BY_SIZE[np.searchsorted(_BORDERS, samples)].tobytes()
