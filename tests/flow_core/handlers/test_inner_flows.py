"""Handlers of a flow around an inner flow hold within it, after those of the inner flow itself."""

from __future__ import annotations

from flow_core.handlers.resuming import MAX_OPEN
from flow_core.json import Json
from flow_core.state import State, Transfer
from flow_core.step import fold
from testing.flows import Document, call, edge, flow, frozen, node
from tests.flow_core.conversations import STATE, Conversation, session
from tests.flow_core.fake_evaluate import FakeEvaluate

CLOSE = "when do you close?"
HOURS: Document = {"id": "hours", "phrases": [CLOSE], "target": "hours", "resume": True}
ASKS: Document = {"id": "asks", "phrases": ["which shop"], "target": "which", "resume": True}
PERSON: Document = {"id": "person", "phrases": ["a person"], "target": "desk"}
REFUND: Document = {"id": "refund", "when": "the caller wants the money back", "target": "hours", "resume": True}


def inner(*handlers: Json) -> Document:
    nodes = [
        node("start", message=""),
        node("elicitation", "pin", prompt="Your pin?", variable="pin", valueType="integer"),
        node("end", "done", message="Thanks.", outcome="done"),
        node("end", "hours", message="Inside, always.", outcome="resume"),
    ]
    edges = [edge("start", "pin"), edge("pin", "done")]
    return flow(nodes, edges, handlers=[*handlers], variables={"tries": {"default": 1}})


def outer(*handlers: Json, inside: Document | None = None, depth: int = 1) -> Conversation:
    """Build a flow that calls `inside`, through further flows if `depth` is more than 1."""
    nodes = [
        node("start", message="", assign={"who": "'Ann'"}),
        call("login", "f1"),
        node("elicitation", "next", prompt="What now?", variable="next"),
        node("end"),
        node("end", "hours", message="We close at six, {{ who }}.", outcome="resume"),
        node("elicitation", "which", prompt="Which shop?", variable="shop", assign={"asked": "true"}),
        node("end", "told", message="It closes at six.", outcome="resume"),
        node("transfer", "desk"),
    ]
    edges = [edge("start", "login"), edge("login", "next"), edge("next", "end"), edge("which", "told")]
    flows: dict[str, Document] = {f"f{depth}": inside or inner()}
    for level in range(1, depth):
        flows[f"f{level}"] = flow(
            [node("start", message=""), call("deep", f"f{level + 1}"), node("end")],
            [edge("start", "deep"), edge("deep", "end")],
        )
    talk = Conversation(flow(nodes, edges, onFailure="end", handlers=[*handlers]), subflows=frozen(**flows))
    talk.begin(has_model=True)
    return talk


def test_a_handler_around_is_reached_and_comes_back_to_the_inner_question() -> None:
    talk = outer(HOURS)
    talk.says("blue")
    talk.replies("")
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six, Ann.", "Your pin?"]
    assert talk.path == [("login/pin", "handlers.hours"), ("hours", "resume"), ("login/pin", "listen")]
    assert (talk.state.node_id, talk.state.visit.misses, talk.state.interrupted) == ("login/pin", 1, ())
    talk.says("4711")
    assert talk.spoken == ["Thanks.", "What now?"]
    assert talk.state.frames == ()


def test_the_variables_of_both_flows_are_as_they_were_left() -> None:
    talk = outer(ASKS)
    before = talk.state.variables
    talk.says("which shop")
    assert (talk.state.node_id, talk.state.frames, talk.value("who")) == ("which", (), "Ann")
    talk.says("London")
    assert talk.spoken == ["It closes at six.", "Your pin?"]
    assert talk.state.variables == before
    assert talk.state.frames[0].variables == {"who": "Ann", "shop": "London", "asked": True}
    talk.says("4711")
    assert (talk.value("shop"), talk.value("pin")) == ("London", None)


def test_a_handler_without_a_way_back_leaves_the_inner_flow() -> None:
    talk = outer(PERSON)
    talk.says("a person please")
    assert isinstance(talk.last.then, Transfer)
    assert (talk.state.node_id, talk.state.frames, talk.value("who")) == ("desk", (), "Ann")


def test_a_handler_of_the_inner_flow_comes_first() -> None:
    talk = outer(HOURS, PERSON, inside=inner(HOURS))
    talk.says(CLOSE)
    assert talk.spoken == ["Inside, always.", "Your pin?"]
    talk.says("a person")
    assert talk.state.node_id == "desk"


