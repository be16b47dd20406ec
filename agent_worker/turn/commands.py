"""The commands that a transition returns. Other modules carry them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.turn.inputs import Input, Message
from agent_worker.turn.state import SpokenText


@dataclass(frozen=True, slots=True)
class StartSpeech:
    """Start a speech. The session then asks for its text."""

    speech_id: str
    input: Input
    interruptible: bool = True
    """Whether the caller may cut the speech off before its text is known."""


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Start the timer. A timer that runs starts again."""

    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Stop the timer, if it runs."""


@dataclass(frozen=True, slots=True)
class LeaveCall:
    """Transfer the caller or end the call."""

    action: Transfer | Hangup


@dataclass(frozen=True, slots=True)
class Post:
    """Post a turn until the API replies."""

    turn_id: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CancelPosts:
    """Cancel all attempts. The API still runs a turn that it has received."""


@dataclass(frozen=True, slots=True)
class AwaitReply:
    """Wait for the reply to a turn, for a limited time."""

    speech_id: str
    turn_id: str
    own_words_spoken: bool
    """Whether the worker has already spoken its own words. Then the wait is longer."""


@dataclass(frozen=True, slots=True)
class AskFallback:
    """Ask the fallback model to answer the latest messages."""

    speech_id: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a text in a speech that has started."""

    speech_id: str
    text: SpokenText


CallCommand: TypeAlias = StartSpeech | StartTimer | StopTimer | LeaveCall
"""Commands for the room."""
PostCommand: TypeAlias = Post | CancelPosts
"""Commands for the API that need no result at once."""
GenerationCommand: TypeAlias = AwaitReply | AskFallback | Say
"""Commands for the coroutine that generates a speech's text."""
Command: TypeAlias = CallCommand | PostCommand | GenerationCommand
