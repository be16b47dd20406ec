"""SIP messages as text, and the part of SDP that a call with one audio stream needs."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

AUDIO, KEYS = 0, 101
"""RTP payload types: PCMU, and the telephone-event that the caller offers."""


@dataclass(frozen=True, slots=True)
class Message:
    start: str
    """The first line."""
    headers: tuple[tuple[str, str], ...]
    body: str = ""

    @property
    def status(self) -> int | None:
        """The status of a response. None for a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0 ") else None

    @property
    def method(self) -> str:
        """The method of a request, or of the request that this response answers."""
        return self["CSeq"].split()[1]

    @property
    def number(self) -> int:
        """The number in CSeq."""
        return int(self["CSeq"].split()[0])

    def __getitem__(self, name: str) -> str:
        """The first header with this name. Empty if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def uri(self, name: str) -> str:
        """Return the URI of a header such as To, without the display name and the parameters."""
        found = re.search(r"<([^>]*)>", self[name])
        return found[1] if found else self[name].partition(";")[0].strip()

    def to_bytes(self) -> bytes:
        head = [self.start, *(f"{name}: {value}" for name, value in self.headers), f"Content-Length: {len(self.body)}"]
        return ("\r\n".join(head) + "\r\n\r\n" + self.body).encode()

    def answered(self, status: str, tag: str) -> Message:
        """Build the response with this status. `tag` is the tag of `To` if the request has none."""
        copied = [(key, value) for key, value in self.headers if key.lower() in ("via", "from", "call-id", "cseq")]
        to = self["To"] if ";tag=" in self["To"] else f"{self['To']};tag={tag}"
        return Message(f"SIP/2.0 {status}", (*copied, ("To", to)))


def parsed(data: bytes) -> Message:
    head, _, body = data.decode().partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    headers = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Message(start, tuple(each for each in headers if each[0].lower() != "content-length"), body)


def address(uri: str) -> tuple[str, int]:
    """Return the host and port of `sip:name@host:port;parameters`."""
    host, _, port = uri.partition("sip:")[2].rpartition("@")[2].partition(";")[0].partition(":")
    return host, int(port or 5060)


def branch() -> str:
    """Return a new id for a transaction."""
    return f"z9hG4bK{uuid.uuid4().hex}"


def sdp(host: str, port: int) -> str:
    """Build an SDP offer of PCMU audio with keys at an address."""
    lines = (
        "v=0",
        f"o=- 1 1 IN IP4 {host}",
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {AUDIO} {KEYS}",
        f"a=rtpmap:{AUDIO} PCMU/8000",
        f"a=rtpmap:{KEYS} telephone-event/8000",
        f"a=fmtp:{KEYS} 0-15",
        "a=ptime:20",
        "a=sendrecv",
    )
    return "".join(f"{line}\r\n" for line in lines)


def sound_goes_to(answer: str) -> tuple[str, int]:
    """Return the address of the audio in an SDP answer. Raise ValueError if the answer has no plain audio."""
    host, port = re.search(r"^c=IN IP4 (\S+)", answer, re.M), re.search(r"^m=audio (\d+) RTP/AVP 0\b", answer, re.M)
    if host is None or port is None:
        raise ValueError(f"no PCMU in {answer!r}")
    return host[1], int(port[1])