def test_an_expression_around_reads_the_variables_of_its_own_flow() -> None:
    own: Document = {"id": "own", "expression": "who === null", "target": "desk"}
    talk = outer({"id": "ann", "expression": "who === 'Ann'", "target": "desk"})
    talk.says("blue")
    assert talk.state.node_id == "desk"
    talk = outer(own, inside=inner({"id": "tried", "expression": "tries === 2", "target": "hours"}))
    talk.says("4711")
    assert [(each.condition_id, each.value) for each in talk.last.decisions[:2]] == [
        ("handlers.tried", False),
        ("handlers.own", False),
    ]
    assert talk.spoken == ["Thanks.", "What now?"]


def test_the_model_chooses_among_the_handlers_of_all_flows() -> None:
    talk = outer(REFUND, inside=inner({"id": "lost", "when": "the pin is lost", "target": "hours", "resume": True}))
    talk.says("my money back")
    assert talk.question().extract["chosen-id"] == {"type": "string", "enum": ["lost", "refund", "none"]}
    talk.replies("", **{"chosen-id": "refund"})
    assert talk.spoken == ["We close at six, Ann.", "Your pin?"]
    talk.says("I lost it")
    talk.replies("", **{"chosen-id": "lost"})
    assert talk.spoken == ["Inside, always.", "Your pin?"]


def test_a_handler_of_the_inner_flow_hides_one_around_with_the_same_id() -> None:
    talk = outer(REFUND, inside=inner({**REFUND, "when": "the pin costs too much"}))
    talk.says("my money back")
    assert "the pin costs too much" in talk.question().instructions
    assert "wants the money back" not in talk.question().instructions
    talk.replies("", **{"chosen-id": "refund"})
    assert talk.spoken == ["Inside, always.", "Your pin?"]


def test_handlers_of_flows_at_each_depth_nest_and_come_back_one_by_one() -> None:
    asks_pin: Document = {"id": "again", "phrases": ["start again"], "target": "pin", "resume": True}
    inside = inner(asks_pin)
    talk = outer(ASKS, HOURS, inside=inside, depth=3)
    assert talk.state.node_id == "login/deep/deep/pin"
    talk.says("start again")
    talk.says("which shop")
    assert [(each.node_id, each.depth, len(each.left)) for each in talk.state.interrupted] == [
        ("login/deep/deep/pin", 3, 0),
        ("login/deep/deep/pin", 0, 3),
    ]
    talk.says(CLOSE)
    assert talk.spoken == ["We close at six, Ann.", "Which shop?"]
    talk.says("London")
    assert talk.spoken == ["It closes at six.", "Your pin?"]
    assert len(talk.state.frames) == 3
    talk.says("4711")
    # The end of the inner flow is no end with the outcome "resume": that flow has ended, and its question with it.
    assert talk.spoken == ["Thanks.", "Goodbye.", "Goodbye.", "What now?"]
    assert not talk.state.interrupted
    assert not talk.state.frames


def test_a_question_that_waits_within_a_flow_outlives_flows_that_the_path_calls_and_ends() -> None:
    document = outer(ASKS, HOURS).flow.model_dump(mode="json", by_alias=True)
    document["nodes"] = [*document["nodes"], node("subflow", "once", flowId="f1", version=1)]
    document["edges"] = [*document["edges"], edge("once", "told")]
    document["handlers"][0]["target"] = "once"
    talk = Conversation(document, subflows=frozen(f1=inner()))
    talk.begin()
    talk.says("which shop")
    assert talk.state.node_id == "once/pin"
    talk.says("1")
    assert talk.spoken == ["Thanks.", "It closes at six.", "Your pin?"]
    assert talk.state.node_id == "login/pin"


def test_a_handler_around_without_a_way_back_forgets_the_questions_of_inner_flows() -> None:
    again: Document = {"id": "again", "phrases": ["start again"], "target": "pin", "resume": True}
    leaves: Document = {"id": "leave", "phrases": ["something else"], "target": "next"}
    talk = outer(HOURS, leaves, inside=inner(again))
    talk.says("start again")
    talk.says("something else")
    assert (talk.state.node_id, talk.state.interrupted) == ("next", ())


def test_the_state_and_its_record_are_the_same_after_a_fold() -> None:
    talk = outer(ASKS, HOURS, REFUND, depth=2)
    for said in ("which shop", CLOSE, "London", CLOSE, "4711"):
        talk.says(said)
    again = fold(talk.flow, State(session()), talk.events, FakeEvaluate())
    assert again == talk.steps
    assert all(STATE.validate_json(STATE.dump_json(step.state)) == step.state for step in again)


def test_the_variables_of_flows_that_were_left_count_in_the_limit_of_all_variables() -> None:
    full: Json = {f"v{number}": {"default": "x" * 32_000} for number in range(8)}
    inside = {**inner(), "variables": full}
    talk = outer({**ASKS, "target": "which"}, inside=inside)
    talk.says("which shop")
    talk.says("London" * 1_200)
    assert [field for field, _ in talk.errors] == ["variable"]
    assert len(talk.state.interrupted) <= MAX_OPEN
