"""The counters of one session: what they count, and that they stay small and without words of the caller."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

import pytest

from flow_core.authored.nodes import NodeType
from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent, Event, WentOn
from flow_core.state import Status
from flow_core.trace import NodeRun
from functions.ports.reporting.counts import Counters
from functions.records import EffectRun, FlowPin, Head, TurnRecord
from functions.report.buckets import bucket_of
from functions.report.session_counts import MAX_BYTES, Group, error_name, session_counters
from testing.post_call.ended import ended

STAMP: dict[str, Any] = {"turn_id": "t", "at": 0, "seed": 0}
SPOKE = CallerSpoke(text="hunter2", **STAMP)
SILENT = CallerStayedSilent(**STAMP)


def turns_of(*turns: list[tuple[str, NodeType, str]], events: tuple[Event, ...] = (SPOKE,)) -> list[TurnRecord]:
    return [
        TurnRecord(
            turn_id=str(number),
            number=number,
            previous=None,
            at=0,
            events=events,
            reply="{}",
            messages=(),
            interrupted=None,
            input="hunter2",
            response="hunter2",
            action={"type": "listen"},
            nodes=tuple(NodeRun(node_id, kind, outcome, millis=2.0) for node_id, kind, outcome in runs),
            changed={"said": "hunter2"},
        )
        for number, runs in enumerate(turns, start=1)
    ]


def head_of(turns: list[TurnRecord], node_id: str | None, status: Status = Status.COMPLETED) -> Head:
    head = ended(status=status, turns=len(turns))
    return replace(head, state=replace(head.state, node_id=node_id))


def counted(turns: list[TurnRecord], node_id: str | None = "bye", status: Status = Status.COMPLETED) -> Counters:
    (counters,) = session_counters(head_of(turns, node_id, status), turns).values()
    assert isinstance(counters, dict)
    return counters


def test_a_session_is_counted_once_by_group_status_and_outcome() -> None:
    head = ended()
    assert session_counters(head, []) == {
        "4 phone agent-1 +15550100": {
            "sessions": 1,
            "status": {"completed": 1},
            "outcome": {"solved": 1},
            "turns": {"3": 1},
            "duration": {"380": 1},
            "nodes": {"end": {"ended": 1}},
        }
    }
    draft = replace(head, pin=FlowPin(None, 3), agent_id=None)
    assert list(session_counters(draft, [])) == ["draft phone  +15550100"]


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("4 phone", Group("4", "phone")),
        ("4 phone ann", Group("4", "phone", "ann")),
        ("4 phone  +15550100", Group("4", "phone", "", "+15550100")),
        ("draft chat ann +15550100", Group("draft", "chat", "ann", "+15550100")),
    ],
)
def test_a_group_has_the_name_of_an_earlier_release_if_it_has_no_agent_and_number(name: str, group: Group) -> None:
    assert (Group.of(name), group.name) == (group, name)


def test_the_reason_of_a_failure_is_no_outcome() -> None:
    assert "outcome" not in counted([], status=Status.FAILED)


def test_a_node_is_entered_once_while_it_waits_and_again_when_the_call_comes_back() -> None:
    turns = turns_of(
        [("start", "start", "default"), ("ask", "elicitation", "listen")],
        [("ask", "elicitation", "listen")],
        [("ask", "elicitation", "handlers.help"), ("help", "message", "default"), ("ask", "elicitation", "listen")],
        [("ask", "elicitation", "default"), ("bye", "end", "hangup")],
    )
    assert counted(turns)["nodes"] == {
        "start": {"entered": 1, "exits": {"default": 1}},
        "ask": {"entered": 2, "exits": {"handlers.help": 1, "default": 1}},
        "help": {"entered": 1, "exits": {"default": 1}},
        "bye": {"entered": 1, "ended": 1},
    }


def test_exits_with_the_name_of_an_action_are_exits() -> None:
    turns = turns_of(
        [("which", "decision", "listen"), ("other", "decision", "failed"), ("sub", "subflow", "enter")],
        [("sub/in", "elicitation", "listen")],
        [("sub/in", "elicitation", "default"), ("sub/end", "end", "enter"), ("sub", "subflow", "enter")],
        [("tool", "tool", "continue")],
        [("tool", "tool", "default"), ("bye", "end", "hangup")],
    )
    assert counted(turns)["nodes"] == {
        "which": {"entered": 1, "exits": {"listen": 1}},
        "other": {"entered": 1, "exits": {"failed": 1}},
        "sub": {"entered": 1, "exits": {"enter": 1}},
        "sub/in": {"entered": 1, "exits": {"default": 1}},
        "sub/end": {"entered": 1, "exits": {"enter": 1}},
        "tool": {"entered": 1, "exits": {"default": 1}},
        "bye": {"entered": 1, "ended": 1},
    }


def test_a_failure_of_the_session_is_its_end_and_no_exit() -> None:
    turns = turns_of([("ask", "elicitation", "listen")], [("ask", "elicitation", "failed")])
    assert counted(turns, "ask", Status.FAILED)["nodes"] == {"ask": {"entered": 1, "ended": 1}}


def test_a_session_that_nobody_joined_has_no_node() -> None:
    assert "nodes" not in counted([], None, Status.ABANDONED)


def test_a_silence_is_counted_at_the_node_that_listened() -> None:
    first, later = (
        turns_of([("ask", "elicitation", "listen")]),
        turns_of([("ask", "elicitation", "noInput"), ("other", "form", "listen")], events=(SILENT,)),
    )
    turns = [*first, replace(later[0], number=2)]
    nodes = counted(turns, "other", Status.ABANDONED)["nodes"]
    assert nodes == {
        "ask": {"entered": 1, "noInput": 1, "exits": {"noInput": 1}},
        "other": {"entered": 1, "abandoned": 1},
    }


def test_a_silent_first_turn_is_counted_at_its_own_node() -> None:
    turns = turns_of([("start", "start", "default"), ("ask", "form", "listen")], events=(SILENT,))
    assert counted(turns, "ask", Status.ABANDONED)["nodes"] == {
        "ask": {"noInput": 1, "entered": 1, "abandoned": 1},
        "start": {"entered": 1, "exits": {"default": 1}},
    }
    assert "noInput" not in json.dumps(counted(turns_of([], events=(SILENT,)), None, Status.ABANDONED))


def test_an_answer_that_does_not_fit_is_counted() -> None:
    turns = turns_of([("ask", "elicitation", "listen")], [("ask", "elicitation", "noMatch")])
    for turn in turns:
        turn.nodes[0].no_match = True
    assert counted(turns)["nodes"] == {
        "ask": {"entered": 1, "noMatch": 2, "exits": {"noMatch": 1}},
        "bye": {"ended": 1},
    }


@pytest.mark.parametrize(
    ("event", "words", "streamed", "millis"),
    [
        (SPOKE, "Well?", None, 900),
        (SPOKE, "Well?", 400, 300),
        (CallerKeyed(digits="1", **STAMP), "Well?", None, 900),
        (SPOKE, "", None, None),
        (SILENT, "Well?", None, None),
        (WentOn(**STAMP), "Well?", 400, None),
    ],
)
def test_the_first_word_is_counted_from_an_input_to_the_words_that_answer_it(
    event: Event, words: str, streamed: int | None, millis: int | None
) -> None:
    (turn,) = turns_of([("ask", "elicitation", "listen")])
    began = replace(event, at=100)
    counters = counted([replace(turn, events=(began,), response=words, at=1000, first_words_at=streamed)])
    assert counters.get("firstWord") == (None if millis is None else {bucket_of(millis): 1})


def test_effects_are_counted_by_kind_with_their_failures_and_tokens() -> None:
    (turn,) = turns_of([("talk", "llm", "default")])
    effects = (
        EffectRun("AskModel", "talk", 700.4, True, input_tokens=120, output_tokens=30),
        EffectRun("AskModel", "talk", 1.0, False, "the model did not answer in time"),
        EffectRun("AskModel", "talk", 0.0, True, None, 7, 1, "openai/m"),
        EffectRun("CallTool", "look", 3.0, False, "the tool answered 503"),
        EffectRun("CallMcp", "look", 3.0, False, "could not find Miss hunter2"),
    )
    counters = counted([replace(turn, effects=effects)])
    assert counters["asked"] == {"model": 3, "tool": 2}
    assert counters["tokens"] == {"input": 127, "output": 31}
    assert counters["models"] == {
        "": {"asked": 2, "input": 120, "output": 30, "errors": {"timeout": 1}},
        "openai/m": {"asked": 1, "input": 7, "output": 1},
    }
    assert counters["errors"] == {"model": {"talk": {"timeout": 1}}, "tool": {"look": {"503": 1, "other": 1}}}
    assert counters["millis"] == {"172": 1}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the tool answered 404", "404"),
        ("the tool answered 404 hunter2", "other"),
        ("the answer does not fit the response schema: hunter2", "schema"),
        (
            "outcome unknown: the call was cut off, and this tool may not be called twice (retries is 0)",
            "outcomeUnknown",
        ),
        ("the model did not answer in time", "timeout"),
        ("no time was left to ask the model", "timeout"),
        ("secrets are out of reach", "secret"),
        ("the model's server refused the key (401)", "refused"),
        ("the model's reply was cut off: it needs more than maxTokens (20)", "tooLong"),
        ("", "other"),
    ],
)
def test_an_error_has_a_fixed_name(text: str, name: str) -> None:
    assert error_name(text) == name


def test_no_word_of_the_caller_is_counted() -> None:
    turns = turns_of([("ask", "elicitation", "listen")])
    head = replace(head_of(turns, "ask"), given_variables={"said": "hunter2"}, user_id="hunter2")
    effect = EffectRun("CallTool", "look", 1.0, False, "could not reach https://a.test/?q=hunter2")
    counters = session_counters(head, [replace(turns[0], effects=(effect,))])
    text = json.dumps(counters)
    assert "unreachable" in text
    for words in ("hunter2", "+15550111", "Rome", head.session_id, head.room_name):
        assert words not in text


def test_very_many_nodes_are_cut_to_those_entered_most() -> None:
    names = [f"{zlib.crc32(str(number).encode()):08x}{number}" for number in range(500)]
    runs: list[tuple[str, NodeType, str]] = [(name, "message", "default") for name in [*names, *names[-3:]]]
    counters = counted(turns_of(runs), names[0])
    assert counters["cut"] == 1
    assert len(zlib.compress(json.dumps(counters, separators=(",", ":")).encode())) <= MAX_BYTES
    nodes = counters["nodes"]
    assert isinstance(nodes, dict)
    assert 20 < len(nodes) < 500
    assert set(names[-3:]) <= set(nodes)
    assert counters["sessions"] == 1


def test_counters_that_are_too_long_without_nodes_keep_their_numbers() -> None:
    (turn,) = turns_of([])
    effects = tuple(
        EffectRun("CallTool", f"{zlib.crc32(str(n).encode()):08x}" * 4, 1.0, False, "x") for n in range(500)
    )
    assert counted([replace(turn, effects=effects)], None) == {
        "sessions": 1,
        "status": {"completed": 1},
        "cut": 1,
    }
