"""Calls a tool once, outside any session, so that its author sees what it answers. Nothing of it is saved.

The tool runs in a small flow of its own: start, the tool, an end. So the request is filled, sent and read by the code
that does so in a turn, under the same limits.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flow_core.authored.nodes import ToolNode
from flow_core.check import Problem, read_flow
from flow_core.effects import CallTool, Request, Secret, Text
from flow_core.events import SessionBegan, ToolAnswered, ToolFailed
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.state import Session, State
from flow_core.step import Step, step
from functions.deadline import Deadline
from functions.turn.attempt import Engine
from functions.turn.evaluation import Evaluation
from functions.turn.perform import Perform

NODE_ID = "tool"
"""The id of the tool's node in its small flow."""
_DATA = ("nodes", 1, "data")
"""The path to the tool's data in its small flow."""
_SESSION = "test-call"
"""The id of the session that `{{ session.id }}` reads."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The test call that an author asks for."""

    data: Mapping[str, Json]
    """The data of a tool node, as its author wrote it."""
    variables: Variables = field(default_factory=dict)
    language: str | None = None
    """BCP 47; None for the default language of flows."""
    time_zone: str | None = None
    """A name of the IANA database; None for UTC."""
    caller_number: str | None = None
    """What `{{ session.callerNumber }}` reads."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """The data is not that of a tool."""

    problems: tuple[Problem, ...]
    """The errors. Each path leads from the data to the value that is wrong."""


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
    """The address with its query. A secret stands in it as `{{ secrets.NAME }}`."""
    millis: float
    """Milliseconds from the request to its answer."""
    exit: str
    """The exit by which a flow would leave the node."""
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
        session = Session(_SESSION, "chat", self.now(), trial.caller_number)
        with deadline.as_current():
            began = SessionBegan(variables=trial.variables, **self.perform.stamp(turn_id))
            asked = step(flow, State(session), began, evaluate)
            effect = asked.then
            if not isinstance(effect, CallTool):
                raise TypeError("a tool without a message asks for its call at once")
            answer, run = self.perform(effect, organization_id, turn_id, deadline)
            if not isinstance(answer, ToolAnswered | ToolFailed):
                raise TypeError("a tool's call has a tool's answer")
            done = step(flow, asked.state, answer, evaluate)
        tried = _tried(flow, effect, run.millis, asked, done)
        if isinstance(answer, ToolFailed):
            return Tried(**tried, problem=answer.error)
        return Tried(**tried, status=answer.status, headers=answer.headers, body=answer.body)


def _flow(trial: Trial) -> Flow | Malformed:
    """The small flow of a tool. It says nothing, calls once and has no variables of its own."""
    data = {**trial.data, "message": "", "retries": 0}
    document: dict[str, Json] = {
        "name": "test call",
        **({} if trial.language is None else {"language": trial.language}),
        **({} if trial.time_zone is None else {"timeZone": trial.time_zone}),
        "nodes": [
            {"id": "start", "type": "start", "data": {}},
            {"id": NODE_ID, "type": "tool", "data": data},
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
        return Malformed(tuple(each for each in problems if each.severity == "error"))
    return flow


def field_of(problem: Problem) -> str:
    """Return the field of the data in which a problem is, such as `request.url`."""
    path = problem.path[len(_DATA) :] if problem.path[: len(_DATA)] == _DATA else problem.path
    return ".".join(str(part) for part in path)


def _tried(flow: Flow, effect: CallTool, millis: float, asked: Step, done: Step) -> dict[str, Any]:
    node = flow.node(NODE_ID)
    assigned = node.data.assign if isinstance(node, ToolNode) else {}
    decisions = (*asked.decisions, *done.decisions)
    failing = tuple(Failing(each.condition_id, each.error) for each in decisions if each.error is not None)
    failed = {each.field.removeprefix("assign.") for each in failing if each.field.startswith("assign.")}
    values = done.state.variables
    return {
        "method": effect.request.method,
        "url": _url(effect.request),
        "millis": millis,
        "exit": next((run.outcome for run in done.nodes if run.node_id == NODE_ID), "error"),
        "variables": {name: values[name] for name in assigned if name in values and name not in failed},
        "failing": failing,
    }


def _url(request: Request) -> str:
    url = _shown(request.url, lambda text: text)
    query = "&".join(f"{_quoted(name)}={_shown(text, _quoted)}" for name, text in request.query.items())
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _shown(text: Text, written: Callable[[str], str]) -> str:
    return "".join(f"{{{{ secrets.{piece.name} }}}}" if isinstance(piece, Secret) else written(piece) for piece in text)


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
