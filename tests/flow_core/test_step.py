"""The transition: turns, late results, corrections, and the apology for a flow that cannot go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.effects import AskModel, CallTool
from flow_core.events import ExchangeMissed
from flow_core.state import Hangup, Listen, Message, State, Status
from flow_core.step import APOLOGY
from testing.flows import flow, line, node
from tests.flow_core.conversations import Conversation, goes_round, session

# Turns


def test_a_turn_with_several_events_is_counted_once() -> None:
    talk = Conversation(line(node("llm"), node("elicitation", prompt="Turn {{ session.turn }}.")))
    talk.begin()
    talk.replies("Well.")
    assert (talk.state.turn, talk.state.turn_id, talk.state.steps) == (1, "t1", 2)
    talk.silent()
    assert talk.spoken == ["Turn 2."]


def test_a_request_without_input_does_not_move_a_session_that_listens() -> None:
    talk = Conversation(line(node("elicitation", noInputSeconds=4)))
    before = talk.begin().state
    result = talk.goes_on()
    assert (result.then, result.messages, result.nodes) == (Listen(4), (), ())
    assert result.state.response == "Hello. What is your name?"
    moved = replace(result.state, turn=before.turn, turn_id=before.turn_id, steps=before.steps)
    assert moved == before


def test_the_run_of_a_node_tells_if_it_counted_an_answer_that_does_not_fit() -> None:
    talk = Conversation(line(node("elicitation", valueType="integer", extraction="parse")))
    talk.begin()
    assert [run.no_match for run in talk.says("Bananas.").nodes] == [True]
    assert [run.no_match for run in talk.says("Seven.").nodes if run.node_id == "elicitation"] == [False]


def test_a_session_begins_once() -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    again = talk.begin(name="x")
    assert (again.then, again.messages) == (None, ())


def test_input_before_the_session_has_begun_ends_it_with_the_apology() -> None:
    talk = Conversation(line(node("elicitation")))
    assert talk.says("Hello?").then == Hangup()
    assert talk.spoken == [APOLOGY]
    assert (talk.state.status, talk.state.outcome) == (Status.FAILED, "the session has not begun")


@pytest.mark.parametrize("node_id", ["start", "decision", "transfer", "end"])
def test_input_at_a_node_that_does_not_listen_ends_the_session_with_the_apology(node_id: str) -> None:
    talk = Conversation(line(node("decision"), node("transfer")))
    talk.state = replace(talk.state, node_id=node_id, status=Status.ACTIVE, awaiting="x")
    assert talk.replies("Hello").then is None
    assert talk.answers(200).then is None
    assert talk.says("Hello?").then == Hangup()
    assert talk.spoken == [APOLOGY]


def test_a_request_without_input_during_an_effect_ends_the_session_with_the_apology() -> None:
    talk = Conversation(line(node("llm")))
    talk.begin()
    assert talk.goes_on().then == Hangup()
    assert talk.state.outcome == "node llm was left without an answer"
    assert talk.path == [("llm", "failed")]


def test_a_missing_edge_ends_the_session_with_the_apology() -> None:
    talk = Conversation(flow([node("start")], []))
    assert talk.begin().then == Hangup()
    assert talk.spoken == ["Hello.", APOLOGY]
    assert talk.path == [("start", "failed")]


@pytest.mark.parametrize("kind", ["elicitation", "tool"])
def test_the_response_has_the_words_since_the_last_input(kind: str) -> None:
    talk = Conversation(line(node("elicitation"), node("tool", message="Let me look.")))
    talk.begin()
    talk.says("Ann")
    assert talk.state.response == "Let me look."
    if kind == "tool":
        talk.says("Hurry up.")
        assert talk.state.response == ""
        talk.answers(200)
        assert talk.state.response == "Goodbye."


def test_the_trace_has_each_node_with_its_type() -> None:
    talk = Conversation(line(node("decision", "choose"), node("elicitation", "ask")))
    talk.begin()
    assert [(run.node_id, run.type) for run in talk.last.nodes] == [
        ("start", "start"),
        ("choose", "decision"),
        ("ask", "elicitation"),
    ]


# Results of effects


def test_a_late_reply_changes_nothing() -> None:
    talk = Conversation(line(node("llm"), node("elicitation")))
    talk.begin()
    first = talk.awaited
    talk.replies("Well.")
    before = talk.state
    for step_ in (talk.replies("Well!", first), talk.model_fails(first), talk.answers(200, effect_id=first)):
        assert (step_.then, step_.messages, step_.state) == (None, (), before)


def test_the_result_of_another_effect_changes_nothing() -> None:
    talk = Conversation(line(node("tool")))
    talk.begin()
    assert talk.answers(200, effect_id="session-1:99").then is None
    assert talk.tool_fails("session-1:0").then is None
    assert talk.answers(200).then == Hangup()


def test_a_result_before_the_session_has_begun_changes_nothing() -> None:
    talk = Conversation(line(node("tool")))
    assert talk.answers(200, effect_id="session-1:1").then is None
    assert talk.state == State(session())


def test_a_result_of_the_wrong_kind_changes_nothing() -> None:
    for kind in ("llm", "elicitation"):
        talk = Conversation(line(node("elicitation", extraction="llm"), node("llm", until="true")))
        talk.begin()
        talk.says("Ann")
        if kind == "llm":
            talk.replies("", name="Ann")
        assert isinstance(talk.last.then, AskModel)
        assert talk.answers(200).then is None
        assert talk.tool_fails().then is None


def test_every_effect_has_its_own_id() -> None:
    talk = goes_round(node("llm", "a"), node("tool", "b"), node("elicitation", "c"))
    ids: list[str] = []
    talk.begin()
    for _ in range(3):
        ids.append(talk.awaited)
        talk.replies("Well.")
        ids.append(talk.awaited)
        talk.answers(200)
        talk.says("Ann")
    assert len(set(ids)) == 6


# Corrections


def test_an_interrupted_reply_is_cut_to_the_part_that_the_caller_heard() -> None:
    talk = Conversation(line(node("elicitation", valueType="integer", prompt="How many?")))
    talk.begin()
    talk.interrupts("t1", "Hello. How")
    assert talk.state.messages == (Message("assistant", "Hello. How", "t1", interrupted=True),)


def test_an_interrupted_reply_leaves_what_its_turn_reports() -> None:
    talk = Conversation(line(node("elicitation", valueType="integer", prompt="How many?")))
    missed = Message("assistant", "One moment.", "t1", missed=True)
    talk.fold(ExchangeMissed(messages=(missed,), turn_id="t1", at=1, seed=1))
    talk.begin()
    talk.interrupts("t1", "Hello. How")
    assert talk.state.messages == (missed, Message("assistant", "Hello. How", "t1", interrupted=True))


def test_an_interruption_does_not_change_the_node() -> None:
    talk = Conversation(line(node("elicitation", valueType="integer")))
    talk.begin()
    talk.says("4")
    ended = talk.state
    talk.interrupts("t2", "")
    assert replace(talk.state, messages=ended.messages, steps=ended.steps) == ended
    assert talk.state.status is Status.COMPLETED


def test_only_the_last_reply_of_a_turn_is_cut() -> None:
    talk = Conversation(line(node("elicitation", valueType="integer", reprompts=["A number!"])))
    talk.begin(caller_spoke=True)
    talk.says("a few", same_turn=True)
    talk.interrupts("t1", "A num")
    assert talk.said == [("assistant", "Hello. What is your name?"), ("user", "a few"), ("assistant", "A num")]


def test_a_reply_is_cut_even_after_later_input() -> None:
    talk = Conversation(line(node("elicitation", extraction="llm")))
    talk.begin()
    talk.says("Ann")
    talk.interrupts("t1", "Hello.")
    assert talk.said == [("assistant", "Hello."), ("user", "Ann")]


def test_an_interruption_before_any_reply_changes_nothing() -> None:
    talk = Conversation(line(node("elicitation")))
    talk.interrupts("t1", "Hell")
    assert talk.state.messages == ()


def test_a_correction_is_counted_as_a_step() -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    assert talk.interrupts("t1", "Hell").state.steps == 2
    assert talk.misses(("user", "Hello?")).state.steps == 3


def test_an_interruption_of_an_unknown_turn_changes_nothing() -> None:
    talk = Conversation(line(node("elicitation")))
    before = talk.begin().state
    talk.interrupts("t99", "Hell")
    assert talk.state.messages == before.messages


def test_a_tool_runs_after_an_interruption_of_its_message() -> None:
    talk = Conversation(line(node("tool", message="Let me look.")))
    talk.begin()
    talk.interrupts("t1", "Let")
    assert isinstance(talk.says("Wait.").then, CallTool)


def test_the_result_of_an_effect_is_still_expected_after_a_correction() -> None:
    talk = Conversation(line(node("llm")))
    talk.begin()
    talk.misses(("user", "Hello?"))
    talk.interrupts("t1", "")
    assert talk.replies("Well.").then == Hangup()


def test_a_missed_exchange_joins_the_conversation_and_does_not_change_the_node() -> None:
    talk = Conversation(line(node("llm", until="done")))
    talk.begin()
    result = talk.misses(("user", "Are you there?"), ("assistant", "Yes, one moment."))
    assert [message.content for message in result.messages] == ["Are you there?", "Yes, one moment."]
    assert talk.said == [
        ("assistant", "Hello."),
        ("user", "Are you there?"),
        ("assistant", "Yes, one moment."),
    ]
    assert talk.state.node_id == "llm"
    assert talk.state.turn == 1
