"""Makes a test of a session: its inputs, the answers of its tools and models, and where each turn led. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import takewhile
from typing import assert_never

from flow_core.events import (
    CallerKeyed,
    CallerSpoke,
    CallerStayedSilent,
    EffectResult,
    ModelFailed,
    ModelReplied,
    SessionBegan,
    ToolAnswered,
    ToolFailed,
    TurnFailed,
)
from flow_core.json import Json
from flow_core.state import Session, ToolCall
from flow_core.timestamp import iso
from functions.flow_tests.authored import MAX_ANSWERS, MAX_MOCKED_NODES, MAX_TURNS
from functions.records import TurnRecord

_MAX_VARIABLES = 200
"""Variables that the test expects of a turn, at most."""


def written_test(name: str, session: Session, turns: Sequence[TurnRecord], definition: Json) -> dict[str, Json] | str:
    """Write a test of a session.

    The test expects of each turn its node, its action, the variables that it changed, and the status of an end. It
    expects no words: a new wording is no other path. It ends before a turn that failed in Callflow.

    Args:
        name: The name of the test.
        session: The facts of the call.
        turns: All turns of the session, first to last.
        definition: The flow that it ran, as its author wrote it.

    Returns:
        The test as JSON, for `FlowTest`; or the reason why a test cannot repeat the session.
    """
    whole = [*takewhile(lambda turn: not _failed(turn), turns)]
    if not whole:
        return "has no turn that a test can repeat"
    if any(turn.sealed is not None for turn in whole):
        return "has words or values that were redacted, so a test cannot repeat it"
    mocks = _mocks(whole, reads_headers="headers" in json.dumps(definition))
    written_turns = _turns(whole)
    if len(written_turns) > MAX_TURNS:
        return f"has {len(written_turns)} turns, and a test has at most {MAX_TURNS}"
    if len(mocks) > MAX_MOCKED_NODES or any(len(answers) > MAX_ANSWERS for answers in mocks.values()):
        return f"has more answers of tools and models than a test may have: {MAX_ANSWERS} for a node"
    began = next((event for turn in whole for event in turn.events if isinstance(event, SessionBegan)), None)
    written: dict[str, Json] = {"name": name, "channel": session.channel}
    written["at"] = iso(whole[0].at if began is None else began.at)
    if session.caller_number is not None:
        written["callerNumber"] = session.caller_number
    if began is not None and began.variables:
        written["variables"] = dict(began.variables)
    if mocks:
        written["mocks"] = {node_id: [*answers] for node_id, answers in mocks.items()}
    written["turns"] = [*written_turns]
    return written


def _failed(turn: TurnRecord) -> bool:
    return any(isinstance(event, TurnFailed) for event in turn.events)


def _turns(turns: Sequence[TurnRecord]) -> list[dict[str, Json]]:
    """Write the turns. Requests with which a turn went on by itself are a part of it, as in a run."""
    written: list[dict[str, Json]] = []
    goes_on = False
    for turn in turns:
        said = _input(turn)
        expected = _expected(turn)
        if said or not written:
            written.append({**said, "expect": expected})
        elif goes_on:
            before = written[-1]["expect"]
            earlier = before.get("variables") if isinstance(before, dict) else None
            variables = {**(earlier if isinstance(earlier, dict) else {}), **turn.changed}
            written[-1]["expect"] = {**expected, **_variables(variables)}
        # Any other request without input only asked where the session stood.
        goes_on = turn.action["type"] == "continue"
    return written


def _input(turn: TurnRecord) -> dict[str, Json]:
    for event in turn.events:
        if isinstance(event, CallerSpoke):
            return {"say": event.text}
        if isinstance(event, CallerKeyed):
            return {"press": event.digits}
        if isinstance(event, CallerStayedSilent):
            return {"silence": True}
    return {}


def _expected(turn: TurnRecord) -> dict[str, Json]:
    reply = json.loads(turn.reply)
    expected: dict[str, Json] = {} if reply["currentNodeId"] is None else {"node": reply["currentNodeId"]}
    kind = turn.action["type"]
    expected["action"] = dict(turn.action) if kind == "transfer" else kind
    if reply["completed"]:
        expected["status"] = reply["status"]
    return {**expected, **_variables(turn.changed)}


def _variables(changed: dict[str, Json]) -> dict[str, Json]:
    return {"variables": dict([*changed.items()][:_MAX_VARIABLES])} if changed else {}


def _mocks(turns: Sequence[TurnRecord], *, reads_headers: bool) -> dict[str, list[Json]]:
    """Write the answers by node, in order. The trace of a turn has one entry for each answer among its events."""
    mocks: dict[str, list[Json]] = {}
    for turn in turns:
        answers = [event for event in turn.events if isinstance(event, EffectResult)]
        for answer, run in zip(answers, turn.effects, strict=True):
            mocks.setdefault(run.node_id, []).append(_mock(answer, reads_headers))
    return mocks


def _mock(answer: EffectResult, reads_headers: bool) -> Json:
    mock: dict[str, Json]
    match answer:
        case ToolAnswered():
            mock = {"status": answer.status, "body": answer.body}
            if reads_headers and answer.headers:
                mock["headers"] = dict(answer.headers)
        case ModelReplied():
            mock = {"reply": answer.text}
            if answer.extracted:
                mock["extracted"] = dict(answer.extracted)
            if answer.calls:
                mock["calls"] = [_call(call) for call in answer.calls]
            if answer.said:
                mock["said"] = answer.said
        case ModelFailed():
            mock = {"error": answer.error, **({"said": answer.said} if answer.said else {})}
        case ToolFailed():
            mock = {"error": answer.error}
        case _:
            assert_never(answer)
    return mock


def _call(call: ToolCall) -> Json:
    if call.failed:
        return {"name": call.name, "error": call.result or "Error, nothing was called."}
    return {"name": call.name, "arguments": dict(call.arguments)}
