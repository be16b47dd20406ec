"""A person takes a call over: the agent posts nothing and says nothing, and goes on when the person has left."""

from __future__ import annotations

import pytest

from agent_worker.backend.reply import Continue, Hangup, Listen, Reply
from agent_worker.turn.commands import Command, LeaveCall, Post, Say, StartSpeech, StartTimer
from agent_worker.turn.conversation import transition
from agent_worker.turn.events import (
    CallLeft,
    Event,
    GenerationStarted,
    InputDeferred,
    InputReceived,
    LeaveFailed,
    PersonCame,
    PersonLeft,
    Replied,
    ReplyReady,
    SpeechEnded,
    SpeechLost,
    Whispered,
    WordsArrived,
    WordsReady,
)
from agent_worker.turn.inputs import Message, Proceed, Said
from agent_worker.turn.request_body import MAX_WHISPERS
from agent_worker.turn.state import AwaitingReply, Context, Idle, Leaving, Left, Refusing, State, TakenOver

QUESTION = Reply(response="What is your name?", action=Listen(no_input_seconds=5))
AGAIN = Reply(response="", last_response="What is your name?", action=Listen(no_input_seconds=5))
BYE = Reply(response="Bye.", action=Hangup())


def ended(speech_id: str, heard: str = "", *, interrupted: bool = True) -> SpeechEnded:
    return SpeechEnded(speech_id, heard, interrupted, failed=False, caller_active=False, next_speech_id="next")


def fold(state: State, *events: Event) -> tuple[State, list[Command]]:
    """Return the last state and all commands."""
    commands: list[Command] = []
    for event in events:
        state, more = transition(state, event)
        commands += more
    return state, commands


def context_of(state: State) -> Context:
    assert not isinstance(state, Left)
    return state.context


BEGIN: State = Idle(Context())
ASKED = (InputReceived("a", Proceed()), GenerationStarted("a"), Replied("a", QUESTION), ReplyReady("a", "-"))
HEARD, _ = fold(BEGIN, *ASKED, ended("a", QUESTION.response, interrupted=False))


def texts(commands: list[Command]) -> list[str]:
    return [command.text.text for command in commands if isinstance(command, Say)]


def posts(commands: list[Command]) -> list[Post]:
    return [command for command in commands if isinstance(command, Post)]


def test_what_the_caller_says_to_the_person_is_no_turn() -> None:
    state, commands = fold(HEARD, PersonCame(), InputReceived("b", Said("Ann")), GenerationStarted("b"))
    assert isinstance(state, TakenOver)
    assert not any(isinstance(each, StartSpeech | Post | StartTimer) for each in commands)
    assert context_of(state).missed == ()


def test_the_agent_says_its_last_question_again_when_the_person_has_left() -> None:
    state, commands = fold(HEARD, PersonCame(), PersonLeft("b"), GenerationStarted("b"))
    assert [post.fields for post in posts(commands)] == [{}]
    state, commands = fold(state, Replied("b", AGAIN), ReplyReady("b", "-"))
    assert texts(commands) == ["What is your name?"]
    state, commands = fold(state, ended("b", "What is your name?", interrupted=False))
    assert commands == [StartTimer(5)]
    assert not context_of(state).repeats


def test_a_question_that_was_cut_off_by_the_person_is_reported_and_said_again() -> None:
    speaking, _ = fold(BEGIN, *ASKED)
    state, commands = fold(speaking, PersonCame(), ended("a", "What is your"), PersonLeft("b"), GenerationStarted("b"))
    (post,) = posts(commands)
    assert post.fields == {"interrupted": {"turnId": "a", "heard": "What is your"}}
    _, commands = fold(state, Replied("b", AGAIN), ReplyReady("b", "-"))
    assert texts(commands) == ["What is your name?"]


def test_a_reply_that_comes_meanwhile_is_spoken_afterwards() -> None:
    state, _ = fold(HEARD, InputReceived("b", Said("Ann")), GenerationStarted("b"), PersonCame(), ended("b"))
    answer = Reply(response="Hello, Ann.", action=Listen())
    state, commands = fold(state, Replied("b", answer), ReplyReady("b", "-"))
    assert (isinstance(state, TakenOver), texts(commands)) == (True, [])
    state, commands = fold(state, PersonLeft("c"), GenerationStarted("c"), ReplyReady("c", "-"))
    assert posts(commands) == []
    assert texts(commands) == ["Hello, Ann."]


def test_a_tool_that_is_due_runs_when_the_person_has_left() -> None:
    wait = Reply(response="One moment, please.", action=Continue())
    state, commands = fold(
        HEARD, InputReceived("b", Said("Ann")), GenerationStarted("b"), PersonCame(), Replied("b", wait), ended("b")
    )
    assert len(posts(commands)) == 1
    state, commands = fold(state, PersonLeft("c"), GenerationStarted("c"), ReplyReady("c", "d"))
    assert texts(commands) == ["One moment, please."]
    assert [post.turn_id for post in posts(commands)] == ["d"]


