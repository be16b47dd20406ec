"""Saves a completed attempt: first the turn's record, then the head. The write of the head commits the turn.

A record without a head that leads to it may belong to a duplicate request that is about to commit it, to a process that
died, or to an attempt that lost. `outcome_of` tells them apart. Nothing is folded or performed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice
from typing import Literal, TypeAlias

from flow_core.json import Json
from flow_core.prompts import joined
from flow_core.state import Action, Continue, Hangup, Listen, State, Transfer
from flow_core.subflows.frames import variables_by_path
from functions.ports.model import MAX_MODEL
from functions.ports.sessions import Sessions
from functions.records import MAX_MODELS, RECENT_TURNS, EffectRun, Head, TurnCall, TurnRecord, UnwritableError
from functions.turn.attempt import Attempt

Outcome: TypeAlias = Literal["committed", "lost", "unknown"]
"""The outcome of a record.

`committed`: it is a turn, or can still become one. `lost`: another turn has its number. `unknown`: the head is too old.
"""


@dataclass(frozen=True, slots=True)
class Committed:
    """This request ran the turn, and the head has moved on to it."""

    head: Head
    record: TurnRecord


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """A duplicate request has written the turn's record. The turn is committed, by that request or by this one."""

    head: Head
    record: TurnRecord


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A duplicate request has written the turn's record, and the head may not lead to it yet."""

    record: TurnRecord


class Overtaken(Enum):
    """Another process moved the session first. The turn may be tried again on the newest head."""

    OVERTAKEN = "overtaken"


OVERTAKEN = Overtaken.OVERTAKEN
"""The one value of `Overtaken`."""


def save(sessions: Sessions, attempt: Attempt, at: int) -> Committed | Duplicate | Overtaken:
    """Write the record of a complete attempt and commit it.

    Args:
        sessions: The store.
        attempt: The attempt; it has no further effect.
        at: Milliseconds since the epoch, for the record.

    Returns:
        The outcome of the attempt.

    UnwritableError is raised if the store could not read the turn or the head again.
    """
    record = record_of(attempt, at)
    existing = sessions.propose(attempt.head, record)
    if existing is not None:
        match outcome_of(sessions, attempt.head, existing):
            case "committed":
                return Duplicate(existing)
            case "unknown":
                return OVERTAKEN
            case "lost":
                if sessions.propose(attempt.head, record, instead_of=existing.number) is not None:
                    return OVERTAKEN
    head = _next_head(attempt, record)
    return Committed(head, record) if sessions.advance(head) else OVERTAKEN


def commit_existing(sessions: Sessions, attempt: Attempt, record: TurnRecord) -> AlreadyDone | Overtaken:
    """Move the head on to a record that a duplicate request has written.

    Args:
        sessions: The store.
        attempt: The state after the turn.
        record: The record of the duplicate request.

    Returns:
        Whether the turn is committed.
    """
    head = _next_head(attempt, record)
    return AlreadyDone(head, record) if sessions.advance(head) else OVERTAKEN


def duplicate_of(sessions: Sessions, head: Head, call: TurnCall) -> Duplicate | Overtaken | None:
    """Read the record that a duplicate request has written; None if there is none that is or can become a turn."""
    record = sessions.turn(head.session_id, call.turn_id)
    if record is None:
        return None
    match outcome_of(sessions, head, record):
        case "committed":
            return Duplicate(record)
        case "lost":
            return None
        case "unknown":
            return OVERTAKEN


def outcome_of(sessions: Sessions, head: Head, record: TurnRecord) -> Outcome:
    """Decide the outcome of a record. For a record before the last eight turns this reads the store."""
    if record.number > head.turns + 1:
        return "unknown"
    if record.number == head.turns + 1:
        return "committed"
    back = head.turns - record.number
    if back < len(head.recent):
        return "committed" if head.recent[-1 - back] == record.turn_id else "lost"
    return "committed" if sessions.turn_at(head, record.number) == record.turn_id else "lost"


