"""The events of a conversation. An event carries the ids of what follows, because a transition creates none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from agent_worker.backend.reply import Reply
from agent_worker.turn.inputs import Input, Said


@dataclass(frozen=True, slots=True)
class InputReceived:
    """The caller spoke, typed or pressed keys, or the call begins."""

    speech_id: str
    """Id of the speech that answers the input."""
    input: Input


@dataclass(frozen=True, slots=True)
class InputForeseen:
    """The caller has said words that may be all. More may follow."""

    turn_id: str
    """Id of the turn, if the words become one."""
    input: Said


@dataclass(frozen=True, slots=True)
class InputDeferred:
    """The caller typed or pressed keys during a speech that cannot be cut off."""

    input: Input


@dataclass(frozen=True, slots=True)
class CallerStarted:
    """The caller began to speak or pressed a key."""


@dataclass(frozen=True, slots=True)
class CallerStopped:
    """The caller stopped speaking or pressing keys."""


@dataclass(frozen=True, slots=True)
class TimerExpired:
    """The timer of `StartTimer` expired."""

    speech_id: str
    """Id of the speech that follows."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """A speech was played to its end, was cut off, or failed."""

    speech_id: str
    heard: str
    """The part of the text that was played."""
    interrupted: bool
    failed: bool
    """Whether the speech raised an error."""
    caller_active: bool
    """Whether the caller speaks or presses keys at the moment."""
    next_speech_id: str
    """Id of the speech that follows, if one follows at once."""


@dataclass(frozen=True, slots=True)
class LeaveFailed:
    """The transfer failed. The caller is still in the room."""

    speech_id: str
    """Id of the speech that follows."""


@dataclass(frozen=True, slots=True)
class CallLeft:
    """The transfer or the hang-up succeeded."""


@dataclass(frozen=True, slots=True)
class SpeechLost:
    """Nothing hears the caller any longer, or nothing speaks."""

    speech_id: str
    """Id of the speech that says so."""
    text: str
    """The busy sentence, in the language of the call."""


@dataclass(frozen=True, slots=True)
class PersonCame:
    """A person of the organization has taken the call over. The agent is silent until the person leaves."""


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """The person who had taken the call over has left."""

    speech_id: str
    """Id of the speech with which the agent goes on."""


@dataclass(frozen=True, slots=True)
class Whispered:
    """A supervisor has sent guidance for the agent."""

    text: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The agent leaves the room."""


@dataclass(frozen=True, slots=True)
class GenerationStarted:
    """The session asks for the text of a speech."""

    speech_id: str


@dataclass(frozen=True, slots=True)
class AttemptFailed:
    """An attempt to post a turn failed. Another one follows."""

    turn_id: str


@dataclass(frozen=True, slots=True)
class DraftEnded:
    """The draft of a turn has ended, well or not. The turn itself follows, and streams from the beginning."""

    turn_id: str


@dataclass(frozen=True, slots=True)
class WordsArrived:
    """Words of a reply arrived that is not final: a clause or more."""

    turn_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Replied:
    """The API replied to a turn."""

    turn_id: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class WordsReady:
    """The wait of `AwaitReply` ended with words of a reply that is not final."""

    speech_id: str


@dataclass(frozen=True, slots=True)
class ReplyReady:
    """The wait of `AwaitReply` ended with a reply."""

    speech_id: str
    next_turn_id: str
    """Id of the turn that follows, if the reply continues at once."""


@dataclass(frozen=True, slots=True)
class ReplyLate:
    """The wait of `AwaitReply` or `SayWords` ended without a reply and without further words."""

    speech_id: str


@dataclass(frozen=True, slots=True)
class FallbackAnswered:
    """The fallback model answered or failed."""

    speech_id: str
    text: str | None
    """The answer. None if the model failed or is not configured."""


RoomEvent: TypeAlias = (
    InputReceived
    | InputForeseen
    | InputDeferred
    | CallerStarted
    | CallerStopped
    | TimerExpired
    | SpeechEnded
    | LeaveFailed
    | CallLeft
    | SpeechLost
    | PersonCame
    | PersonLeft
    | Closed
)
"""Events of the room, in which each state differs."""
CallEvent: TypeAlias = RoomEvent | Whispered
"""All events of the room."""
PostEvent: TypeAlias = AttemptFailed | DraftEnded | WordsArrived | Replied
"""Events of the API."""
ReplyEvent: TypeAlias = GenerationStarted | PostEvent | WordsReady | ReplyReady | ReplyLate | FallbackAnswered
"""Events of the API and of the generation of a speech's text."""
Event: TypeAlias = CallEvent | ReplyEvent
