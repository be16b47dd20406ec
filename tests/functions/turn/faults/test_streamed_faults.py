"""A turn is disturbed after each of the words that it lets out before it is committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from flow_core.effects import AskModel
from flow_core.evaluate import Evaluate
from flow_core.state import Status
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.models.clauses import Clauses
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.ports.tools import Answered
from functions.records import TurnCall
from testing.faults import RAISES, Fault, Played, Script, play, points
from testing.stage import flow, node
from tests.functions.turn.faults.scripts import SCRIPTS, Remembered

BEFORE, AFTER = "Let me think about that for you.", "I hope that this helps you a little."
FIRST = "One moment, I am looking it up."


def wordy(answer: Callable[[AskModel], ModelOutcome]) -> Callable[[AskModel], ModelOutcome]:
    """Return a model that says the same in three clauses, and speaks before it calls tools."""

    def ask(effect: AskModel) -> ModelOutcome:
        outcome = answer(effect)
        if not isinstance(outcome, Replied) or not effect.speak:
            return outcome
        if outcome.calls:
            return replace(outcome, text=FIRST, said=FIRST)
        return replace(outcome, text=f"{BEFORE} {outcome.text}. {AFTER}") if outcome.text else outcome

    return ask


def two_models() -> Script:
    """A conversation with a message between two models, the second of which fills in a variable and ends it."""
    extract = {"place": {"type": "string"}}
    return Script(
        flow(
            [
                node("start", "start", message="Hello."),
                node("ask", "elicitation", prompt="What is it about?", variable="topic", extraction="verbatim"),
                node("first", "llm", instructions="Comfort.", fallback="Oh dear."),
                node("between", "message", message="Now to the place."),
                node("second", "llm", instructions="Ask.", extract=extract, until="place", fallback="Sorry?"),
                node("end", "end", message="{{ place ? 'We come to ' + place : 'Bye' }}."),
            ],
            [
                *("start -> ask", "ask -> first", "first -> between", "first.error -> between", "between -> second"),
                *("second -> end", "second.error -> end", "second.maxTurns -> end", "ask.noMatch -> end"),
                "ask.noInput -> end",
            ],
        ),
        (TurnCall("t1"), TurnCall("t2", "my boat sinks"), TurnCall("t3", "at the pier")),
        lambda effect: pytest.fail("there is no tool"),
        # It says one place and fills in another one.
        lambda effect: Replied(
            f"I hear you say {effect.messages[-1].content}",
            {"place": "the dock"} if effect.extract and "pier" in effect.messages[-1].content else {},
        ),
    )


def words_around_a_tool() -> Script:
    """A conversation whose turn says a message, calls a tool, says another message and asks a model."""
    request = {"method": "POST", "url": "https://shop.example/orders"}
    return Script(
        flow(
            [
                node("start", "start", message="Hello."),
                node("ask", "elicitation", prompt="Which order?", variable="order", extraction="verbatim"),
                node("before", "message", message="I am looking for it."),
                node("look", "tool", request=request, assign={"found": "response.body"}),
                node("after", "message", message="It is {{ found }}."),
                node("talk", "llm", instructions="Ask.", until="order === 'none'", fallback="Sorry?", maxTurns=2),
                node("end", "end", message="Bye."),
            ],
            [
                *("start -> ask", "ask -> before", "before -> look", "look -> after", "look.error -> after"),
                *("after -> talk", "talk -> end", "talk.error -> end", "talk.maxTurns -> end", "ask.noMatch -> end"),
                "ask.noInput -> end",
            ],
        ),
        (TurnCall("t1"), TurnCall("t2", "the blue one"), TurnCall("t3", "thank you")),
        lambda effect: Answered(200, {}, "on its way"),
        lambda effect: Replied(f"You say {effect.messages[-1].content}"),
    )


UNSTREAMED = {**SCRIPTS, "two models": two_models(), "words around a tool": words_around_a_tool()}
STREAMED = {name: replace(script, model=wordy(script.model), streams=True) for name, script in UNSTREAMED.items()}
SPEAKING = [
    *("customer-support with the model", "order-desk", "order-desk over MCP", "parcel-desk"),
    *("two models", "words around a tool"),
]
"""The scripts in which words are let out before a turn is committed."""


@pytest.fixture(scope="module")
def evaluate(javascript: JavaScript) -> Remembered:
    return Remembered(javascript)


def after_words(name: str, evaluate: Evaluate, *faults: Fault) -> tuple[Played, list[tuple[dict[int, Fault], Played]]]:
    """Play a script with each fault at each of its words. Return the undisturbed result, and that of each place."""
    undisturbed, places = points(STREAMED[name], evaluate, *faults, only="words")
    assert places
    return undisturbed, [(place, play(STREAMED[name], evaluate, place)[0]) for place in places]


def spoken(played: Played) -> str:
    """Return the words of all replies. The stored conversation has the same ones."""
    stored = [each for each in played.conversation if each["role"] == "assistant" and each["turn"] != "stranger"]
    responses = [json.loads(answer)["response"] for answer in played.answers]
    assert " ".join(each["content"] for each in stored) == " ".join(filter(None, responses))
    return " ".join(responses)


@pytest.mark.parametrize("name", UNSTREAMED)
def test_a_streamed_conversation_is_the_unstreamed_one(name: str, evaluate: Remembered) -> None:
    whole, _ = play(UNSTREAMED[name], evaluate)
    streamed, names = play(replace(UNSTREAMED[name], streams=True), evaluate)
    assert streamed == whole
    assert ("words" in names) == (name in SPEAKING)


@pytest.mark.parametrize("name", SPEAKING)
def test_a_retry_after_a_death_at_any_word_gives_the_undisturbed_result(name: str, evaluate: Remembered) -> None:
    undisturbed, all_played = after_words(name, evaluate, "dies before", "dies after", "outlives its lease")
    for place, played in all_played:
        assert played == undisturbed, place


@pytest.mark.parametrize("name", SPEAKING)
def test_a_duplicate_request_at_any_word_changes_nothing(name: str, evaluate: Remembered) -> None:
    undisturbed, all_played = after_words(name, evaluate, "copied", "copied late")
    for place, played in all_played:
        assert played == undisturbed, place


@pytest.mark.parametrize("name", SPEAKING)
def test_a_turn_that_another_one_overtakes_at_any_word_keeps_its_words(name: str, evaluate: Remembered) -> None:
    undisturbed, all_played = after_words(name, evaluate, "joined", "joined late", "passed", "passed late")
    for place, played in all_played:
        others = [turn for turn in played.turns if turn != "stranger"]
        assert others == undisturbed.turns[: len(others)], place
        assert played.status.ended, place
        assert spoken(played), place


@pytest.mark.parametrize("name", SPEAKING)
def test_the_end_of_the_room_at_any_word_leaves_no_incomplete_turn(name: str, evaluate: Remembered) -> None:
    undisturbed, all_played = after_words(name, evaluate, "room over")
    for place, played in all_played:
        assert played.turns == undisturbed.turns[: len(played.turns)], place
        assert set(played.actions[len(played.turns) :]) <= {"hangup"}, place


@pytest.mark.parametrize("name", SPEAKING)
def test_an_error_at_any_word_loses_no_word_and_ends_no_call(name: str, evaluate: Remembered) -> None:
    _, all_played = after_words(name, evaluate, *RAISES)
    for place, played in all_played:
        assert len(played.actions) == len(STREAMED[name].turns), place
        assert set(played.calls.values()) <= {1}, place
        assert played.status is not Status.FAILED, place
        assert spoken(played), place


def test_a_death_at_any_operation_of_a_turn_with_words_around_a_tool_gives_the_undisturbed_result(
    evaluate: Remembered,
) -> None:
    script = STREAMED["words around a tool"]
    undisturbed, places = points(script, evaluate, "dies before", "dies after", "unheard", "outlives its lease")
    for place in places:
        assert play(script, evaluate, place)[0] == undisturbed, place


def _questions(name: str, evaluate: Evaluate) -> list[tuple[int, list[str]]]:
    """Return each question that the model answers with words, by its number, with the clauses of the answer."""
    script, numbers = STREAMED[name], count()
    questions: list[tuple[int, list[str]]] = []

    def ask(effect: AskModel) -> ModelOutcome:
        outcome, number = script.model(effect), next(numbers)
        if isinstance(outcome, Replied) and outcome.text and effect.speak:
            clauses = Clauses()
            questions.append((number, [*clauses.feed(outcome.text), clauses.rest()]))
        return outcome

    play(replace(script, model=ask), evaluate)
    return questions


@pytest.mark.parametrize("name", SPEAKING)
def test_a_model_that_breaks_off_after_any_clause_has_said_it_and_the_call_goes_on(
    name: str, evaluate: Remembered
) -> None:
    script = STREAMED[name]
    questions = _questions(name, evaluate)
    assert sum(len(clauses) for _, clauses in questions) > 4
    for number, clauses in questions:
        for many in range(len(clauses) + 1):
            said, asked = "".join(clauses[:many]), count()

            def ask(
                effect: AskModel, number: int = number, said: str = said, asked: Iterator[int] = asked
            ) -> ModelOutcome:
                return Silent("it broke off", said=said) if next(asked) == number else script.model(effect)

            played, _ = play(replace(script, model=ask), evaluate)
            where = (number, many)
            assert len(played.actions) == len(script.turns), where
            assert played.status is not Status.FAILED, where
            assert said.strip() in spoken(played), where
