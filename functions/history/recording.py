"""A session as a recording: its flow, its events, and every step they led to. Folded again, it comes out the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import JsonValue, TypeAdapter

from flow_core.check import read_flow
from flow_core.evaluate import Evaluate
from flow_core.events import Event
from flow_core.state import Message, Session, State
from flow_core.step import Next, Step, fold
from flow_core.trace import Decision
from functions.records import TurnRecord


@dataclass(frozen=True, slots=True)
class RecordedStep:
    state: State
    messages: tuple[Message, ...]
    then: Next | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    flow: JsonValue
    """The definition, as its author wrote it."""
    session: Session
    events: tuple[Event, ...]
    steps: tuple[RecordedStep, ...]


RECORDING: TypeAdapter[Recording] = TypeAdapter(Recording)


class UnreadableFlowError(ValueError):
    """The recording's flow cannot be run."""


def record(flow: JsonValue, session: Session, turns: Sequence[TurnRecord], evaluate: Evaluate) -> Recording:
    """A recording of a session's turns, first to last. UnreadableFlowError."""
    events = tuple(event for turn in turns for event in turn.events)
    return Recording(flow, session, events, tuple(_steps(flow, session, events, evaluate)))


def differences(recording: Recording, evaluate: Evaluate) -> list[str]:
    """Where folding the events again leads elsewhere, in words; none if it is the same to the letter.

    UnreadableFlowError.
    """
    again = _steps(recording.flow, recording.session, recording.events, evaluate)
    found: list[str] = []
    for index, (before, now) in enumerate(zip(recording.steps, again, strict=True)):
        event = recording.events[index].kind
        for name in ("state", "messages", "then", "decisions"):
            was, comes = getattr(before, name), getattr(now, name)
            if was != comes:
                found.append(f"step {index} ({event}): {name} was {was}, and is now {comes}")
    return found


def _steps(flow: JsonValue, session: Session, events: Sequence[Event], evaluate: Evaluate) -> Iterable[RecordedStep]:
    runnable, problems = read_flow(flow)
    if runnable is None:
        raise UnreadableFlowError("; ".join(problem.message for problem in problems))
    return [_recorded(step) for step in fold(runnable, State(session=session), events, evaluate)]


def _recorded(step: Step) -> RecordedStep:
    return RecordedStep(step.state, step.messages, step.then, step.decisions)
