"""decision: the first true condition wins, and a condition that fails is false. A model decides those in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.evaluate import Overran, Threw, Value
from flow_core.json import Json
from flow_core.state import State
from flow_core.step import fold, step
from testing.flows import edge, flow, node
from tests.flow_core.conversations import Conversation, session, user
from tests.flow_core.fake_evaluate import Answer, FakeEvaluate


def decides(*expressions: str, edges: tuple[str, ...] = ("a", "b", "c"), **answers: Answer) -> Conversation:
    """Build a decision with the conditions a, b, c. Each one in `edges` has an edge to an end with its name."""
    ids = ("a", "b", "c")
    conditions: list[Json] = [
        {"id": name, "expression": expression} for name, expression in zip(ids, expressions, strict=False)
    ]
    nodes = [node("start"), node("decision", conditions=conditions), node("end", "else")]
    drawn = [edge("start", "decision"), edge("decision", "else")]
    for name in edges:
        nodes.append(node("end", name))
        drawn.append(edge("decision", name, name))
    talk = Conversation(flow(nodes, drawn), answers)
    talk.begin()
    return talk


def test_the_first_true_condition_wins_and_later_ones_are_not_evaluated() -> None:
    talk = decides("false", "true", "throw")
    assert talk.state.node_id == "b"
    assert talk.evaluate.expressions == ["false", "true"]
    assert talk.path == [("start", "default"), ("decision", "b"), ("b", "hangup")]


def test_without_a_true_condition_the_flow_leaves_by_default() -> None:
    talk = decides("false", "null")
    assert talk.state.node_id == "else"
    assert ("decision", "default") in talk.path


def test_without_conditions_the_flow_leaves_by_default() -> None:
    assert decides().state.node_id == "else"


def test_a_true_condition_without_an_edge_leaves_by_default() -> None:
    talk = decides("true", edges=())
    assert talk.state.node_id == "else"
    assert ("decision", "a") in talk.path


@pytest.mark.parametrize("result", [Threw("TypeError: no"), Overran("too long")])
def test_a_condition_that_throws_or_passes_a_limit_is_false_with_an_error(result: Answer) -> None:
    talk = decides("broken", "true", broken=result)
    assert talk.state.node_id == "b"
    first, second = talk.last.decisions
    assert (first.node_id, first.condition_id, first.value) == ("decision", "a", False)
    assert first.error is not None
    assert (second.condition_id, second.value, second.error) == ("b", True, None)


def test_a_result_that_is_not_json_is_true_in_a_condition_as_in_javascript() -> None:
    talk = decides("big", "true", big=Threw("TypeError: a BigInt is no JSON value", truthy=True))
    assert talk.state.node_id == "a"
    assert [(told.value, told.error) for told in talk.last.decisions] == [(True, None)]


def test_a_recorded_overrun_has_the_same_error_without_an_engine() -> None:
    talk = decides("true", "true")
    recorded = replace(talk.events[0], overran=(0,))
    again = step(talk.flow, State(session()), recorded, FakeEvaluate())
    assert again.state.node_id == "b"
    assert again.overran == (0,)
    assert again.decisions[0].error == "passed its time or memory"


def test_the_truth_of_a_value_is_that_of_javascript() -> None:
    talk = decides("empty", empty=Value([], truthy=True))
    assert talk.state.node_id == "a"


def test_every_expression_of_a_turn_has_the_turns_time_and_its_own_seed() -> None:
    talk = decides("false", "false", "false")
    assert {asked.at for asked in talk.evaluate.asked} == {talk.events[0].at}
    seeds = [asked.seed for asked in talk.evaluate.asked]
    assert seeds == [talk.events[0].seed + index for index in range(3)]


def test_assign_runs_in_order_when_a_node_is_left_and_a_failure_keeps_the_old_value() -> None:
    assign: Json = {"a": "1", "b": "a + 1", "c": "throw", "d": "huge"}
    nodes = [node("start"), node("decision", assign=assign), node("end", message="{{ b }}{{ c }}{{ d }}")]
    drawn = [edge("start", "decision"), edge("decision", "end")]
    talk = Conversation(flow(nodes, drawn, variables={"c": {"default": "old"}}), {"huge": "x" * 40_000})
    talk.begin()
    assert talk.spoken == ["Hello.", "2old"]
    assert [name for name, _ in talk.errors] == ["assign.c", "assign.d"]
    assert [told.value for told in talk.last.decisions if told.error] == ["old", None]


def test_a_condition_that_sets_a_variable_is_false_with_the_remedy() -> None:
    talk = decides("x = 'sales'", "true")
    assert talk.state.node_id == "b"
    assert talk.evaluate.expressions == ["true"]
    assert talk.errors == [("a", "the condition sets x; write x === … to compare it")]


# Conditions in words


def asks(
    *conditions: Json, has_model: bool = True, edges: tuple[str, ...] = ("angry", "lost", "error")
) -> Conversation:
    """Build a decision after a question, with an edge to an end of its name from each exit in `edges`."""
    nodes = [node("start"), node("elicitation"), node("decision", conditions=[*conditions]), node("end", "else")]
    drawn = [edge("start", "elicitation"), edge("elicitation", "decision"), edge("decision", "else")]
    for name in edges:
        nodes.append(node("end", name))
        drawn.append(edge("decision", name, name))
    talk = Conversation(flow(nodes, drawn, onFailure="else"))
    talk.begin(has_model=has_model)
    talk.says("You broke my parcel")
    return talk


ANGRY: Json = {"id": "angry", "when": "the caller\nis upset"}
LOST: Json = {"id": "lost", "when": "a parcel is lost"}


def test_a_model_is_asked_once_for_all_conditions_in_words() -> None:
    question = asks(ANGRY, LOST).question()
    assert question.extract == {"chosen-id": {"type": "string", "enum": ["angry", "lost", "none"]}}
    assert question.instructions.splitlines()[1:] == ['- "angry": the caller is upset', '- "lost": a parcel is lost']
    assert (question.temperature, question.speak, question.model) == (0.0, False, None)
    assert question.messages[-1] == user("You broke my parcel")
    assert "parcel" not in question.instructions.splitlines()[0], "the caller's words are no instruction"


def test_the_choice_of_the_model_is_the_exit() -> None:
    talk = asks(ANGRY, LOST)
    talk.replies("", **{"chosen-id": "lost"})
    assert talk.state.node_id == "lost"
    assert [(told.condition_id, told.value) for told in talk.last.decisions] == [("angry", False), ("lost", True)]


@pytest.mark.parametrize("extracted", [{}, {"chosen-id": "none"}, {"chosen-id": None}])
def test_none_of_the_conditions_leads_by_default(extracted: dict[str, Json]) -> None:
    talk = asks(ANGRY, LOST)
    talk.replies("", **extracted)
    assert talk.state.node_id == "else"
    assert ("decision", "default") in talk.path
    assert [told.value for told in talk.last.decisions] == [False, False]


@pytest.mark.parametrize("choice", ["nonsense", "error", "default", 7, ["angry"], {"id": "angry"}])
def test_a_choice_that_is_not_on_offer_is_an_error(choice: Json) -> None:
    talk = asks(ANGRY, LOST)
    talk.replies("", **{"chosen-id": choice})
    assert talk.state.node_id == "error"
    assert talk.errors == [("when", "the model chose something that is not on offer")]


def test_expressions_are_tried_before_the_model_is_asked() -> None:
    talk = asks(ANGRY, {"id": "lost", "expression": "true"})
    assert talk.state.node_id == "lost"
    talk = asks({"id": "lost", "expression": "false"}, ANGRY)
    assert talk.question().extract == {"chosen-id": {"type": "string", "enum": ["angry", "none"]}}


def test_a_model_that_fails_leads_by_error() -> None:
    talk = asks(ANGRY)
    talk.model_fails()
    assert talk.state.node_id == "error"
    assert talk.errors == [("when", "too slow")]


def test_without_a_model_a_condition_in_words_leads_by_error() -> None:
    talk = asks(ANGRY, has_model=False)
    assert talk.state.node_id == "error"
    assert [field for field, _ in talk.errors] == ["when"]


def test_an_error_without_an_edge_leads_to_the_node_for_failures() -> None:
    talk = asks(ANGRY, has_model=False, edges=("angry",))
    assert (talk.state.node_id, ("decision", "error") in talk.path) == ("else", True)


def test_a_condition_may_have_the_id_none() -> None:
    talk = asks({"id": "none", "when": "nothing is wrong"}, edges=("none", "error"))
    assert talk.question().extract == {"chosen-id": {"type": "string", "enum": ["none", "none_"]}}
    talk.replies("", **{"chosen-id": "none"})
    assert talk.state.node_id == "none"


def test_a_recorded_choice_is_made_again_without_a_model() -> None:
    talk = asks(ANGRY, LOST)
    talk.replies("", **{"chosen-id": "lost"})
    assert fold(talk.flow, State(session()), talk.events, FakeEvaluate()) == talk.steps
