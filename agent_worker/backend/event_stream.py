"""Reads server-sent events from the bytes of a response, as the HTML standard defines them (section 9.2.6).

It reads no field but `event` and `data`: a turn's stream is never resumed by the id of an event.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_EVENT_BYTES = 1024 * 1024
"""Maximum bytes of one event, and of one line."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CARRIAGE_RETURN, _LINE_FEED = 13, 10


class EventTooLongError(Exception):
    """An event has more than `MAX_EVENT_BYTES`."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event of a stream."""

    name: str
    """The field `event`, or `message` if there is none."""
    data: str
    """The lines of the field `data`, with a line feed between them."""


class EventStreamReader:
    """Reads the events of one stream. Bytes may be split anywhere, even within a character or a line end."""

    def __init__(self) -> None:
        self._line = bytearray()
        """The bytes of the line that has not ended."""
        self._begun = False
        """Whether the first line has ended. A byte order mark may precede it."""
        self._after_return = False
        """Whether the last byte was a carriage return. A line feed after it belongs to the same line end."""
        self._name = ""
        self._data: list[str] = []
        self._size = 0
        self.comment = ""
        """The latest comment. Empty before the first one."""

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """Read further bytes.

        Args:
            chunk: The bytes.

        Returns:
            The events that end within the bytes. An event at the end of the stream without an empty line is no event.
            `EventTooLongError` is raised for an event of more than `MAX_EVENT_BYTES`.
        """
        events: list[ServerEvent] = []
        if self._after_return and chunk:
            self._after_return = False
            chunk = chunk[1:] if chunk[0] == _LINE_FEED else chunk
        begin = 0
        while (end := _line_end(chunk, begin)) is not None:
            self._line += chunk[begin:end]
            begin = end + 1
            if chunk[end] == _CARRIAGE_RETURN:
                if begin == len(chunk):
                    self._after_return = True
                elif chunk[begin] == _LINE_FEED:
                    begin += 1
            event = self._read_line()
            if event is not None:
                events.append(event)
        self._line += chunk[begin:]
        self._check_size()
        return events

    def _read_line(self) -> ServerEvent | None:
        self._check_size()
        line = bytes(self._line)
        self._line.clear()
        if not self._begun:
            self._begun = True
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if not line:
            return self._end_event()
        field, colon, value = line.decode("utf-8", errors="replace").partition(":")
        value = value.removeprefix(" ")
        if colon and not field:
            self.comment = value
        elif field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
            self._size += len(line)
        return None

    def _end_event(self) -> ServerEvent | None:
        name, data = self._name or "message", self._data
        self._name, self._data, self._size = "", [], 0
        return ServerEvent(name, "\n".join(data)) if data else None

    def _check_size(self) -> None:
        if self._size + len(self._line) > MAX_EVENT_BYTES:
            raise EventTooLongError(f"an event has more than {MAX_EVENT_BYTES} bytes")


def _line_end(chunk: bytes, begin: int) -> int | None:
    """Return the index of the first carriage return or line feed, or None."""
    ends = [end for end in (chunk.find(b"\r", begin), chunk.find(b"\n", begin)) if end >= 0]
    return min(ends, default=None)
