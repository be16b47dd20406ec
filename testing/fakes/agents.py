"""Agents, phone numbers, answered calls and environments in memory. Values pass through JSON."""

from __future__ import annotations

import base64
import json
import threading
from typing import TypeVar

from pydantic import TypeAdapter

from functions.ports.agents import Agent, AnsweredCall, Environment, NumberGrant, NumberPut, PhoneNumber
from functions.ports.sessions import BadCursorError

_AGENT = TypeAdapter(Agent)
_NUMBER = TypeAdapter(PhoneNumber)
_CALL = TypeAdapter(AnsweredCall)
_GRANT = TypeAdapter(NumberGrant)
_ENVIRONMENT = TypeAdapter(Environment)

Kept = TypeVar("Kept")


class InMemoryAgents:
    """Implements `Agents`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._agents: dict[tuple[str, str], bytes] = {}
        self._numbers: dict[str, bytes] = {}
        self._grants: dict[str, bytes] = {}
        self._calls: dict[tuple[str, str], bytes] = {}

    def put_agent(self, organization_id: str, agent: Agent) -> None:
        self._agents[organization_id, agent.agent_id] = _AGENT.dump_json(agent)

    def agent(self, organization_id: str, agent_id: str) -> Agent | None:
        stored = self._agents.get((organization_id, agent_id))
        return None if stored is None else _AGENT.validate_json(stored)

    def delete_agent(self, organization_id: str, agent_id: str) -> bool:
        return self._agents.pop((organization_id, agent_id), None) is not None

    def agents(self, organization_id: str, *, cursor: str | None, limit: int) -> tuple[tuple[Agent, ...], str | None]:
        owned = {
            agent_id: _AGENT.validate_json(stored)
            for (whose, agent_id), stored in self._agents.items()
            if whose == organization_id
        }
        return _page(owned, f"agents of {organization_id}", cursor, limit)

    def put_number(
        self, number: PhoneNumber, *, grant: NumberGrant | None = None, instead_of: str | None = None
    ) -> NumberPut:
        with self._lock:
            existing = self.number(number.e164)
            if existing is not None and existing.organization_id not in (number.organization_id, instead_of):
                return "owned"
            if grant is not None:
                stored = self.grant(number.e164)
                if stored is not None and stored.at > grant.at:
                    return "outdated"
                self._grants[number.e164] = _GRANT.dump_json(grant)
            self._numbers[number.e164] = _NUMBER.dump_json(number)
            return "put"

    def number(self, e164: str) -> PhoneNumber | None:
        stored = self._numbers.get(e164)
        return None if stored is None else _NUMBER.validate_json(stored)

    def grant(self, e164: str) -> NumberGrant | None:
        stored = self._grants.get(e164)
        return None if stored is None else _GRANT.validate_json(stored)

    def delete_number(self, organization_id: str, e164: str, *, at: int) -> bool:
        with self._lock:
            existing = self.number(e164)
            if existing is None or existing.organization_id != organization_id:
                return False
            granted = self.grant(e164)
            granted_at = granted.at if granted is not None and granted.organization_id == organization_id else 0
            self._grants[e164] = _GRANT.dump_json(NumberGrant(e164, organization_id, granted_at, at))
            del self._numbers[e164]
            return True

    def numbers(
        self, organization_id: str, *, cursor: str | None, limit: int
    ) -> tuple[tuple[PhoneNumber, ...], str | None]:
        numbers = [_NUMBER.validate_json(stored) for stored in self._numbers.values()]
        owned = {number.e164: number for number in numbers if number.organization_id == organization_id}
        return _page(owned, f"numbers of {organization_id}", cursor, limit)

    def answered_call(self, room_name: str, called_number: str) -> AnsweredCall | None:
        stored = self._calls.get((room_name, called_number))
        return None if stored is None else _CALL.validate_json(stored)

    def keep_answered_call(self, called_number: str, call: AnsweredCall) -> AnsweredCall:
        stored = self._calls.setdefault((call.room_name, called_number), _CALL.dump_json(call))
        return _CALL.validate_json(stored)

    def forget_answered_call(self, room_name: str, called_number: str) -> None:
        self._calls.pop((room_name, called_number), None)


class InMemoryEnvironments:
    """Implements `Environments`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stored: dict[tuple[str, str], dict[str, bytes]] = {}

    def all(self, organization_id: str, flow_id: str) -> tuple[Environment, ...]:
        stored = self._stored.get((organization_id, flow_id), {})
        return tuple(_ENVIRONMENT.validate_json(stored[name]) for name in sorted(stored))

    def put(self, organization_id: str, flow_id: str, environment: Environment, *, limit: int) -> bool:
        with self._lock:
            stored = self._stored.setdefault((organization_id, flow_id), {})
            if environment.name not in stored and len(stored) >= limit:
                return False
            stored[environment.name] = _ENVIRONMENT.dump_json(environment)
            return True

    def delete(self, organization_id: str, flow_id: str, name: str) -> bool:
        return self._stored.get((organization_id, flow_id), {}).pop(name, None) is not None


def _page(owned: dict[str, Kept], listed: str, cursor: str | None, limit: int) -> tuple[tuple[Kept, ...], str | None]:
    after = None if cursor is None else _read_cursor(cursor, listed)
    names = sorted(name for name in owned if after is None or name > after)
    following = None
    if len(names) > limit:
        following = base64.urlsafe_b64encode(json.dumps([listed, names[limit - 1]]).encode()).decode()
    return tuple(owned[name] for name in names[:limit]), following


def _read_cursor(cursor: str, listed: str) -> str:
    try:
        whose, last = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, TypeError) as error:
        raise BadCursorError from error
    if whose != listed or not isinstance(last, str):
        raise BadCursorError
    return last
