"""The transcript of a session: its conversation with times, as text and as WebVTT. Pure.

Strategy. A turn stores when its input arrived and when its reply was ready, and not how long anybody spoke. So times of
speech are estimated: a caller's words end when they arrive, an agent's begin when they are ready, and words take
`WORDS_IN_SECOND`. What begins later ends what was before it, as a caller who interrupts does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flow_core.state import Message
from flow_core.timestamp import iso
from functions.history.conversation import conversation
from functions.records import Head, TurnRecord

WORDS_IN_SECOND = 2.5
"""Words that people and voices speak in a second."""
_SHORTEST = 1.0
"""Seconds of a message, at least, if nothing follows it."""
_TICK = 0.001
"""Seconds between two beginnings, at least: WebVTT has milliseconds."""
_SPEAKERS = {"user": "Caller", "assistant": "Agent"}
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a transcript."""

    message: Message
    at: int
    """The time of its turn, in milliseconds since the epoch."""
    begins: float
    """Estimated seconds from the beginning of the first turn to its first word."""
    ends: float
    """Estimated seconds to its last word; more than `begins`."""

    @property
    def speaker(self) -> str:
        """Who says it: Caller or Agent."""
        return _SPEAKERS[self.message.role]


def transcript(turns: Sequence[TurnRecord]) -> list[Line]:
    """Return the messages of a session with their times.

    Args:
        turns: All turns, first to last.

    Returns:
        The lines. Each begins later than the one before.
    """
    arrived = {turn.turn_id: turn.events[0].at if turn.events else turn.at for turn in turns}
    beginning = min(arrived.values(), default=0)
    lines: list[Line] = []
    for timed in conversation(turns):
        message = timed.message
        seconds = max(len(message.content.split()) / WORDS_IN_SECOND, _SHORTEST)
        if message.role == "user" or message.missed:
            ends = (arrived.get(message.turn_id, timed.at) - beginning) / 1000
            begins = ends - seconds
        else:
            begins = (timed.at - beginning) / 1000
            ends = begins + seconds
        if lines and lines[-1].message.turn_id == message.turn_id and lines[-1].message.role == message.role:
            # Several messages of a turn have one time: they follow each other.
            begins, ends = lines[-1].ends, lines[-1].ends + seconds
        begins = max(begins, lines[-1].begins + _TICK if lines else 0.0)
        if lines:
            lines[-1] = replace(lines[-1], ends=max(min(lines[-1].ends, begins), lines[-1].begins + _TICK))
        lines.append(Line(message, timed.at, round(begins, 3), round(max(ends, begins + _TICK), 3)))
    return lines


def as_text(head: Head, lines: Sequence[Line]) -> str:
    """Write a transcript as text: a head, and a line for each message.

    Args:
        head: The session's head.
        lines: Its lines.

    Returns:
        The text. More lines of a message are indented, so no words of a caller look like a message of somebody else.
    """
    outcome = f", outcome {_one_line(head.state.outcome)}" if head.state.outcome else ""
    written = [
        f"Session {head.session_id}",
        f"Flow {head.flow_id}, version {head.pin.label}, {head.state.session.channel}",
        f"Began {iso(head.state.session.started_at)}, {head.state.status}{outcome}",
        "",
    ]
    for line in lines:
        cut = " [interrupted]" if line.message.interrupted else ""
        words = "\n    ".join(_BREAKS.split(_CONTROLS.sub(" ", line.message.content)))
        written.append(f"[{_clock(line.begins)[:-4]}] {line.speaker}: {words}{cut}")
    return "\n".join(written) + "\n"


def as_vtt(head: Head, lines: Sequence[Line]) -> str:
    """Write a transcript as WebVTT, with a voice for each speaker. `[interrupted]` ends a reply that was cut off."""
    written = ["WEBVTT", "", f"NOTE Session {head.session_id}. The times are estimated from those of its turns.", ""]
    for number, line in enumerate(lines, start=1):
        cut = " [interrupted]" if line.message.interrupted else ""
        written += [
            str(number),
            f"{_clock(line.begins)} --> {_clock(line.ends)}",
            f"<v {line.speaker}>{_escaped(_one_line(line.message.content))}{cut}",
            "",
        ]
    return "\n".join(written)


def _one_line(words: str) -> str:
    """Join lines: an empty line ends a cue of WebVTT."""
    return _CONTROLS.sub(" ", _BREAKS.sub(" ", words))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float) -> str:
    millis = round(seconds * 1000)
    minutes, rest = divmod(millis, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