def record_of(attempt: Attempt, at: int) -> TurnRecord:
    """Make the record of an attempt.

    Args:
        attempt: The attempt.
        at: Milliseconds since the epoch.

    Returns:
        The record, with the reply's JSON.

    Raises:
        UnwritableError: If the attempt's values cannot be written as JSON.
    """
    try:
        return _record_of(attempt, at)
    except Exception as error:
        raise UnwritableError(f"the record could not be made ({type(error).__name__})") from error


def _record_of(attempt: Attempt, at: int) -> TurnRecord:
    head, call, action = attempt.head, attempt.call, attempt.action
    response = " ".join(attempt.response)
    return TurnRecord(
        turn_id=call.turn_id,
        number=head.turns + 1,
        previous=head.recent[-1] if head.recent else None,
        at=at,
        events=tuple(attempt.events),
        reply=reply_json(
            head.session_id,
            call.turn_id,
            attempt.state,
            response,
            action,
            last_response=head.state.response if attempt.no_progress else None,
        ),
        messages=joined(attempt.messages),
        interrupted=call.interrupted,
        input=call.user_input if call.user_input is not None else call.dtmf,
        response=response,
        action=_action_json(action),
        nodes=tuple(attempt.nodes),
        decisions=tuple(attempt.decisions),
        effects=tuple(attempt.effects),
        changed=changed_variables(variables_by_path(head.state), variables_by_path(attempt.state)),
        first_words_at=None if attempt.outlet is None else attempt.outlet.first_at,
        usage=call.usage,
    )


def _next_head(attempt: Attempt, record: TurnRecord) -> Head:
    """Make the head whose last turn is `record`."""
    head = attempt.head
    return replace(
        head,
        version=head.version + 1,
        updated_at=record.at,
        state=attempt.state,
        turns=record.number,
        recent=(*head.recent, record.turn_id)[-RECENT_TURNS:],
        lease=None,
        user_id=head.user_id or attempt.call.user_id,
        given_variables={},
        models=_models(head.models, record.effects),
    )


def _models(before: dict[str, str], effects: Sequence[EffectRun]) -> dict[str, str]:
    """Add the models that replied in a turn."""
    replied = {(run.model or "")[:MAX_MODEL]: run.answered_by for run in effects if run.answered_by is not None}
    return dict(islice({**before, **replied}.items(), MAX_MODELS)) if replied else before


def changed_variables(before: Mapping[str, Json], after: Mapping[str, Json]) -> dict[str, Json]:
    """Return the variables that are new or have another value, with their new values."""
    return {name: value for name, value in after.items() if name not in before or before[name] != value}


def reply_json(
    session_id: str, turn_id: str, state: State, response: str, action: Action, *, last_response: str | None = None
) -> str:
    """Write the reply to a turn. A duplicate request gets the same bytes.

    Args:
        session_id: The session.
        turn_id: The turn.
        state: The state after the turn.
        response: The words to speak.
        action: What the worker does after it has spoken them.
        last_response: The previous reply, if the turn made no progress. It is left out otherwise.

    Returns:
        The JSON. The field names are those of the HTTP contract.
    """
    body: dict[str, Json] = {
        "sessionId": session_id,
        "turnId": turn_id,
        "status": state.status.value,
        "currentNodeId": state.node_id,
        "response": response,
        "completed": state.status.ended,
        "action": _action_json(action),
    }
    if last_response is not None:
        body["lastResponse"] = last_response
    return json.dumps(body, separators=(",", ":"))


def _action_json(action: Action) -> dict[str, Json]:
    match action:
        case Listen():
            return {
                "type": action.type,
                "noInputSeconds": action.no_input_seconds,
                "interruptible": action.interruptible,
                **_listen_extras(action),
            }
        case Transfer():
            return {"type": action.type, "to": action.to, "mode": action.mode}
        case Continue() | Hangup():
            return {"type": action.type}


def _listen_extras(action: Listen) -> dict[str, Json]:
    """Return the fields that stay out of an action for which the flow says nothing special."""
    extras: dict[str, Json] = {}
    if action.keys is not None:
        rules: dict[str, Json] = {"length": action.keys.length, "end": action.keys.end, "seconds": action.keys.seconds}
        extras["keys"] = {name: value for name, value in rules.items() if value is not None}
    if action.hints:
        extras["hints"] = list(action.hints)
    if action.language is not None:
        extras["language"] = action.language
    return extras
