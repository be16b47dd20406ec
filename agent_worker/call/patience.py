"""How long the worker waits in a silence of the caller before it takes an utterance as ended, by what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from livekit.agents.voice.turn import EndpointingOptions

HEARD_LATE_SECONDS = 0.1
"""Seconds by which a silence begins later for livekit-agents than for the caller, without the way of the sound: voice
detection holds on to a sound for 0.04 s, judges windows of 0.03 s, and the room gives it frames of 0.05 s."""

TurnEnd: TypeAlias = Literal["silence", "meaning"]
"""What ends an utterance: a silence, or a silence after words that sound complete."""
Pace: TypeAlias = Literal["short", "usual", "careful", "spelled"]
"""How a caller says an answer."""


@dataclass(frozen=True, slots=True)
class EndDelays:
    """Seconds of silence after which an utterance has ended."""

    after_whole: float
    """If it sounds complete, or nothing judges it."""
    after_half: float
    """If it does not sound complete. Only `meaning` judges that."""


_PACES: Mapping[str, Pace] = {
    "boolean": "short",
    "choice": "short",
    "date": "careful",
    "time": "careful",
    "datetime": "careful",
    "duration": "careful",
    "money": "careful",
    "number": "careful",
    "integer": "careful",
    "name": "careful",
    "digits": "spelled",
    "code": "spelled",
    "email": "spelled",
    "phone": "spelled",
    "postcode": "spelled",
}
"""The type of value that a question asks for -> how it is said. Another type is said as usual."""
_ORDER: tuple[Pace, ...] = ("short", "usual", "careful", "spelled")
_DELAYS: Mapping[TurnEnd, Mapping[Pace, EndDelays]] = {
    "silence": {
        "short": EndDelays(0.4, 3.0),
        "usual": EndDelays(0.5, 3.0),
        "careful": EndDelays(0.7, 3.0),
        # Callers read a number in groups, with up to a second between two.
        "spelled": EndDelays(1.2, 3.0),
    },
    "meaning": {
        "short": EndDelays(0.3, 1.5),
        "usual": EndDelays(0.3, 2.0),
        "careful": EndDelays(0.4, 2.0),
        "spelled": EndDelays(0.9, 2.5),
    },
}


def end_delays(expects: Sequence[str], turn_end: TurnEnd) -> EndDelays:
    """Return how long to wait for the end of an answer.

    Args:
        expects: The types of value that the question asks for. With several, the slowest one counts.
        turn_end: What ends an utterance.

    Returns:
        The seconds. Without a type they are the usual ones.
    """
    paces = [_PACES.get(each, "usual") for each in expects] or ["usual"]
    return _DELAYS[turn_end][max(paces, key=_ORDER.index)]


def endpointing(expects: Sequence[str], turn_end: TurnEnd) -> EndpointingOptions:
    """Return the patience for an answer, as livekit-agents takes it, which hears the silence late."""
    delays = end_delays(expects, turn_end)
    return EndpointingOptions(
        mode="fixed",
        min_delay=delays.after_whole - HEARD_LATE_SECONDS,
        max_delay=delays.after_half - HEARD_LATE_SECONDS,
    )