def test_words_that_were_cut_off_before_the_reply_was_final_are_spoken_from_the_beginning() -> None:
    state, _ = fold(
        HEARD,
        InputReceived("b", Said("Ann")),
        GenerationStarted("b"),
        WordsArrived("b", "Hello Ann, nice to meet you. "),
        WordsReady("b"),
        PersonCame(),
        ended("b", "Hello Ann, nice to"),
    )
    whole = Reply(response="Hello Ann, nice to meet you. And where do you live?", action=Listen())
    state, _ = fold(state, Replied("b", whole))
    state, commands = fold(state, PersonLeft("c"), GenerationStarted("c"), ReplyReady("c", "-"))
    assert texts(commands) == [whole.response]
    assert context_of(state).missed == ()


def test_words_that_no_turn_has_are_sent_later() -> None:
    speaking, _ = fold(BEGIN, *ASKED)
    state, _ = fold(
        speaking,
        InputDeferred(Said("Hello?")),
        InputReceived("b", Said("Ann")),
        PersonCame(),
        ended("a", QUESTION.response),
        ended("b"),
    )
    assert context_of(state).missed == (Message("user", "Hello?"), Message("user", "Ann"))
    _, commands = fold(state, PersonLeft("c"), GenerationStarted("c"))
    (post,) = posts(commands)
    assert post.fields["missed"] == [{"role": "user", "content": "Hello?"}, {"role": "user", "content": "Ann"}]


def test_a_call_that_a_person_took_over_before_the_first_turn_begins_afterwards() -> None:
    state, commands = fold(BEGIN, PersonCame(), InputReceived("a", Proceed()), PersonLeft("b"), GenerationStarted("b"))
    assert [post.turn_id for post in posts(commands)] == ["b"]
    _, commands = fold(state, Replied("b", QUESTION), ReplyReady("b", "-"))
    assert texts(commands) == ["What is your name?"]


def test_an_agent_that_lost_its_speech_meanwhile_says_so_afterwards() -> None:
    state, commands = fold(HEARD, PersonCame(), SpeechLost("b", "Busy."))
    assert isinstance(state, TakenOver)
    state, commands = fold(state, PersonLeft("c"), GenerationStarted("c"))
    assert isinstance(state, Refusing)
    assert texts(commands) == ["Busy."]


@pytest.mark.parametrize(("then", "expected"), [((), TakenOver), ((PersonLeft("p"),), AwaitingReply)])
def test_a_transfer_that_fails_gives_the_call_to_the_person(then: tuple[Event, ...], expected: type[State]) -> None:
    leaving, _ = fold(BEGIN, *ASKED[:2], Replied("a", BYE), ReplyReady("a", "-"), ended("a", BYE.response))
    assert isinstance(leaving, Leaving)
    state, _ = fold(leaving, PersonCame(), *then, LeaveFailed("b"))
    assert isinstance(state, expected)


def test_a_call_that_is_left_while_a_person_comes_is_over() -> None:
    leaving, commands = fold(BEGIN, *ASKED[:2], Replied("a", BYE), ReplyReady("a", "-"), ended("a", BYE.response))
    assert LeaveCall(Hangup()) in commands
    assert isinstance(fold(leaving, PersonCame(), CallLeft())[0], Left)


def test_whispers_go_along_with_the_next_turn_once() -> None:
    state, _ = fold(HEARD, Whispered("Be quick."), Whispered("Offer the blue one."))
    state, commands = fold(state, InputReceived("b", Said("Ann")), GenerationStarted("b"))
    (post,) = posts(commands)
    assert post.fields == {"userInput": "Ann", "whispers": ["Be quick.", "Offer the blue one."]}
    assert context_of(state).whispers == ()


def test_more_whispers_than_a_turn_takes_wait_for_the_next_one() -> None:
    state, _ = fold(HEARD, *(Whispered(f"{number}") for number in range(MAX_WHISPERS + 1)))
    state, commands = fold(state, InputReceived("b", Said("Ann")), GenerationStarted("b"))
    assert posts(commands)[0].fields["whispers"] == [f"{number}" for number in range(MAX_WHISPERS)]
    assert context_of(state).whispers == (f"{MAX_WHISPERS}",)


def test_a_whisper_during_a_takeover_is_for_the_agent_afterwards() -> None:
    _, commands = fold(HEARD, PersonCame(), Whispered("Go on."), PersonLeft("b"), GenerationStarted("b"))
    assert posts(commands)[0].fields == {"whispers": ["Go on."]}
