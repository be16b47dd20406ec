"""Removes what must not be shown from heads and turn records. It encrypts nothing.

Every text of a record is searched, except the fields in STRUCTURE, which hold no words of a caller, a model or a tool.
So a field that a later release adds is searched, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from typing import Any, cast

from flow_core.events import CallerKeyed, CallerSpoke, ExchangeMissed, TurnFailed
from flow_core.json import Json
from flow_core.state import Message, State, Status, Visit
from flow_core.subflows.frames import SEPARATOR
from flow_core.text.templates import as_text
from flow_core.trace import Decision
from functions.records import Head, Sealing, ToolLease, TurnCall, TurnRecord
from functions.redaction.rules import kinds_of
from functions.redaction.texts import without_kinds
from functions.redaction.values import TOKEN, MakeRemove, Values, leaves

STRUCTURE = frozenset(
    # The identity of the call. The numbers of both sides are how the company finds it.
    "session_id organization_id flow_id pin room_name agent_id user_id test_metadata models session recent sealing"
    # The place in the flow, and what its author wrote.
    " node_id awaiting transfers slot answered reviewing condition_id status progress"
    # Kinds and ids.
    " kind type role stage name effect_id owner turn_id previous reply_turn_id model answered_by language"
    # Nothing but a code, and the sealed part.
    " sealed mode nodes".split()
)
"""Fields of records that are stored as they are."""
_ACTIONS = frozenset({"action"})
"""Fields in which only values of sensitive variables are searched: the destination of a transfer stays."""


@dataclass(frozen=True, slots=True)
class _Redactor:
    """Removes kinds, values, and the values of some names."""

    sealing: Sealing
    values: Values

    def text(self, text: str) -> str:
        text = without_kinds(text, kinds_of(self.sealing), self.sealing.language)
        return self.values.text(text)

    def json(self, value: Json, clean: Callable[[str], str]) -> Json:
        """Remove from a JSON value. The value of a sensitive name is removed whole."""
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            written = as_text(value)
            cleaned = clean(written) if len(written) > 2 else written
            return value if cleaned == written else cleaned
        if isinstance(value, Mapping):
            return {clean(name): self.named(name, inner, clean) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.json(inner, clean) for inner in value]
        return value

    def named(self, name: str, value: Json, clean: Callable[[str], str]) -> Json:
        if name.rpartition(SEPARATOR)[2] in self.sealing.names and value not in (None, ""):
            return TOKEN
        return self.json(value, clean)

    def record(self, record: Any) -> Any:
        """Remove from a dataclass. The same object if nothing changes."""
        changed: dict[str, Any] = {}
        for name in _searched(cast(Hashable, type(record))):
            before = getattr(record, name)
            clean = self.values.text if name in _ACTIONS else self.text
            after = self._field(before, clean)
            if after is not before and after != before:
                changed[name] = after
        if isinstance(record, Decision) and _assigned(record) in self.sealing.names and record.value is not None:
            changed["value"] = TOKEN
        return replace(record, **changed) if changed else record

    def _field(self, value: Any, clean: Callable[[str], str]) -> Any:
        if value is None or isinstance(value, bool | int | float | Enum):
            # A number in a typed field is a time, a count or a seed.
            return value
        if isinstance(value, str):
            return clean(value)
        if is_dataclass(value):
            return self.record(value) if clean == self.text else self._action(value)
        if isinstance(value, tuple):
            return tuple(self._field(each, clean) for each in value)
        return self.json(value, clean)

    def _action(self, action: Any) -> Any:
        to = getattr(action, "to", None)
        return replace(action, to=self.values.text(to)) if isinstance(to, str) else action


@cache
def _searched(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cast(Any, kind)) if each.name not in STRUCTURE)


def _assigned(decision: Decision) -> str:
    """Return the variable that an expression sets; an empty text for another expression."""
    field, _, name = decision.condition_id.partition(".")
    return name if field == "assign" else ""


def redacted_head(head: Head, sealing: Sealing, values: Values) -> Head:
    """Return a head as it may be stored and shown.

    Args:
        head: The head as it is.
        sealing: The rules.
        values: The sensitive values of the session.
    """
    redactor = _Redactor(sealing, values)
    state = head.state
    messages = tuple(_message(each, state, sealing) for each in state.messages)
    interrupted = tuple(replace(each, visit=_visit(each.visit)) for each in state.interrupted)
    state = replace(state, messages=messages, visit=_visit(state.visit), interrupted=interrupted)
    lease = None if head.lease is None else _lease(head.lease, sealing)
    redacted: Head = redactor.record(replace(head, state=state, lease=lease))
    return redacted


def redacted_turn(record: TurnRecord, sealing: Sealing, values: Values) -> TurnRecord:
    """Return a turn record as it may be stored and shown. See `redacted_head`."""
    failed = any(isinstance(event, TurnFailed) for event in record.events)
    whole = any(message.sensitive for message in record.messages) or (failed and sealing.listens)
    redactor = _Redactor(sealing, values)
    if whole:
        messages = tuple(_private(message) for message in record.messages)
        events = tuple(_event(event) for event in record.events)
        said = None if record.input is None else TOKEN
        record = replace(record, messages=messages, events=events, input=said)
    redacted: TurnRecord = redactor.record(replace(record, reply="{}"))
    return replace(redacted, reply=_reply(record.reply, redactor))


def without_tokens(head: Head) -> Head:
    """Return the redacted head of a transferred session without values for its sensitive variables.

    The caller may come back from the transfer. Then no tool may get a token as if it were the value.
    """
    names = frozenset(() if head.sealing is None else head.sealing.names)

    def cleared(variables: Mapping[str, Json]) -> dict[str, Json]:
        return {name: None if name in names and value == TOKEN else value for name, value in variables.items()}

    frames = tuple(replace(frame, variables=cleared(frame.variables)) for frame in head.state.frames)
    return replace(head, state=replace(head.state, variables=cleared(head.state.variables), frames=frames))


def private_values(records: Any, names: frozenset[str]) -> Iterator[str]:
    """Yield the values of sensitive variables in a record, as texts.

    Args:
        records: A head, a turn record, or a part of one.
        names: The variables.
    """
    if is_dataclass(records):
        for each in fields(records):
            if each.name != "sealing":
                yield from private_values(getattr(records, each.name), names)
    elif isinstance(records, Mapping):
        for name, value in records.items():
            if isinstance(name, str) and name.rpartition(SEPARATOR)[2] in names:
                yield from leaves(value)
            else:
                yield from private_values(value, names)
    elif isinstance(records, list | tuple):
        for each in records:
            yield from private_values(each, names)


def values_of(sealing: Sealing, make: MakeRemove, *records: Any) -> tuple[tuple[str, ...], Values]:
    """Return the sensitive values of a session so far, with those in some records, and the search for them."""
    names = frozenset(sealing.names)
    found = (*sealing.values, *(value for each in records for value in private_values(each, names)))
    known = tuple(dict.fromkeys(found))
    return known, _search(known, make)


@lru_cache(maxsize=64)
def _search(values: tuple[str, ...], make: MakeRemove) -> Values:
    return Values(values, make)


def _message(message: Message, state: State, sealing: Sealing) -> Message:
    # A turn that fails is not folded, so its message does not say where the session was.
    unknown = state.status is Status.FAILED and sealing.listens and message.turn_id == state.turn_id
    return _private(message) if message.sensitive or unknown else message


def _private(message: Message) -> Message:
    return replace(message, content=TOKEN) if message.role == "user" and message.content else message


def _visit(visit: Visit) -> Visit:
    """Remove an answer that is not whole or not confirmed: a part of a number has no kind."""
    keyed = TOKEN if visit.keyed else ""
    held = visit.held if visit.held is None else TOKEN
    return replace(visit, keyed=keyed, held=held) if visit.keyed or visit.held is not None else visit


def _event(event: Any) -> Any:
    if isinstance(event, CallerSpoke):
        return replace(event, text=TOKEN)
    if isinstance(event, CallerKeyed):
        return replace(event, digits=TOKEN)
    if isinstance(event, ExchangeMissed):
        return replace(event, messages=tuple(_private(message) for message in event.messages))
    if isinstance(event, TurnFailed):
        return replace(event, unfolded=tuple(_event(each) for each in event.unfolded))
    return event


def _lease(lease: ToolLease, sealing: Sealing) -> ToolLease:
    """Remove the caller's words of a turn in progress: nobody reads them but the process that finishes the turn."""
    if not sealing.listens:
        return lease
    return replace(lease, call=_call(lease.call), events=tuple(_event(event) for event in lease.events))


def _call(call: TurnCall) -> TurnCall:
    said = None if call.user_input is None else TOKEN
    keyed = None if call.dtmf is None else TOKEN
    return replace(call, user_input=said, dtmf=keyed, missed=tuple(_private(message) for message in call.missed))


def _reply(reply: str, redactor: _Redactor) -> str:
    """Remove from the texts of a reply's JSON. Unchanged bytes if it has nothing to remove."""
    body = json.loads(reply)
    changed = {name: redactor.text(body[name]) for name in ("response", "lastResponse") if name in body}
    action = redactor.json(body.get("action"), redactor.values.text)
    cleaned = {**body, **changed, "action": action}
    return reply if cleaned == body else json.dumps(cleaned, separators=(",", ":"))
