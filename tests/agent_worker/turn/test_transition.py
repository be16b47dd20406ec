"""The state table of the conversation: for each state and event, the next state and the commands."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from agent_worker.backend.reply import Hangup, Listen, Reply
from agent_worker.turn.commands import Command, StartSpeech, StartTimer
from agent_worker.turn.conversation import UNDELIVERED_SECONDS, transition
from agent_worker.turn.events import (
    AttemptFailed,
    CallerStarted,
    CallerStopped,
    CallLeft,
    Closed,
    Event,
    FallbackAnswered,
    GenerationStarted,
    InputDeferred,
    InputReceived,
    LeaveFailed,
    PersonCame,
    PersonLeft,
    Replied,
    ReplyLate,
    ReplyReady,
    SpeechEnded,
    SpeechLost,
    TimerExpired,
    Whispered,
    WordsArrived,
    WordsReady,
)
from agent_worker.turn.inputs import NoInput, Proceed, Said
from agent_worker.turn.state import Context, Idle, Left, Options, State

GREETING = Reply(response="Hello. What is your name?", action=Listen(no_input_seconds=5))
BYE = Reply(response="Bye.", action=Hangup())


def ended(speech_id: str, heard: str, *, interrupted: bool = False, active: bool = False) -> SpeechEnded:
    return SpeechEnded(speech_id, heard, interrupted, failed=False, caller_active=active, next_speech_id="next")


def fold(state: State, *events: Event) -> tuple[State, tuple[Command, ...]]:
    """Return the last state and the commands of the last event."""
    commands: tuple[Command, ...] = ()
    for event in events:
        state, commands = transition(state, event)
    return state, commands


BEGIN: State = Idle(Context())
SAID = (
    InputReceived("a", Proceed()),
    GenerationStarted("a"),
    Replied("a", GREETING),
    ReplyReady("a", "unused"),
)
"""The greeting is spoken as speech "a"."""
STATES: Mapping[str, State] = {
    "Idle": fold(BEGIN, *SAID, ended("a", GREETING.response))[0],
    "AwaitingReply": fold(BEGIN, *SAID[:2])[0],
    "Speaking": fold(BEGIN, *SAID)[0],
    "Undelivered": fold(BEGIN, *SAID, ended("a", "Hello.", interrupted=True))[0],
    "Leaving": fold(BEGIN, *SAID[:2], Replied("a", BYE), ReplyReady("a", "unused"), ended("a", BYE.response))[0],
    "Refusing": fold(BEGIN, *SAID, ended("a", GREETING.response), SpeechLost("lost", "Busy."))[0],
    "TakenOver": fold(BEGIN, *SAID, PersonCame())[0],
    "Left": Left(),
}
EVENTS: Mapping[str, Event] = {
    "InputReceived": InputReceived("b", Said("Ada")),
    "InputDeferred": InputDeferred(Said("Ada")),
    "CallerStarted": CallerStarted(),
    "CallerStopped": CallerStopped(),
    "TimerExpired": TimerExpired("b"),
    "GenerationStarted": GenerationStarted("a"),
    "AttemptFailed": AttemptFailed("a"),
    "WordsArrived": WordsArrived("a", "Hello."),
    "Replied": Replied("a", GREETING),
    "WordsReady": WordsReady("a"),
    "ReplyReady": ReplyReady("a", "c"),
    "ReplyLate": ReplyLate("a"),
    "FallbackAnswered": FallbackAnswered("a", None),
    "SpeechEnded": ended("a", GREETING.response),
    "LeaveFailed": LeaveFailed("b"),
    "CallLeft": CallLeft(),
    "SpeechLost": SpeechLost("lost", "Busy."),
    "PersonCame": PersonCame(),
    "PersonLeft": PersonLeft("b"),
    "Whispered": Whispered("Be quick."),
    "Closed": Closed(),
}
START = "StopTimer StartSpeech"
TABLE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Idle": {
        "InputReceived": ("AwaitingReply", START),
        "CallerStarted": ("Idle", "StopTimer"),
        "CallerStopped": ("Idle", "StartTimer"),
        "TimerExpired": ("AwaitingReply", START),
        "SpeechEnded": ("Idle", "StartTimer"),
        "SpeechLost": ("Refusing", "StopTimer StartSpeech StartTimer"),
        "PersonCame": ("TakenOver", "StopTimer"),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "AwaitingReply": {
        "InputReceived": ("AwaitingReply", START),
        "CallerStarted": ("AwaitingReply", "StopTimer"),
        "TimerExpired": ("AwaitingReply", START),
        "GenerationStarted": ("AwaitingReply", "AwaitReply"),
        "WordsReady": ("AwaitingReply", "AwaitReply"),
        "ReplyLate": ("Speaking", "Say"),
        "FallbackAnswered": ("Speaking", "Say"),
        "SpeechEnded": ("AwaitingReply", START),
        "SpeechLost": ("Refusing", "StopTimer StartSpeech StartTimer"),
        "PersonCame": ("TakenOver", "StopTimer"),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "Speaking": {
        "InputReceived": ("AwaitingReply", START),
        "CallerStarted": ("Speaking", "StopTimer"),
        "TimerExpired": ("AwaitingReply", START),
        "GenerationStarted": ("Speaking", "AwaitReply"),
        "WordsReady": ("Speaking", "AwaitReply"),
        "ReplyReady": ("Speaking", "Say"),
        "ReplyLate": ("Speaking", "Say"),
        "FallbackAnswered": ("Speaking", "Say"),
        "SpeechEnded": ("Idle", "StartTimer"),
        "SpeechLost": ("Refusing", "StopTimer StartSpeech StartTimer"),
        "PersonCame": ("TakenOver", "StopTimer"),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "Undelivered": {
        "InputReceived": ("AwaitingReply", START),
        "CallerStarted": ("Undelivered", "StopTimer"),
        "CallerStopped": ("Undelivered", "StartTimer"),
        "TimerExpired": ("AwaitingReply", START),
        "SpeechEnded": ("AwaitingReply", START),
        "SpeechLost": ("Refusing", "StopTimer StartSpeech StartTimer"),
        "PersonCame": ("TakenOver", "StopTimer"),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "Leaving": {
        "CallerStarted": ("Leaving", "StopTimer"),
        "LeaveFailed": ("AwaitingReply", START),
        "CallLeft": ("Left", "StopTimer CancelPosts"),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "Refusing": {
        "TimerExpired": ("Leaving", "LeaveCall"),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "TakenOver": {
        "PersonLeft": ("AwaitingReply", START),
        "Closed": ("Left", "StopTimer CancelPosts"),
    },
    "Left": {},
}
"""The next state and the commands. An event that is left out keeps the state and gives no command."""


def name(value: object) -> str:
    return type(value).__name__


def test_each_state_and_each_event_has_a_name_in_the_table() -> None:
    assert {key: name(state) for key, state in STATES.items()} == {key: key for key in TABLE}
    assert {key: name(event) for key, event in EVENTS.items()} == {key: key for key in EVENTS}
    assert {event for row in TABLE.values() for event in row} <= set(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_a_state_and_an_event_give_the_next_state_and_the_commands(state: str, event: str) -> None:
    following, commands = transition(STATES[state], EVENTS[event])
    expected, expected_commands = TABLE[state].get(event, (state, ""))
    assert (name(following), " ".join(map(name, commands))) == (expected, expected_commands)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_a_transition_is_pure(state: str, event: str) -> None:
    before = repr(STATES[state])
    assert transition(STATES[state], EVENTS[event]) == transition(STATES[state], EVENTS[event])
    assert repr(STATES[state]) == before


def test_silence_is_an_input_only_if_no_reply_is_pending() -> None:
    _, (_, after_silence) = transition(STATES["Idle"], TimerExpired("b"))
    assert after_silence == StartSpeech("b", NoInput())
    _, (_, repeated) = transition(STATES["Undelivered"], TimerExpired("b"))
    assert repeated == StartSpeech("b", Proceed())


def test_the_timer_waits_for_the_flows_silence_or_for_the_pending_reply() -> None:
    assert transition(STATES["Idle"], CallerStopped())[1] == (StartTimer(5),)
    assert transition(STATES["Undelivered"], CallerStopped())[1] == (StartTimer(UNDELIVERED_SECONDS),)


def test_no_timer_runs_while_the_caller_is_active_or_types() -> None:
    assert transition(STATES["Speaking"], ended("a", GREETING.response, active=True))[1] == ()
    typing: State = Idle(Context(Options(silence_is_input=False)))
    assert fold(typing, *SAID, ended("a", GREETING.response))[1] == ()


def test_a_deferred_input_follows_the_speech_that_could_not_be_cut_off() -> None:
    state, commands = fold(STATES["Speaking"], InputDeferred(Said("Ada")), ended("a", GREETING.response))
    assert commands[-1] == StartSpeech("next", Said("Ada"))
    assert not isinstance(state, Left)
    assert state.context.deferred == ()


def test_a_turn_that_nothing_refers_to_is_forgotten() -> None:
    state, _ = fold(STATES["Speaking"], ended("a", GREETING.response))
    assert not isinstance(state, Left)
    assert state.context.turns == ()
