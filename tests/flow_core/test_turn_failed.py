"""A turn that cannot finish ends its session with the apology and keeps the caller's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    ExchangeMissed,
    Foldable,
    ToolFailed,
    TurnFailed,
    WentOn,
)
from flow_core.languages import locale_of
from flow_core.state import Hangup, Message, Status
from flow_core.step import APOLOGY, Step
from testing.flows import line, node
from tests.flow_core.conversations import EVENT, Conversation


def fails(talk: Conversation, *unfolded: Foldable, turn_id: str = "t2") -> Step:
    return talk.fold(TurnFailed(turn_id=turn_id, at=1, seed=1, error="it broke", unfolded=unfolded))


def begun() -> Conversation:
    talk = Conversation(line(node("elicitation", prompt="Name?")))
    talk.begin()
    return talk


def test_the_failed_session_stays_at_its_node() -> None:
    talk = begun()
    before = talk.state
    result = fails(talk)
    assert (result.then, result.nodes, result.decisions, result.overran) == (Hangup(), (), (), ())
    state = talk.state
    assert (state.status, state.action, state.awaiting, state.outcome) == (Status.FAILED, Hangup(), None, "it broke")
    assert (state.node_id, state.variables, state.progress) == (before.node_id, before.variables, before.progress)
    assert (state.turn, state.turn_id, state.steps) == (2, "t2", before.steps + 1)


def test_a_session_that_never_began_may_fail() -> None:
    talk = Conversation(line(node("elicitation")))
    fails(talk, turn_id="t1")
    assert (talk.state.status, talk.state.node_id, talk.state.turn) == (Status.FAILED, None, 1)
    assert talk.said == [("assistant", APOLOGY)]


@pytest.mark.parametrize(
    ("unfolded", "said"),
    [
        (CallerSpoke(text="Ann", turn_id="t2", at=1, seed=1), [("user", "Ann"), ("assistant", APOLOGY)]),
        (CallerKeyed(digits="12#", turn_id="t2", at=1, seed=1), [("user", "12#"), ("assistant", APOLOGY)]),
        (CallerStayedSilent(turn_id="t2", at=1, seed=1), [("assistant", APOLOGY)]),
        (ToolFailed(effect_id="e", error="no", turn_id="t2", at=1, seed=1), [("assistant", APOLOGY)]),
        (
            ExchangeMissed(messages=(Message("user", "Hello?", "t2"),), turn_id="t2", at=1, seed=1),
            [("user", "Hello?"), ("assistant", APOLOGY)],
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_callers_words_join_the_conversation(unfolded: Foldable, said: list[tuple[str, str]]) -> None:
    talk = begun()
    result = fails(talk, unfolded)
    assert [(message.role, message.content) for message in result.messages] == said
    assert talk.said[-len(said) :] == said


def test_the_response_has_all_words_since_the_last_input() -> None:
    talk = begun()
    fails(talk, WentOn(turn_id="t2", at=1, seed=1))
    assert talk.state.response == f"Hello. Name? {APOLOGY}"
    talk = begun()
    fails(talk, CallerStayedSilent(turn_id="t2", at=1, seed=1))
    assert talk.state.response == APOLOGY


def test_the_apology_joins_the_words_of_its_turn() -> None:
    talk = begun()
    fails(talk, turn_id="t1")
    assert talk.said == [("assistant", f"Hello. Name? {APOLOGY}")]
    assert talk.state.turn == 1


def test_no_node_runs_after_a_failed_turn() -> None:
    talk = begun()
    fails(talk)
    ended = talk.state
    assert talk.says("Hello?").then == Hangup()
    assert talk.state == ended


def test_the_apology_is_in_the_language_that_the_event_names() -> None:
    talk = begun()
    said = locale_of("en-GB").language.said.apology
    event = TurnFailed(turn_id="t2", at=1, seed=1, error="it broke", language="en-GB")
    assert talk.fold(event).messages[-1] == Message("assistant", said, "t2")
    assert "language" not in EVENT.dump_python(replace(event, language=None))


def test_a_call_that_has_no_way_on_ends_with_the_apology_of_its_language() -> None:
    talk = Conversation(line(node("transfer", to="nowhere"), onFailure=None, language="en-GB"))
    talk.begin()
    assert talk.spoken[-1] == locale_of("en-GB").language.said.apology
