"""A test that is made of a session passes on the flow that the session ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import ToolCall
from functions.adapters.javascript.engine import JavaScript
from functions.flow_tests.authored import MAX_TURNS, FlowTest
from functions.flow_tests.from_session import written_test
from functions.flow_tests.run import Result, RunTests
from functions.ports.model import Replied, Silent
from functions.ports.tools import Answered, Failed, ToolOutcome
from functions.records import TurnRecord
from local.commands.check import flow_beside
from local.examples import EXAMPLES
from testing.fakes.model import FakeModel
from testing.stage import Stage, ToolsThat, asking, counting, flow, node
from tests.local.test_example_conversations import CONVERSATIONS, DemoTools, Heard


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


def written(stage: Stage, definition: Json = None) -> dict[str, Any]:
    made = written_test("a call", stage.head.state.session, stage.turns, definition)
    assert isinstance(made, dict), made
    return made


def ran(tested: Flow, test: Json, javascript: JavaScript) -> Result:
    (result,) = RunTests(tested, javascript, "acme", 0)([("call", FlowTest.model_validate(test))])
    return result


@pytest.mark.parametrize(
    ("name", "turns"),
    [(name, turns) for name, turns, *_ in CONVERSATIONS],
    ids=[f"{name}-{index % 2 + 1}" for index, (name, *_) in enumerate(CONVERSATIONS)],
)
def test_the_test_of_a_conversation_passes(name: str, turns: list[Heard], javascript: JavaScript) -> None:
    example = flow_beside(EXAMPLES / name / "flow.json")
    assert example is not None
    stage = Stage((example,), javascript, tools=DemoTools())
    stage.turn("0")
    for number, heard in enumerate(turns, 1):
        stage.turn(str(number), heard.said, **heard.call)
    test = written(stage)
    assert ran(example, test, javascript).failures == ()
    inputs = [turn.get("say") or turn.get("press") or turn.get("silence") for turn in test["turns"]]
    said = [heard.said or heard.call.get("dtmf") or heard.call.get("no_input") for heard in turns]
    assert inputs == [None, *(each for each in said if each is not None)]


def test_what_a_tool_and_a_model_answered_and_failed_with_is_mocked(javascript: JavaScript) -> None:
    tool = {"name": "find", "description": "Finds.", "request": {"url": "https://x.example/{{ id }}"}}
    parameters = {"type": "object", "properties": {"id": {"type": "string"}}}
    talk = flow(
        [
            node("start", "start"),
            node(
                "talk",
                "llm",
                instructions="Help.",
                until="false",
                fallback="?",
                tools=[{**tool, "parameters": parameters}],
            ),
            node("end", "end"),
        ],
        ["start -> talk", "talk -> end", "talk.error -> end", "talk.maxTurns -> end"],
    )
    model = FakeModel(
        Replied("Hello.", extracted={}),
        Replied("One moment.", calls=(ToolCall("find", {"id": "7"}),), said="One moment."),
        Replied("Sent."),
        Replied(
            "", calls=(ToolCall("find", {"id": "8"}), ToolCall("lose", {}, "Error, nothing was called.", failed=True))
        ),
        Replied("I cannot find it."),
        Silent("away", said="Let me"),
    )
    outcomes: Iterator[ToolOutcome] = iter([Answered(200, {"x": "y"}, {"state": "sent"}), Failed("refused")])
    stage = Stage((talk,), javascript, model=model, tools=ToolsThat(lambda effect: next(outcomes)))
    for number, said in enumerate((None, "where is 7", None, "and 8", "and 9")):
        stage.turn(str(number), said)
    test = written(stage)
    lost = {"name": "lose", "error": "Error, nothing was called."}
    assert test["mocks"] == {
        "talk": [
            {"reply": "Hello."},
            {"reply": "One moment.", "calls": [{"name": "find", "arguments": {"id": "7"}}], "said": "One moment."},
            {"status": 200, "body": {"state": "sent"}},
            {"reply": "Sent."},
            {"reply": "", "calls": [{"name": "find", "arguments": {"id": "8"}}, lost]},
            {"error": "refused"},
            {"reply": "I cannot find it."},
            {"error": "away", "said": "Let me"},
        ]
    }
    result = ran(talk, test, javascript)
    assert result.failures == ()
    assert " ".join(record.response for record in result.turns) == " ".join(turn.response for turn in stage.turns)


def test_headers_are_kept_only_for_a_flow_that_reads_them(javascript: JavaScript) -> None:
    tools = ToolsThat(lambda effect: Answered(200, {"x-id": "7"}, 1))
    stage = Stage((asking(),), javascript, tools=tools)
    stage.turn("0")
    stage.turn("1", "1001")
    assert written(stage)["mocks"] == {"look": [{"status": 200, "body": 1}]}
    reading: Json = {"assign": {"id": "response.headers['x-id']"}}
    assert written(stage, reading)["mocks"] == {"look": [{"status": 200, "body": 1, "headers": {"x-id": "7"}}]}


def test_a_request_that_only_asks_where_the_call_stands_is_no_turn(javascript: JavaScript) -> None:
    stage = Stage((counting(),), javascript)
    for turn_id, said in (("0", None), ("1", "a"), ("2", None), ("3", "b")):
        stage.turn(turn_id, said)
    test = written(stage)
    assert [turn.get("say") for turn in test["turns"]] == [None, "a", "b"]
    assert ran(counting(), test, javascript).failures == ()


def test_words_during_a_pending_tool_are_a_turn_after_one_that_goes_on(javascript: JavaScript) -> None:
    patient = asking(message="One moment.")
    tools = ToolsThat(lambda effect: Answered(200, {}, "there"))
    stage = Stage((patient,), javascript, tools=tools)
    for turn_id, said in (("0", None), ("1", "1001"), ("2", "are you there"), ("3", "1002"), ("4", None)):
        stage.turn(turn_id, said)
    test = written(stage)
    assert [turn["expect"]["action"] for turn in test["turns"]] == ["listen", "continue", "listen", "listen"]
    result = ran(patient, test, javascript)
    assert result.failures == ()
    assert [record.turn_id for record in result.turns] == ["1", "2", "3", "4", "4+1"]


def test_the_test_ends_before_a_turn_that_failed_in_callflow(javascript: JavaScript) -> None:
    def broken() -> int:
        raise ValueError("broken")

    stage = Stage((counting(),), javascript)
    stage.turn("0")
    stage.turn("1", "a")
    replace(stage, trace_clock=broken).turn("2", "b")
    test = written(stage)
    assert [turn.get("say") for turn in test["turns"]] == [None, "a"]
    assert written_test("x", stage.head.state.session, stage.turns[2:], None) == "has no turn that a test can repeat"


@pytest.mark.parametrize("many", [MAX_TURNS, MAX_TURNS + 1])
def test_a_session_with_more_turns_than_a_test_may_have_is_refused(many: int, javascript: JavaScript) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("0", "a")
    turns: Sequence[TurnRecord] = stage.turns * many
    made = written_test("x", stage.head.state.session, turns, None)
    assert isinstance(made, str) == (many > MAX_TURNS)
