"""Whole calls in virtual time, disturbed at each point: state moves once, and the API knows what the caller heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from flow_core.effects import AskModel
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from flow_core.state import Status
from flow_core.step import fold
from functions.adapters.javascript.engine import JavaScript
from functions.ports.model import ModelOutcome, Replied
from functions.turn.leases import MAX_TAKEOVERS
from testing.stage import flow, node
from testing.whole_calls.paced_api import Fault, Manner, PacedApi, Trouble
from testing.whole_calls.quiet_room import QuietRoom
from testing.whole_calls.virtual_time import in_virtual_time

CLAUSES, WORDS = 3, 4
LINES = ("I want to ask", "and another thing", "one more thing", "that is all")


def clauses(question: int) -> list[str]:
    """Return clauses of words that stand nowhere else."""
    letters = str.maketrans("0123456789", "abcdefghij")
    return [
        " ".join(f"{question:02}{clause}{word}".translate(letters) for word in range(WORDS)).capitalize() + "."
        for clause in range(CLAUSES)
    ]


def answer(effect: AskModel, number: int) -> ModelOutcome:
    return Replied(" ".join(clauses(number)), {})


def edges(*written: str) -> list[str]:
    return [edge for each in written for edge in each.split(", ")]


TALK = flow(
    [
        node("start", "start", message="Hello, this is the desk."),
        node("talk", "llm", instructions="Help.", until="false", fallback="I did not get that.", maxTurns=30),
        node("end", "end"),
    ],
    edges("start -> talk, talk -> end, talk.error -> talk, talk.maxTurns -> end"),
)
ASK = flow(
    [
        node("start", "start", message="Hello, this is the desk."),
        node("ask", "elicitation", prompt="What else can I do?", variable="wish", extraction="verbatim"),
        node("say", "message", message="I see what you mean."),
        node("talk", "llm", instructions="Help.", fallback="I did not get that."),
        node("end", "end"),
    ],
    edges(
        "start -> ask, ask -> say, say -> talk, talk -> ask, talk.error -> ask, ask.noMatch -> end, ask.noInput -> end"
    ),
)
LOOK = flow(
    [
        node("start", "start", message="Hello, this is the desk."),
        node("ask", "elicitation", prompt="What else can I do?", variable="wish", extraction="verbatim"),
        node("look", "tool", request={"method": "GET", "url": "https://shop.example/"}, message="I look it up now."),
        node("talk", "llm", instructions="Help.", fallback="I did not get that."),
        node("end", "end"),
    ],
    edges("start -> ask, ask -> look, look -> talk, look.error -> talk, talk -> ask, talk.error -> ask")
    + edges("ask.noMatch -> end, ask.noInput -> end"),
)
LEAVE = flow(
    [
        node("start", "start", message="Hello, this is the desk."),
        node(
            "talk", "llm", instructions="Help.", until="session.turn > 3", fallback="I did not get that.", maxTurns=30
        ),
        node("end", "end", message="Thank you, and goodbye."),
    ],
    edges("start -> talk, talk -> end, talk.error -> talk, talk.maxTurns -> end"),
)
FLOWS: Mapping[str, Flow] = {"talk": TALK, "ask": ASK, "look": LOOK, "leave": LEAVE}


UNIQUE = {word for question in range(40) for clause in clauses(question) for word in clause.split()}
"""The words of the model."""
QUESTIONS = range(2)
"""The questions of the model that are disturbed, by their number."""


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


def called(
    evaluate: Evaluate,
    name: str,
    troubles: Mapping[int, Trouble] | None = None,
    manners: Mapping[int, Manner] | None = None,
    **room: Any,
) -> tuple[QuietRoom, PacedApi]:
    """Hold a call. Check that its turns happened once, and that their events fold to the state."""

    async def hold() -> tuple[QuietRoom, PacedApi]:
        api = PacedApi(FLOWS[name], evaluate, answer, manners or {}, troubles or {})
        call = QuietRoom(api, LINES, **room)
        await call.run()
        return call, api

    call, api = in_virtual_time(hold())
    stage, turns = api.stage, api.stage.turns
    events = [event for turn in turns for event in turn.events]
    assert len({turn.turn_id for turn in turns}) == len(turns) == stage.head.turns
    assert fold(stage.flows[0], stage.begin().state, events, evaluate)[-1].state.variables == stage.head.state.variables
    return call, api


def check(call: QuietRoom, api: PacedApi) -> None:
    """Check what holds for each call whose worker lives: what was heard is stored, once, and nobody waits for long."""
    stored = [(role, words.split()) for role, words in api.stage.said]
    told = Counter(word for role, words in stored if role == "assistant" for word in words)
    heard = Counter([*call.heard, *call.own])
    if call.over:
        # No turn follows that could report the words of a broken stream, the worker's own, or that the caller cut into
        # the last reply.
        assert api.stage.head.state.status is Status.COMPLETED
        last = Counter(stored[-1][1] if call.was_cut_off else ())
        assert not told - heard - last
    else:
        assert told == heard, "the conversation is what the caller heard"
        assert api.stage.head.state.status is Status.WAITING
        assert [" ".join(words) for role, words in stored if role == "user"] == call.said
    assert not {word for word, times in Counter(call.heard).items() if times > 1 and word in UNIQUE}, "heard twice"
    assert call.longest_silence() < 5


@pytest.mark.parametrize("name", FLOWS)
def test_an_undisturbed_call(name: str, javascript: JavaScript) -> None:
    call, api = called(javascript, name)
    check(call, api)
    assert call.longest_silence() < 2
    assert not call.own


@pytest.mark.parametrize("fault", ["breaks", "dies", "freezes", "copied"])
@pytest.mark.parametrize("name", FLOWS)
def test_a_request_is_disturbed_after_each_event(name: str, fault: Fault, javascript: JavaScript) -> None:
    for request in range(3):
        for after in range(6):
            call, api = called(javascript, name, {request: Trouble(fault, after)})
            check(call, api)


@pytest.mark.parametrize("name", FLOWS)
def test_a_model_stalls_or_breaks_off_after_each_clause(name: str, javascript: JavaScript) -> None:
    for question in QUESTIONS:
        for after in range(CLAUSES + 1):
            for manner in (Manner(stalls_after=after), Manner(breaks_after=after)):
                call, api = called(javascript, name, manners={question: manner})
                check(call, api)


@pytest.mark.parametrize("name", FLOWS)
def test_the_caller_cuts_in_after_each_word(name: str, javascript: JavaScript) -> None:
    for word in range(1, 40):
        call, api = called(javascript, name, cuts_in={word: "wait a moment"})
        check(call, api)


def test_silence_goes_on_while_the_caller_who_cut_in_waits_for_two_turns(javascript: JavaScript) -> None:
    """The turn that was cut off ends shortly before the worker would have said something."""
    slow, silent = Manner(between=3.5), Manner(stalls_after=0)
    call, api = called(javascript, "talk", manners={0: slow, 1: silent}, cuts_in={10: "wait"})
    check(call, api)
    assert call.own


def test_words_that_are_cut_off_before_and_after_a_tool_are_both_reported(javascript: JavaScript) -> None:
    call, api = called(javascript, "look", cuts_in={14: "wait", 23: "hold on please"})
    check(call, api)
    after, before = " ".join(clauses(0)[:2]), "I look it up"
    assert [each.interrupted.heard for each in api.bodies if each.interrupted] == [after, before]


def test_the_workers_own_words_stay_when_the_reply_of_the_turn_that_reports_them_is_cut_off(
    javascript: JavaScript,
) -> None:
    call, api = called(javascript, "look", {3: Trouble("freezes", 0)}, cuts_in={40: "wait"})
    assert call.own
    check(call, api)


@pytest.mark.parametrize("manner", [Manner(), Manner(between=3.0), Manner(stalls_after=1)], ids=str)
@pytest.mark.parametrize("name", ["talk", "ask", "look"])
def test_a_worker_that_dies_after_each_word_loses_no_words_of_the_caller(
    name: str, manner: Manner, javascript: JavaScript
) -> None:
    for word in range(1, 30):
        call, api = called(javascript, name, manners={0: manner}, dies_at=word)
        assert [words for role, words in api.stage.said if role == "user"] == call.said, word
        assert api.stage.head.state.status is Status.WAITING
        assert call.longest_silence() < 5, word
        assert not call.lost or "cut" in call.heard, "the next worker says that it takes over"


TROUBLES = st.dictionaries(
    st.integers(0, 9),
    st.builds(Trouble, st.sampled_from(["breaks", "dies", "freezes", "copied", "refused"]), st.integers(0, 5)),
    max_size=4,
).filter(lambda troubles: sum(each.fault in ("dies", "freezes") for each in troubles.values()) < MAX_TAKEOVERS)
"""A turn in which more processes die ends the call with the apology."""
AFTER = st.none() | st.integers(0, CLAUSES)
MANNERS = st.dictionaries(
    st.integers(0, 9),
    st.builds(Manner, st.sampled_from([0.35, 2.0, 4.0]), st.sampled_from([0.1, 0.4, 3.5]), AFTER, AFTER),
    max_size=4,
)
CUTS = st.dictionaries(st.integers(1, 60), st.sampled_from(["wait", "hold on please"]), max_size=4)


# The same examples each time, so that no build fails by chance: docs/turns.md names the cases that are open.
@settings(
    derandomize=True, max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
)
@given(st.sampled_from(sorted(FLOWS)), TROUBLES, MANNERS, CUTS)
def test_any_disturbances_together(
    javascript: JavaScript, name: str, troubles: dict[int, Trouble], manners: dict[int, Manner], cuts: dict[int, str]
) -> None:
    note(repr((name, troubles, manners, cuts)))
    call, api = called(javascript, name, troubles, manners, cuts_in=cuts)
    note("\n".join([*map(repr, api.stage.said), *map(repr, api.bodies), repr(call.heard), repr(call.own)]))
    check(call, api)
