"""A session as a recording: the flow, the events, and the step of each event. A replay gives the same steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import not_
from typing import Annotated

from pydantic import Field, JsonValue, TypeAdapter

from flow_core.check import read_flow
from flow_core.evaluate import Evaluate
from flow_core.events import Event
from flow_core.state import Message, Session, State
from flow_core.step import Next, Step, fold
from flow_core.subflows.frozen import Subflows
from flow_core.trace import Decision
from functions.records import TurnRecord


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """The result of one event."""

    state: State
    messages: tuple[Message, ...]
    then: Next | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """All that a replay needs, and the steps with which it is compared."""

    flow: JsonValue
    """The definition as its author wrote it."""
    session: Session
    events: tuple[Event, ...]
    """The events of all turns, in order."""
    steps: tuple[RecordedStep, ...]
    """The step of each event, in the same order."""
    rules: int = 1
    """The rules that the flow runs by: `flow_core.flow.RULES`, or those of an earlier release."""
    subflows: Annotated[dict[str, JsonValue], Field(exclude_if=not_)] = field(default_factory=dict)
    """The inner flows that are frozen with it (flow_core/subflows/frozen.py)."""


RECORDING: TypeAdapter[Recording] = TypeAdapter(Recording)
"""Reads and writes a recording as JSON."""


class UnreadableFlowError(ValueError):
    """The flow of a recording cannot run. The text lists its problems."""


def make_recording(
    flow: JsonValue,
    rules: int,
    session: Session,
    turns: Sequence[TurnRecord],
    evaluate: Evaluate,
    subflows: Subflows | None = None,
) -> Recording:
    """Make a recording of a session. `UnreadableFlowError` is raised if the flow cannot run.

    Args:
        flow: The definition that the session runs.
        rules: The rules that it runs by.
        session: The session as it began.
        turns: All turns of the session, first to last.
        evaluate: Evaluates the flow's expressions.
        subflows: The inner flows that are frozen with it.

    Returns:
        The recording.
    """
    events = tuple(event for turn in turns for event in turn.events)
    inner = dict(subflows or {})
    return Recording(flow, session, events, tuple(_replay(flow, rules, session, events, evaluate, inner)), rules, inner)


def differences(recording: Recording, evaluate: Evaluate) -> list[str]:
    """Replay a recording and compare the steps. `UnreadableFlowError` is raised if the flow cannot run.

    Args:
        recording: The recording.
        evaluate: Evaluates the flow's expressions.

    Returns:
        One text for each difference; an empty list if all steps are equal.
    """
    replayed = _replay(
        recording.flow, recording.rules, recording.session, recording.events, evaluate, recording.subflows
    )
    found: list[str] = []
    for index, (before, now) in enumerate(zip(recording.steps, replayed, strict=True)):
        event = recording.events[index].kind
        for name, was, becomes in (
            ("state", before.state, now.state),
            ("messages", before.messages, now.messages),
            ("then", before.then, now.then),
            ("decisions", before.decisions, now.decisions),
        ):
            if was != becomes:
                found.append(f"step {index} ({event}): {name} was {was}, and is now {becomes}")
    return found


def _replay(
    flow: JsonValue,
    rules: int,
    session: Session,
    events: Sequence[Event],
    evaluate: Evaluate,
    subflows: Subflows,
) -> list[RecordedStep]:
    runnable, problems = read_flow(flow, rules, subflows)
    if runnable is None:
        raise UnreadableFlowError("; ".join(problem.message for problem in problems))
    return [_recorded(step) for step in fold(runnable, State(session=session), events, evaluate)]


def _recorded(step: Step) -> RecordedStep:
    return RecordedStep(step.state, step.messages, step.then, step.decisions)
