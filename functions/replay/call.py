"""The replay of one recorded call through another version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from typing import Literal, TypeAlias

from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from flow_core.state import Session, State
from functions.errors import CallflowError
from functions.records import TurnRecord
from functions.replay.answers import Answers, has_answers, recorded_answers
from functions.replay.compare import Difference, Part, difference, differing_variables
from functions.replay.questions import named
from functions.replay.turns import Did, Unanswered, fold_turn, recorded

Verdict: TypeAlias = Literal["same", "differs", "cannot"]
"""What a replay says of a call. `cannot`: the other version asks what nobody was asked in the call."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """The result of one call."""

    session_id: str
    verdict: Verdict
    turn: int | None = None
    """The number of the turn, from 1. None if the verdict is `same`, or `cannot` before any turn."""
    node_id: str | None = None
    """The first node that differs, or that asks."""
    parts: tuple[Part, ...] = ()
    """What differs in the turn."""
    mild: bool = False
    """True if every difference of the call is in words, or in how the flow listens."""
    recorded: Did | None = None
    """What the call did in the turn. Of the variables, only those that differ."""
    now: Did | None = None
    """What the other version does, likewise."""
    why: str | None = None
    """Why it cannot be told, or cannot be told any further."""


@dataclass(frozen=True, slots=True)
class Call:
    """A recorded call."""

    session: Session
    turns: Sequence[TurnRecord]
    flow: Flow | None
    """The version that it ran; None if it is no longer stored."""


@dataclass(frozen=True, slots=True)
class _Found:
    turn: int
    difference: Difference
    recorded: Did
    now: Did


def replay(call: Call, flow: Flow, evaluate: Evaluate) -> Replayed:
    """Fold a recorded call through another version, until it goes another way.

    A turn that differs mildly does not end the replay: the caller would have gone on as recorded. So a change of words
    does not hide that the call also goes another way.

    Args:
        call: The call.
        flow: The other version.
        evaluate: Evaluates expressions.

    Returns:
        The verdict: the first turn that goes another way, else the first that differs mildly.

    Raises:
        CallflowError: If `evaluate` raises it. No other call can be replayed then.
    """
    session_id, before = call.session.id, call.flow
    if any(turn.sealed is not None for turn in call.turns):
        return Replayed(session_id, "cannot", why="words or values of the call were redacted")
    answers = _answers(call, evaluate)
    if isinstance(answers, str):
        return Replayed(session_id, "cannot", why=answers)
    found: _Found | None = None
    state = State(session=call.session)
    for turn in call.turns:
        try:
            folded = fold_turn(flow, state, turn, answers, evaluate)
        except CallflowError:
            raise
        except Exception as error:
            why = f"the version fails in turn {turn.number} ({type(error).__name__})"
            return _told(session_id, found, turn.number, state.node_id, why)
        if isinstance(folded, Unanswered):
            why = f"{named(folded.effect)} is asked what it was not asked in the call"
            return _told(session_id, found, turn.number, folded.effect.node_id, why)
        state, now = folded
        was = recorded(turn)
        differs = difference(before, flow, was, now)
        if differs is None:
            continue
        if any(event.overran for event in turn.events):
            why = f"an expression passed its limit of time in turn {turn.number}"
            return _told(session_id, found, turn.number, differs.node_id, why)
        names = differing_variables(before, flow, was, now)
        this = _Found(turn.number, differs, _with_only(was, names), _with_only(now, names))
        if not differs.mild:
            return _differs(session_id, this)
        found = found or this
    return Replayed(session_id, "same") if found is None else _differs(session_id, found)


def _answers(call: Call, evaluate: Evaluate) -> Answers | str:
    """Return the answers of a call, or why they cannot be known."""
    if not has_answers(call.turns):
        return Answers(())
    if call.flow is None:
        return "the version that the call ran is no longer stored"
    try:
        return Answers(recorded_answers(call.flow, call.session, call.turns, evaluate))
    except CallflowError:
        raise
    except Exception as error:
        # A version of an earlier release may ask for what this release no longer does.
        return f"the version that the call ran cannot run now ({type(error).__name__})"


def _told(session_id: str, found: _Found | None, turn: int, node_id: str | None, why: str) -> Replayed:
    """Return what is known of a call that cannot be followed any further."""
    if found is None:
        return Replayed(session_id, "cannot", turn, node_id, why=why)
    return _differs(session_id, found, why)


def _differs(session_id: str, found: _Found, why: str | None = None) -> Replayed:
    differs = found.difference
    mild = differs.mild and why is None
    return Replayed(
        session_id,
        "differs",
        found.turn,
        differs.node_id,
        differs.parts,
        mild,
        found.recorded,
        found.now,
        why,
    )


def _with_only(did: Did, names: Sequence[str]) -> Did:
    return replace_fields(did, variables={name: did.variables[name] for name in names if name in did.variables})
