"""A turn is drafted with words that may be all, and takes its draft if they were."""

from __future__ import annotations

from typing import Any

import pytest

from agent_worker.backend.reply import Action, Listen, Reply, Transfer
from agent_worker.turn.commands import Post, PostDraft
from agent_worker.turn.early.foresee import MAX_DRAFTS, draft_of
from agent_worker.turn.events import (
    CallerStarted,
    Event,
    GenerationStarted,
    InputForeseen,
    InputReceived,
    Replied,
    ReplyReady,
    SpeechEnded,
    SpeechLost,
    TimerExpired,
)
from agent_worker.turn.inputs import Pressed, Proceed, Said
from agent_worker.turn.state import Context, Left, State
from tests.agent_worker.turn.test_transition import BEGIN, ended, fold

HELLO = "Hello, how can I help?"


def asked(action: Action | None = None, heard: str = HELLO, *, interrupted: bool = False) -> State:
    """Return a call in which the agent has asked its first question."""
    return fold(
        BEGIN,
        InputReceived("1", Proceed()),
        GenerationStarted("1"),
        Replied("1", Reply(response=HELLO, action=action or Listen(asks_model=True))),
        ReplyReady("1", "unused"),
        ended("1", heard, interrupted=interrupted),
    )[0]


def foreseen(text: str, turn_id: str = "draft") -> InputForeseen:
    return InputForeseen(turn_id, Said(text))


def posts(state: State, *events: Event) -> list[Any]:
    """Fold events, and return what is posted."""
    found: list[Any] = []
    for event in events:
        state, commands = fold(state, event)
        found += [each for each in commands if isinstance(each, Post | PostDraft)]
    return found


def context_of(state: State) -> Context:
    assert not isinstance(state, Left)
    return state.context


def test_words_that_may_be_all_are_drafted_and_their_turn_has_the_same_id_and_request() -> None:
    request = {"userInput": "I want a boat"}
    assert posts(
        asked(),
        foreseen("I want a boat"),
        InputReceived("draft", Said("I want a boat")),
        GenerationStarted("draft"),
    ) == [PostDraft("draft", request), Post("draft", request, drafted=True)]


def test_a_draft_has_what_the_caller_cut_off() -> None:
    [draft, post] = posts(
        asked(heard="Hello, how can", interrupted=True),
        foreseen("a boat"),
        InputReceived("draft", Said("a boat")),
        GenerationStarted("draft"),
    )
    assert draft.fields == {"userInput": "a boat", "interrupted": {"turnId": "1", "heard": "Hello, how can"}}
    assert post.drafted


def test_further_words_make_another_draft_and_the_same_words_none() -> None:
    words = (foreseen("a boat", "a"), foreseen("A boat.", "b"), foreseen("a boat for two", "c"))
    assert posts(asked(), *words) == [
        PostDraft("a", {"userInput": "a boat"}),
        PostDraft("c", {"userInput": "a boat for two"}),
    ]


def test_a_caller_who_speaks_in_pieces_costs_a_few_drafts_for_each_turn() -> None:
    pieces = [foreseen(" ".join("word" for _ in range(count))) for count in range(1, 9)]
    assert len(posts(asked(), *pieces)) == MAX_DRAFTS
    state, _ = fold(asked(), *pieces, TimerExpired("x"), GenerationStarted("x"))
    assert context_of(state).drafts == 0


@pytest.mark.parametrize("final", ["I want a boat", "i want a boat", "I want a boat.", "I want, a boat!"])
def test_words_are_the_same_apart_from_case_and_marks(final: str) -> None:
    state, _ = fold(asked(), foreseen("I want a boat"))
    draft = draft_of(context_of(state), final)
    assert draft is not None
    assert draft.input == Said("I want a boat"), "the turn has the words of its draft: the question must be the same"


@pytest.mark.parametrize(
    ("drafted", "final"),
    [
        ("I want a boat", "I want a boat now"),
        ("I want a boat now", "I want a boat"),
        ("3.5", "35"),
        ("5%", "5"),
        ("-5", "5"),
        ("don't", "dont"),
        ("mail a@b.c", "mail ab.c"),
    ],
)
def test_other_words_take_no_draft(drafted: str, final: str) -> None:
    state, _ = fold(asked(), foreseen(drafted))
    assert draft_of(context_of(state), final) is None
    [post] = posts(state, InputReceived("other", Said(final)), GenerationStarted("other"))
    assert post == Post("other", {"userInput": final}, drafted=False)


def test_a_draft_is_taken_once_although_the_caller_says_the_same_twice() -> None:
    state, _ = fold(asked(), foreseen("yes"), InputReceived("draft", Said("yes")))
    assert draft_of(context_of(state), "yes") is None


@pytest.mark.parametrize(
    "between",
    [(InputReceived("keys", Pressed("1")), GenerationStarted("keys")), (TimerExpired("x"), GenerationStarted("x"))],
)
def test_another_turn_drops_the_draft(between: tuple[Event, ...]) -> None:
    state, _ = fold(asked(), foreseen("yes"), *between)
    assert context_of(state).draft is None
    [_, post] = posts(asked(), foreseen("yes"), *between)
    assert not post.drafted


def test_a_draft_of_a_call_that_has_missed_something_since_is_not_taken() -> None:
    """The request is another one. The words of the draft might answer what nobody said."""
    state, _ = fold(asked(), foreseen("yes"), InputReceived("draft", Said("yes")))
    failed = SpeechEnded("draft", "", interrupted=True, failed=False, caller_active=False, next_speech_id="next")
    state, _ = fold(state, failed, InputReceived("again", Said("yes please")), GenerationStarted("again"))
    assert context_of(state).turn("again") is not None
    assert context_of(state).draft is None


def test_only_an_answer_that_a_model_reads_is_drafted() -> None:
    assert posts(asked(Listen()), foreseen("yes")) == []


def test_nothing_is_drafted_while_something_is_spoken_or_a_reply_is_due() -> None:
    assert posts(BEGIN, foreseen("yes")) == []
    for before in (
        (InputReceived("2", Said("one")),),
        (InputReceived("2", Said("one")), GenerationStarted("2")),
        (InputReceived("2", Said("one")), GenerationStarted("2"), ended("2", "", interrupted=True)),
    ):
        state, _ = fold(asked(), *before)
        assert posts(state, foreseen("yes")) == []


def test_nothing_is_drafted_once_the_call_ends() -> None:
    refusing, _ = fold(asked(), SpeechLost("lost", "busy"))
    assert posts(refusing, foreseen("yes")) == []
    assert posts(asked(Transfer(to="+15550100")), foreseen("yes")) == []


def test_silence_is_not_drafted_and_a_cough_keeps_the_draft() -> None:
    assert posts(asked(), foreseen("  ")) == []
    state, _ = fold(asked(), foreseen("yes"), CallerStarted())
    assert draft_of(context_of(state), "yes") is not None
