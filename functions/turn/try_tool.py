"""Calls a tool once, outside any session, so that its author sees what it answers. Nothing of it is saved.

The tool runs in a small flow of its own: start, the tool, an end. So the request is filled, sent and read by the code
that does so in a turn, under the same limits. A tool of a model runs at an llm node, as if its model called it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flow_core.authored.nodes import LlmNode, ToolNode
from flow_core.check import Problem, read_flow
from flow_core.effects import AskModel, CallMcp, CallTool, Secret, Text, ToolEffect
from flow_core.evaluate import Evaluate
from flow_core.events import ModelReplied, SessionBegan, ToolAnswered, ToolFailed
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.state import Session, State, ToolCall
from flow_core.step import Step, step
from functions.deadline import Deadline
from functions.json_schema.check import mismatch
from functions.turn.attempt import Engine
from functions.turn.evaluation import Evaluation
from functions.turn.perform import Perform

NODE_ID = "tool"
"""The id of the tool's node in its small flow."""
_DATA = ("nodes", 1, "data")
"""The path to the node's data in the small flow."""
_SESSION = "test-call"
"""The id of the session that `{{ session.id }}` reads."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The test call that an author asks for."""

    data: Mapping[str, Json]
    """The data of a tool node or, with `arguments`, a tool of a model, as its author wrote it."""
    variables: Variables = field(default_factory=dict)
    arguments: Variables | None = None
    """What the model would call the tool with. None for a tool node."""
    language: str | None = None
    """BCP 47; None for the default language of flows."""
    time_zone: str | None = None
    """A name of the IANA database; None for UTC."""
    caller_number: str | None = None
    """What `{{ session.callerNumber }}` reads."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One error of a trial."""

    field: str
    """Its place, such as `tool.request.url` or `arguments`."""
    message: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """The data is not that of a tool, or the arguments do not fit it. Nothing was called."""

    problems: tuple[Wrong, ...]
    """At least one."""


@dataclass(frozen=True, slots=True)
class Failing:
    """An expression that failed."""

    field: str
    """Its place, such as `url` or `assign.status`."""
    error: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test call led to."""

    method: str
    url: str
    """The address with its query, or that of the MCP server. A secret stands in it as `{{ secrets.NAME }}`."""
    millis: float
    """Milliseconds from the request to its answer."""
    exit: str
    """The exit by which a flow would leave the node. Of a tool of a model, "error" if the model gets an error."""
    status: int | None = None
    """The status of the answer; None if there was none."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: Json = None
    variables: Variables = field(default_factory=dict)
    """The variables that `assign` has set."""
    failing: tuple[Failing, ...] = ()
    """Expressions that failed."""
    problem: str | None = None
    """Why there was no answer; None if there was one."""
    result: str | None = None
    """What the model reads about the call; None for a tool node."""


@dataclass(frozen=True, slots=True)
class TryTool:
    """Makes test calls."""

    perform: Perform
    engine: Engine
    now: Callable[[], int]
    """Milliseconds since the epoch."""
    turn_seconds: float
    """Seconds that the tools of one turn may take together."""

    def __call__(self, trial: Trial, organization_id: str) -> Tried | Malformed:
        """Call the tool of `trial` once, with an organization's secrets. Malformed data sends nothing."""
        flow = _flow(trial)
        if isinstance(flow, Malformed):
            return flow
        deadline = Deadline.after(self.turn_seconds)
        turn_id = secrets.token_hex(8)
        evaluate = Evaluation(self.engine.javascript, organization_id).evaluate
        with deadline.as_current():
            asked = self._asked(flow, trial, turn_id, evaluate)
            effect = asked.then
            if not isinstance(effect, CallTool | CallMcp):
                return _not_called(effect)
            answer, run = self.perform(effect, organization_id, turn_id, deadline)
            if not isinstance(answer, ToolAnswered | ToolFailed):
                raise TypeError("a tool's call has a tool's answer")
            done = step(flow, asked.state, answer, evaluate)
        tried = _tried(flow, effect, run.millis, asked, done)
        if isinstance(answer, ToolFailed):
            return Tried(**tried, problem=answer.error)
        return Tried(**tried, status=answer.status, headers=answer.headers, body=answer.body)

    def _asked(self, flow: Flow, trial: Trial, turn_id: str, evaluate: Evaluate) -> Step:
        """Bring the small flow to the call of its tool."""
        session = Session(_SESSION, "chat", self.now(), trial.caller_number)
        began = SessionBegan(variables=trial.variables, **self.perform.stamp(turn_id))
        asked = step(flow, State(session), began, evaluate)
        effect = asked.then
        if not isinstance(effect, AskModel):
            return asked
        call = ToolCall(effect.tools[0].name, dict(trial.arguments or {}))
        reply = ModelReplied(effect_id=effect.id, text="", calls=(call,), **self.perform.stamp(turn_id))
        return step(flow, asked.state, reply, evaluate)


