"""The counters of one ended session. They hold no word of the caller: only numbers, and names that the author chose.

Nothing is read or stored here.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent
from flow_core.state import Status
from flow_core.trace import NodeRun
from functions.ports.reporting.counts import Counters
from functions.records import EffectRun, Head, TurnRecord
from functions.report.buckets import bucket_of
from functions.report.counters import count, groups, number

MAX_BYTES = 1600
"""Bytes of a session's counters, compressed, and of the name of their group, at most. With the item's keys they are at
most two write units."""
MAX_NAME = 100
"""Characters of a name that is counted, at most."""
_NEVER_WAIT = frozenset({"decision", "subflow", "end"})
"""Types of nodes whose exits have any name, also those of actions: they never wait for the caller."""
_WAITS = frozenset({"listen", "continue", "transfer"})
"""Outcomes after which the call is still at the node."""
_STATUS = re.compile(r"the tool answered ([0-9]{3})\Z", re.ASCII)
_ERRORS = (
    ("does not fit the response schema", "schema"),
    ("outcome unknown", "outcomeUnknown"),
    ("in time", "timeout"),
    ("no time", "timeout"),
    ("secret", "secret"),
    ("refused", "refused"),
    ("cut off", "tooLong"),
    ("far too long", "tooLong"),
    ("more than", "tooLong"),
    ("reach", "unreachable"),
    ("connect", "unreachable"),
)
"""Parts of the texts of errors, and the names under which they are counted. A text may quote words of a caller."""
OTHER_ERROR = "other"
"""The name of all other errors."""


@dataclass(frozen=True, slots=True)
class Group:
    """The sessions of a version, a channel, an agent and a called number."""

    version: str
    """A number, or `draft`."""
    channel: str
    agent_id: str = ""
    """Empty without an agent, and for a session that an earlier release counted."""
    number: str = ""
    """The called number as E.164. Empty without one, and for a session that an earlier release counted."""

    @property
    def name(self) -> str:
        """The name of the counters of the group."""
        return f"{self.version} {self.channel} {self.agent_id} {self.number}".rstrip()

    @classmethod
    def of(cls, name: str) -> Group:
        """Return the group with a name."""
        # No version, channel or id has a space.
        version, channel, agent_id, number = [*name.split(" ", 3), "", ""][:4]
        return cls(version, channel, agent_id, number)


def group_of(head: Head) -> Group:
    """Return the group of a session."""
    called = head.state.session.called_number or ""
    return Group(str(head.pin.label), head.state.session.channel, head.agent_id or "", called[:MAX_NAME])


def session_counters(head: Head, turns: Sequence[TurnRecord]) -> Counters:
    """Count an ended session.

    Args:
        head: The session's head.
        turns: Its turns, first to last; only the first ones of a very long session.

    Returns:
        The counters, by the name of the session's group.
    """
    state, session = head.state, head.state.session
    counters: Counters = {"sessions": 1}
    count(counters, "status", state.status.value)
    if state.outcome is not None and state.status is not Status.FAILED:
        count(counters, "outcome", state.outcome[:MAX_NAME])
    count(counters, "turns", bucket_of(head.turns))
    count(counters, "duration", bucket_of(head.updated_at - session.started_at))
    for turn in turns:
        millis = sum(run.millis for run in turn.nodes) + sum(effect.millis for effect in turn.effects)
        count(counters, "millis", bucket_of(round(millis)))
        if (first_word := _first_word_millis(turn)) is not None:
            count(counters, "firstWord", bucket_of(first_word))
        for effect in turn.effects:
            _count_effect(counters, effect)
    _count_nodes(counters, head, turns)
    group = group_of(head)
    return {group.name: _bounded(counters, len(group.name))}


def _first_word_millis(turn: TurnRecord) -> int | None:
    """Return the time from a caller's input to the first words of the reply. None without an input or without words.

    The time is that of the turn in the API: from its beginning to the words that a stream let out first, or to the
    whole reply.
    """
    if not turn.response or not any(isinstance(event, CallerSpoke | CallerKeyed) for event in turn.events):
        return None
    return (turn.at if turn.first_words_at is None else turn.first_words_at) - turn.events[0].at


def _count_effect(counters: Counters, effect: EffectRun) -> None:
    kind = "model" if effect.kind == "AskModel" else "tool"
    count(counters, "asked", kind)
    if not effect.ok:
        count(counters, "errors", kind, effect.node_id[:MAX_NAME], error_name(effect.error or ""))
    # The deployment's own model has no name here.
    model = (effect.model or "")[:MAX_NAME]
    if kind == "model":
        count(counters, "models", model, "asked")
        if not effect.ok:
            count(counters, "models", model, "errors", error_name(effect.error or ""))
    for name, tokens in (("input", effect.input_tokens), ("output", effect.output_tokens)):
        if tokens:
            count(counters, "tokens", name, by=tokens)
            count(counters, "models", model, name, by=tokens)


def error_name(text: str) -> str:
    """Return the name under which an error is counted, such as `503` for a tool that answered 503."""
    answered = _STATUS.match(text)
    if answered is not None:
        return answered[1]
    return next((name for part, name in _ERRORS if part in text), OTHER_ERROR)


def _count_nodes(counters: Counters, head: Head, turns: Sequence[TurnRecord]) -> None:
    entered: set[str] = set()
    """The nodes at which the call is: one, and the subflow nodes around it."""
    listens: str | None = None
    """The node that listened last."""
    for turn in turns:
        if any(isinstance(event, CallerStayedSilent) for event in turn.events):
            # A silent first turn has the node that listened in its own runs.
            silent_at = listens or next((run.node_id for run in turn.nodes if run.outcome == "listen"), None)
            if silent_at is not None:
                count(counters, "nodes", silent_at[:MAX_NAME], "noInput")
        for index, run in enumerate(turn.nodes, start=1):
            name = run.node_id[:MAX_NAME]
            if run.node_id not in entered:
                count(counters, "nodes", name, "entered")
            if _stays(run, entered):
                entered.add(run.node_id)
            else:
                entered.discard(run.node_id)
                last = turn.number == head.turns and index == len(turn.nodes)
                if not (last and _ends_at(head, run)):
                    count(counters, "nodes", name, "exits", run.outcome[:MAX_NAME])
            if run.no_match:
                count(counters, "nodes", name, "noMatch")
            if run.outcome == "listen":
                listens = run.node_id
    if head.state.node_id is not None:
        where = "abandoned" if head.state.status is Status.ABANDONED else "ended"
        count(counters, "nodes", head.state.node_id[:MAX_NAME], where)


def _stays(run: NodeRun, entered: set[str]) -> bool:
    """Whether the call is at the node after the run."""
    if run.type == "subflow":
        return run.outcome == "enter" and run.node_id not in entered
    return run.type not in _NEVER_WAIT and run.outcome in _WAITS


def _ends_at(head: Head, run: NodeRun) -> bool:
    """Whether the last run of a session is its end, and no exit."""
    return head.state.status.ended and head.state.status is not Status.ABANDONED and run.node_id == head.state.node_id


def _bounded(counters: Counters, more: int) -> Counters:
    """Leave out the nodes that were entered least, if there are too many, and say so in `cut`.

    Args:
        counters: The counters.
        more: Bytes that are stored beside them.

    Returns:
        The counters. What is left if they are too long without any node: the numbers, and the status.
    """
    while _size(counters) + more > MAX_BYTES:
        nodes = groups(counters, "nodes")
        counters["cut"] = 1
        if len(nodes) < 2:
            return {name: value for name, value in counters.items() if isinstance(value, int) or name == "status"}
        kept = sorted(nodes, key=lambda name: (-number(nodes[name], "entered"), name))[: len(nodes) // 2]
        counters["nodes"] = {name: nodes[name] for name in kept}
    return counters


def _size(counters: Counters) -> int:
    text = json.dumps(counters, separators=(",", ":")).encode()
    return len(text) if len(text) <= MAX_BYTES else len(zlib.compress(text))
