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
    drafted: bool = False
    """Whether a draft of the same turn was posted. Its words come first, and the turn is posted when it has ended."""


@dataclass(frozen=True, slots=True)
class PostDraft:
    """Try a turn that may not be taken. An earlier draft is dropped."""

    turn_id: str
    """The id of the turn, if it is taken."""
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CancelPosts:
    """Cancel all attempts and the draft. The API still runs a turn that it has received."""


@dataclass(frozen=True, slots=True)
class AwaitReply:
    """Wait for the reply to a turn, for a limited time."""

    speech_id: str
    turn_id: str
    own_words_spoken: bool
    """Whether the worker has already spoken its own words. Then the wait is longer."""


@dataclass(frozen=True, slots=True)
class SayWords:
    """Speak words of a reply that is not final, in a speech that has started. Then wait for the rest."""

    speech_id: str
    text: SpokenText
    """The words that follow those of the same speech so far."""


@dataclass(frozen=True, slots=True)
class AskFallback:
    """Ask the fallback model to answer the latest messages."""

    speech_id: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a text in a speech that has started. It ends the speech."""

    speech_id: str
    text: SpokenText
    """If the speech has spoken words of the reply already, the words that follow them."""


@dataclass(frozen=True, slots=True)
class EndSpeech:
    """End a speech after the words that it has. The reply goes on in another one."""

    speech_id: str


CallCommand: TypeAlias = StartSpeech | StartTimer | StopTimer | LeaveCall
"""Commands for the room."""
PostCommand: TypeAlias = Post | PostDraft | CancelPosts
"""Commands for the API that need no result at once."""
GenerationCommand: TypeAlias = AwaitReply | SayWords | AskFallback | Say | EndSpeech
"""Commands for the coroutine that generates a speech's text."""
Command: TypeAlias = CallCommand | PostCommand | GenerationCommand