def _flow(trial: Trial) -> Flow | Malformed:
    """The small flow of a tool. It says nothing, calls once and has no variables of its own."""
    silent: dict[str, Json] = {**trial.data, "message": "", "retries": 0}
    of_model = trial.arguments is not None
    if of_model:
        # Nobody is there whom it could ask.
        silent = {"instructions": "Call the tool.", "tools": [{**silent, "confirm": None}]}
    document: dict[str, Json] = {
        "name": "test call",
        **({} if trial.language is None else {"language": trial.language}),
        **({} if trial.time_zone is None else {"timeZone": trial.time_zone}),
        "nodes": [
            {"id": "start", "type": "start", "data": {}},
            {"id": NODE_ID, "type": "llm" if of_model else "tool", "data": silent},
            {"id": "end", "type": "end", "data": {}},
        ],
        "edges": [
            {"id": "begin", "source": "start", "target": NODE_ID},
            {"id": "answered", "source": NODE_ID, "target": "end"},
            {"id": "failed", "source": NODE_ID, "sourceHandle": "error", "target": "end"},
        ],
    }
    flow, problems = read_flow(document)
    if flow is None:
        errors = (each for each in problems if each.severity == "error")
        return Malformed(tuple(Wrong(_field_of(each, of_model), f"{each.text} {each.remedy}") for each in errors))
    return _wrong_arguments(flow, trial) or flow


def _wrong_arguments(flow: Flow, trial: Trial) -> Malformed | None:
    """Check the arguments of a model's tool as the model's own would be."""
    node = flow.node(NODE_ID)
    if not isinstance(node, LlmNode) or trial.arguments is None:
        return None
    tool = node.data.tools[0]
    problem = None if tool.parameters is None else mismatch(tool.parameters, dict(trial.arguments))
    if problem is None:
        return None
    return Malformed((Wrong("arguments", f"do not fit the tool's parameters: {problem}."),))


def _not_called(effect: object) -> Malformed:
    """Say why a model's tool was not called: it has no request, or the arguments are too long."""
    calls = effect.calls if isinstance(effect, AskModel) else ()
    if not calls:
        raise TypeError("a tool without a message asks for its call at once")
    return Malformed((Wrong("tool", calls[-1].result or ""),))


def _field_of(problem: Problem, of_model: bool) -> str:
    """The field of the body in which a problem is, such as `tool.request.url`."""
    within = (*_DATA, "tools", 0) if of_model else _DATA
    path = problem.path[len(within) :] if problem.path[: len(within)] == within else problem.path
    return ".".join(["tool", *(str(part) for part in path)])


def _tried(flow: Flow, effect: ToolEffect, millis: float, asked: Step, done: Step) -> dict[str, Any]:
    node = flow.node(NODE_ID)
    assigned = node.data.assign if isinstance(node, ToolNode) else {}
    decisions = (*asked.decisions, *done.decisions)
    failing = tuple(
        Failing(_place(each.condition_id, effect.tool), each.error) for each in decisions if each.error is not None
    )
    failed = {each.field.removeprefix("assign.") for each in failing if each.field.startswith("assign.")}
    values = done.state.variables
    call = done.then.calls[-1] if isinstance(done.then, AskModel) else None
    left = next((run.outcome for run in done.nodes if run.node_id == NODE_ID), "error")
    return {
        "method": effect.request.method if isinstance(effect, CallTool) else "POST",
        "url": _url(effect),
        "millis": millis,
        "exit": left if call is None else "error" if call.failed else "default",
        "variables": {name: values[name] for name in assigned if name in values and name not in failed},
        "failing": failing,
        "result": None if call is None else call.result,
    }


def _place(condition_id: str, tool: str) -> str:
    """The place of an expression within its tool."""
    return condition_id.removeprefix(f"tools.{tool}.").removeprefix("request.") if tool else condition_id


def _url(effect: ToolEffect) -> str:
    if isinstance(effect, CallMcp):
        return effect.server
    request = effect.request
    url = _shown(request.url, lambda text: text)
    query = "&".join(f"{_quoted(name)}={_shown(text, _quoted)}" for name, text in request.query.items())
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _shown(text: Text, written: Callable[[str], str]) -> str:
    return "".join(f"{{{{ secrets.{piece.name} }}}}" if isinstance(piece, Secret) else written(piece) for piece in text)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
