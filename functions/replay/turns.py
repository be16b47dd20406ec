"""What a turn of a call did, as far as two versions are compared: recorded, and as another version does it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flow_core.effects import AskModel, Effect
from flow_core.evaluate import Evaluate
from flow_core.events import EffectPostponed, Event
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.prompts import joined
from flow_core.state import Action, Hangup, Message, State
from flow_core.step import Step, step
from flow_core.subflows.frames import variables_by_path
from flow_core.trace import NodeRun
from functions.records import TurnRecord
from functions.replay.answers import ANSWERS, Answers
from functions.turn.commit import changed_variables, reply_json


@dataclass(frozen=True, slots=True)
class Did:
    """What one turn did."""

    node: str | None
    """The node at which the session is after it."""
    words: str
    """The flow's words."""
    variables: Mapping[str, Json]
    """The variables that it changed, with their new values."""
    action: Mapping[str, Json]
    """The reply's action, as the HTTP API sends it."""
    status: str
    """The status of the session after it."""
    tools: tuple[str, ...]
    """The nodes whose tools were called, in order."""
    path: tuple[tuple[str, str], ...]
    """Each node that ran, and the exit by which the flow left it."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A version asks what the recorded call did not ask."""

    effect: Effect


def recorded(turn: TurnRecord) -> Did:
    """Return what a recorded turn did."""
    reply = json.loads(turn.reply)
    return Did(
        node=reply["currentNodeId"],
        words=_words(turn.messages),
        variables=turn.changed,
        action=turn.action,
        status=reply["status"],
        tools=tuple(run.node_id for run in turn.effects if run.kind != "AskModel"),
        path=_path(turn.nodes),
    )


def fold_turn(
    flow: Flow, state: State, turn: TurnRecord, answers: Answers, evaluate: Evaluate
) -> tuple[State, Did] | Unanswered:
    """Fold what a recorded turn brought through another version.

    Args:
        flow: The version.
        state: The state after the turn before.
        turn: The recorded turn. Its own answers of models and tools are not folded.
        answers: The answers of the whole call.
        evaluate: Evaluates the version's expressions.

    Returns:
        The state after the turn, and what it did; Unanswered if it asks what was not asked.
    """
    folded = _Folded(flow, state, evaluate)
    for event in turn.events:
        if isinstance(event, ANSWERS):
            continue
        result = folded.fold(event)
        while isinstance(effect := result.then, Effect):
            answer = answers.take(effect, turn.number, turn.turn_id)
            if answer is None:
                return Unanswered(effect)
            if not isinstance(effect, AskModel) and not isinstance(answer, EffectPostponed):
                folded.tools.append(effect.node_id)
            result = folded.fold(answer)
    return folded.state, folded.did(state)


class _Folded:
    """A turn that is folded."""

    def __init__(self, flow: Flow, state: State, evaluate: Evaluate) -> None:
        self.state = state
        self.tools: list[str] = []
        self._flow = flow
        self._evaluate = evaluate
        self._action: Action = Hangup()
        self._messages: list[Message] = []
        self._nodes: list[NodeRun] = []

    def fold(self, event: Event) -> Step:
        result = step(self._flow, self.state, event, self._evaluate)
        self.state = result.state
        self._messages.extend(result.messages)
        self._nodes.extend(result.nodes)
        if isinstance(result.then, Action):
            self._action = result.then
        return result

    def did(self, before: State) -> Did:
        state = self.state
        reply = json.loads(reply_json(state.session.id, state.turn_id, state, "", self._action))
        return Did(
            node=reply["currentNodeId"],
            words=_words(joined(self._messages)),
            variables=changed_variables(variables_by_path(before), variables_by_path(state)),
            action=reply["action"],
            status=reply["status"],
            tools=tuple(self.tools),
            path=_path(self._nodes),
        )


def _words(messages: Sequence[Message]) -> str:
    return " ".join(message.content for message in messages if message.role == "assistant")


def _path(nodes: Sequence[NodeRun]) -> tuple[tuple[str, str], ...]:
    return tuple((run.node_id, run.outcome) for run in nodes)
