"""Calls to replay: those of a stage, and recordings as the turns that they were made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flow_core.effects import Effect
from flow_core.events import Event
from flow_core.flow import Flow
from flow_core.state import Action, Message, State
from flow_core.subflows.frames import variables_by_path
from functions.history.recording import Recording
from functions.records import EffectRun, TurnRecord
from functions.replay.answers import ANSWERS
from functions.replay.call import Call
from functions.turn.commit import changed_variables, reply_json
from testing.stage import Stage


def call_of(stage: Stage, flow: Flow | None = None) -> Call:
    """Return the call of a stage. It ran the newest version of the stage, or another one."""
    return Call(stage.head.state.session, stage.turns, flow or stage.flows[-1])


def turns_of(recording: Recording) -> list[TurnRecord]:
    """Return the turns of a recording, as its steps say what they did."""
    before = State(session=recording.session)
    turns: list[TurnRecord] = []
    steps = iter(recording.steps)
    asked: Effect | None = None
    for number, (turn_id, group) in enumerate(groupby(recording.events, lambda event: event.turn_id), 1):
        events: list[Event] = list(group)
        messages: list[Message] = []
        effects: list[EffectRun] = []
        state, action = before, None
        for event in events:
            if isinstance(event, ANSWERS) and asked is not None:
                effects.append(EffectRun(asked.kind, asked.node_id, 0, True))
            one = next(steps)
            state = one.state
            messages += one.messages
            asked = one.then if isinstance(one.then, Effect) else None
            action = one.then if isinstance(one.then, Action) else action
        assert action is not None
        reply = reply_json(recording.session.id, turn_id, state, "", action)
        turns.append(
            TurnRecord(
                turn_id,
                number,
                None,
                events[0].at,
                tuple(events),
                reply,
                tuple(messages),
                None,
                None,
                "",
                json.loads(reply)["action"],
                effects=tuple(effects),
                changed=changed_variables(variables_by_path(before), variables_by_path(state)),
            )
        )
        before = state
    return turns


def rewritten(flow: Flow, node_id: str, **data: Any) -> Flow:
    """Return a flow in which one node has other fields."""
    document = flow.model_dump(by_alias=True, exclude_unset=True)
    for node in document["nodes"]:
        if node["id"] == node_id:
            node["data"] = {**node["data"], **data}
    return Flow.model_validate(document)


def with_nodes(flow: Flow, nodes: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]] = ()) -> Flow:
    """Return a flow with more nodes and edges. An edge replaces one of the same exit."""
    document = flow.model_dump(by_alias=True, exclude_unset=True)
    document["nodes"] += nodes
    exits = {(edge["source"], edge.get("sourceHandle") or None) for edge in edges}
    kept = [edge for edge in document["edges"] if (edge["source"], edge.get("sourceHandle") or None) not in exits]
    document["edges"] = [*kept, *edges]
    return Flow.model_validate(document)
