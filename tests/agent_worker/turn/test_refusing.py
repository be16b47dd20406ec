"""A call that ends with the busy sentence, because nothing hears the caller or nothing speaks."""

from __future__ import annotations

from agent_worker.backend.reply import Continue, Hangup, Reply, Transfer
from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.commands import AwaitReply, LeaveCall, Post, Say, StartSpeech, StartTimer, StopTimer
from agent_worker.turn.conversation import REFUSING_SECONDS
from agent_worker.turn.events import (
    Closed,
    GenerationStarted,
    InputReceived,
    LeaveFailed,
    Replied,
    ReplyReady,
    SpeechLost,
    TimerExpired,
)
from agent_worker.turn.inputs import Proceed
from agent_worker.turn.state import Leaving, Refusing, SpokenText
from tests.agent_worker.turn.test_transition import BEGIN, SAID, STATES, ended, fold

WORDS = phrases_in("en")

LOST = SpeechLost("lost", WORDS.busy)
SPOKEN = ended("lost", WORDS.busy)


def test_the_busy_sentence_is_spoken_and_cannot_be_cut_off() -> None:
    state, commands = fold(STATES["Idle"], LOST)
    assert isinstance(state, Refusing)
    assert commands == (
        StopTimer(),
        StartSpeech("lost", Proceed(), interruptible=False),
        StartTimer(REFUSING_SECONDS),
    )
    _, says = fold(state, GenerationStarted("lost"))
    assert says == (Say("lost", SpokenText(WORDS.busy, action=Hangup())),)
    assert not SpokenText(WORDS.busy, action=Hangup()).interruptible


def test_the_call_ends_after_the_busy_sentence_which_joins_the_conversation() -> None:
    state, commands = fold(STATES["Idle"], LOST, GenerationStarted("lost"), SPOKEN)
    assert isinstance(state, Leaving)
    missed = [{"role": "assistant", "content": WORDS.busy}]
    assert commands == (StopTimer(), Post("next", {"missed": missed}), LeaveCall(Hangup()))


def test_a_sentence_that_nothing_can_speak_ends_the_call_too() -> None:
    _, commands = fold(STATES["Idle"], LOST, GenerationStarted("lost"), ended("lost", ""))
    assert commands == (StopTimer(), LeaveCall(Hangup()))
    _, commands = fold(STATES["Idle"], LOST, GenerationStarted("lost"), TimerExpired("x"))
    assert commands == (LeaveCall(Hangup()),)


def test_no_turn_is_posted_that_would_run_a_tool_or_begin_a_session() -> None:
    filler = Reply(response="I look that up.", action=Continue())
    unspoken = (InputReceived("a", Proceed()), GenerationStarted("a"), Replied("a", filler), LOST, SPOKEN)
    assert fold(BEGIN, *unspoken)[1] == (StopTimer(), LeaveCall(Hangup()))
    assert fold(BEGIN, LOST, SPOKEN)[1] == (StopTimer(), LeaveCall(Hangup()))
    unanswered = (InputReceived("a", Proceed()), GenerationStarted("a"), LOST, SPOKEN)
    assert fold(BEGIN, *unanswered)[1] == (StopTimer(), LeaveCall(Hangup()))


def test_a_reply_that_was_cut_off_for_the_sentence_is_not_spoken_again() -> None:
    state, commands = fold(STATES["Speaking"], LOST, ended("a", "Hello.", interrupted=True))
    assert (type(state), commands) == (Refusing, ())
    _, commands = fold(state, GenerationStarted("lost"), SPOKEN)
    assert commands[-1] == LeaveCall(Hangup())


def test_a_call_that_is_being_left_says_nothing_more() -> None:
    for action in (Hangup(), Transfer(to="+15550100")):
        reply = Reply(response="Goodbye.", action=action)
        speaking = (*SAID[:2], Replied("a", reply), ReplyReady("a", "unused"))
        state, commands = fold(BEGIN, *speaking, LOST)
        assert commands == ()
        assert fold(state, ended("a", reply.response))[1] == (LeaveCall(action),)


def test_what_was_missed_is_posted_once_although_the_call_cannot_be_left() -> None:
    state, _ = fold(STATES["Idle"], LOST, GenerationStarted("lost"), SPOKEN)
    _, commands = fold(state, LeaveFailed("again"), GenerationStarted("again"))
    assert commands == (AwaitReply("again", "next", own_words_spoken=False),), "the last post is still open"


def test_a_second_loss_and_the_end_of_the_room_change_nothing() -> None:
    state, commands = fold(STATES["Idle"], LOST, SpeechLost("again", WORDS.busy))
    assert (type(state), commands) == (Refusing, ())
    assert [type(each).__name__ for each in fold(state, Closed())[1]] == ["StopTimer", "CancelPosts"]
