"""A process may die before or after each of its operations. The retry continues the conversation without a loss."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from flow_core.state import Status
from flow_core.step import APOLOGY
from functions.adapters.javascript.engine import JavaScript
from testing.faults import DEATHS, RAISES, play, points
from tests.functions.turn.faults.scripts import SCRIPTS, Remembered, once_only


@pytest.fixture(scope="module")
def evaluate(javascript: JavaScript) -> Remembered:
    return Remembered(javascript)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_retry_after_a_death_at_any_operation_gives_the_undisturbed_result(name: str, evaluate: Remembered) -> None:
    undisturbed, places = points(SCRIPTS[name], evaluate, "dies before", "dies after", "unheard")
    for place in places:
        assert play(SCRIPTS[name], evaluate, place)[0] == undisturbed, place
    assert len(places) > 25


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_retry_after_a_death_in_any_fold_gives_the_undisturbed_result(name: str, evaluate: Remembered) -> None:
    undisturbed, places = points(SCRIPTS[name], evaluate, "dies before", folds=True)
    for place in places:
        played, _ = play(SCRIPTS[name], evaluate, place, folds=True)
        assert played == undisturbed, place


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_turn_is_answered_and_no_tool_is_called_twice_after_any_error(name: str, evaluate: Remembered) -> None:
    script = SCRIPTS[name]
    undisturbed, places = points(script, evaluate, *RAISES, folds=True)
    _, names = play(script, evaluate, folds=True)
    ended = 0
    for place in places:
        (number,) = place
        played, _ = play(script, evaluate, place, folds=True)
        assert len(played.actions) == len(script.turns), place
        assert set(played.calls.values()) <= {1}, place
        match names[number - 1]:
            case "fold":
                # The session has ended at that turn. The caller's words of the turn are stored.
                ended += 1
                assert played.status is Status.FAILED, place
                assert played.failures == ["BrokenError"], place
                assert played.turns == undisturbed.turns[: len(played.turns)], place
                assert APOLOGY in json.loads(played.answers[len(played.turns) - 1])["response"], place
                assert set(played.actions[len(played.turns) - 1 :]) == {"hangup"}, place
                last = script.turns[len(played.turns) - 1]
                user_words = last.user_input or last.dtmf
                assert user_words is None or user_words in [words["content"] for words in played.conversation], place
            case "tool" | "model":
                # The flow has an exit for this failure.
                assert played.failures == ["BrokenError"], place
                assert played.status is not Status.FAILED, place
            case _:
                assert played == undisturbed, place
    assert ended > 10


@pytest.mark.parametrize("once", [False, True], ids=["retries", "no retries"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_process_that_outlives_its_lease_calls_no_tool_twice_and_its_turn_counts(
    name: str, once: bool, evaluate: Remembered
) -> None:
    script = once_only(SCRIPTS[name]) if once else SCRIPTS[name]
    undisturbed, places = points(script, evaluate, "outlives its lease", folds=True)
    for place in places:
        played, _ = play(script, evaluate, place, folds=True)
        assert played == undisturbed, place
        assert set(played.calls.values()) <= {1}, place


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_concurrent_duplicate_request_changes_nothing(name: str, evaluate: Remembered) -> None:
    undisturbed, places = points(SCRIPTS[name], evaluate, "copied", "copied late")
    for place in places:
        assert play(SCRIPTS[name], evaluate, place)[0] == undisturbed, place


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_concurrent_turn_is_ordered_before_or_after(name: str, evaluate: Remembered) -> None:
    undisturbed, places = points(SCRIPTS[name], evaluate, "joined", "joined late", "passed", "passed late")
    for place in places:
        played, _ = play(SCRIPTS[name], evaluate, place)
        others = [turn for turn in played.turns if turn != "stranger"]
        assert others == undisturbed.turns[: len(others)], place
        assert played.status.ended, place


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_concurrent_end_of_the_room_leaves_no_incomplete_turn(name: str, evaluate: Remembered) -> None:
    undisturbed, places = points(SCRIPTS[name], evaluate, "room over")
    for place in places:
        played, _ = play(SCRIPTS[name], evaluate, place)
        assert played.turns == undisturbed.turns[: len(played.turns)], place
        assert played.answers[: len(played.turns)] == undisturbed.answers[: len(played.turns)], place
        assert set(played.actions[len(played.turns) :]) <= {"hangup"}, place


def test_a_retry_after_two_deaths_gives_the_undisturbed_result(evaluate: Remembered) -> None:
    whole = SCRIPTS["order-status"]
    short = replace(whole, turns=whole.turns[:3])
    undisturbed, places = points(short, evaluate, "dies before", "dies after")
    for first, second in itertools.product(places, range(1, 8)):
        ((number, _),) = first.items()
        for fault in DEATHS:
            assert play(short, evaluate, {**first, number + second: fault})[0] == undisturbed, (first, second, fault)


@pytest.mark.parametrize("name", ["order-desk", "order-desk over MCP", "parcel-desk"])
def test_a_tool_that_may_not_be_repeated_is_called_once_at_most_after_any_death(
    name: str, evaluate: Remembered
) -> None:
    script = once_only(SCRIPTS[name])
    undisturbed, places = points(script, evaluate, *DEATHS, folds=True)
    unknown = 0
    for place in places:
        played, _ = play(script, evaluate, place, folds=True)
        assert set(played.calls.values()) <= {1}, place
        assert played.turns == undisturbed.turns, place
        assert played.status is not Status.FAILED, place
        unknown += played.effects != undisturbed.effects or played.conversation != undisturbed.conversation
    # At some of the deaths nobody knows whether the tool has run, and the model is told so.
    assert 0 < unknown < len(places) / 4


def test_each_script_has_the_expected_outcome(javascript: JavaScript) -> None:
    ends = {}
    for name, script in SCRIPTS.items():
        played, _ = play(script, javascript)
        ends[name] = (played.outcome, played.actions, len(played.effects))
    assert ends == {
        "customer-support": (
            "call-back",
            ["listen", "continue", "listen", "listen", "listen", "transfer", "hangup"],
            1,
        ),
        "customer-support with the model": ("solved", ["listen", "listen", "hangup"], 0),
        "order-status": (
            "told",
            ["listen", "continue", "listen", "listen", "continue", "listen", "hangup"],
            2,
        ),
        "appointment-booking": ("booked", ["listen"] * 5 + ["hangup"], 1),
        "bike-shop": ("booked", ["listen"] * 5 + ["hangup"], 0),
        "order-desk": ("helped", ["listen", "continue", *["listen"] * 4, "hangup"], 3),
        "order-desk over MCP": ("helped", ["listen", "continue", *["listen"] * 4, "hangup"], 3),
        "parcel-desk": ("helped", ["listen", "continue", *["listen"] * 3, "hangup"], 3),
        "card-lock": ("locked", ["listen"] * 5 + ["hangup"], 1),
    }
