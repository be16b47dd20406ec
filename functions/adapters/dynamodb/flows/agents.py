"""Agents, phone numbers and answered calls in DynamoDB, in the table of the flows."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, condition_failed, cursor_of, key, last_of
from functions.ports.agents import Agent, AnsweredCall, NumberGrant, NumberPut, PhoneNumber

_AGENT = "AGENT#"
_NUMBER = "NUMBER#"
_OWNER = "OWNER"
_GRANT = "GRANT"
_KEPT_CALL_SECONDS = 7 * 86_400
"""Far longer than a worker asks again about a call."""

_AGENT_JSON = TypeAdapter(Agent)
_NUMBER_JSON = TypeAdapter(PhoneNumber)
_CALL_JSON = TypeAdapter(AnsweredCall)
_GRANT_JSON = TypeAdapter(NumberGrant)

Refusal = TypeVar("Refusal", bound=str)
# pynamodb types an attribute as if it were always there.
_Optional: TypeAlias = Any


class AgentItem(Item):
    owner = UnicodeAttribute(null=True)
    """The organization that has a phone number."""
    granted_at: _Optional = NumberAttribute(null=True)
    """Of a grant: milliseconds since the epoch."""


@raises_unavailable
class DynamoAgents:
    """functions.ports.agents.Agents."""

    def __init__(self, table: Table) -> None:
        self.items = bound(AgentItem, table)
        self._connection = Connection(region=table.region, host=table.host)

    def put_agent(self, organization_id: str, agent: Agent) -> None:
        item = self.items(_organization(organization_id), _AGENT + key(agent.agent_id))
        item.hold(_AGENT_JSON.dump_json(agent))
        item.save()

    def agent(self, organization_id: str, agent_id: str) -> Agent | None:
        item = self._get(_organization(organization_id), _AGENT + key(agent_id))
        return None if item is None else _AGENT_JSON.validate_json(item.payload())

    def delete_agent(self, organization_id: str, agent_id: str) -> bool:
        item = self._get(_organization(organization_id), _AGENT + key(agent_id))
        if item is not None:
            item.delete()
        return item is not None

    def agents(self, organization_id: str, *, cursor: str | None, limit: int) -> tuple[tuple[Agent, ...], str | None]:
        items, following = self._page(organization_id, _AGENT, cursor, limit)
        return tuple(_AGENT_JSON.validate_json(item.payload()) for item in items), following

    def put_number(
        self, number: PhoneNumber, *, grant: NumberGrant | None = None, instead_of: str | None = None
    ) -> NumberPut:
        payload = _NUMBER_JSON.dump_json(number)
        owned = self.items(_NUMBER + number.e164, _OWNER, owner=number.organization_id)
        listed = self.items(_organization(number.organization_id), _NUMBER + number.e164)
        owned.hold(payload)
        listed.hold(payload)
        free = AgentItem.pk.does_not_exist() | (AgentItem.owner == number.organization_id)
        loser = instead_of if instead_of != number.organization_id else None
        if loser is not None:
            free |= AgentItem.owner == loser

        def put(write: TransactWrite) -> None:
            write.save(owned, condition=free)
            write.save(listed)
            if loser is not None:
                write.delete(self.items(_organization(loser), _NUMBER + number.e164))
            if grant is not None:
                newest = AgentItem.pk.does_not_exist() | (AgentItem.granted_at <= grant.at)
                write.save(self._grant_item(grant), condition=newest)

        def refused() -> NumberPut | None:
            standing = self.number(number.e164)
            if standing is not None and standing.organization_id not in (number.organization_id, loser):
                return "owned"
            kept = None if grant is None else self.grant(number.e164)
            return "outdated" if grant is not None and kept is not None and kept.at > grant.at else None

        return self._changed(put, refused) or "put"

    def number(self, e164: str) -> PhoneNumber | None:
        item = self._get(_NUMBER + e164, _OWNER)
        return None if item is None else _NUMBER_JSON.validate_json(item.payload())

    def grant(self, e164: str) -> NumberGrant | None:
        item = self._get(_NUMBER + e164, _GRANT)
        return None if item is None else _GRANT_JSON.validate_json(item.payload())

    def delete_number(self, organization_id: str, e164: str, *, at: int) -> bool:
        def delete(write: TransactWrite) -> None:
            granted = self.grant(e164)
            given_at = granted.at if granted is not None and granted.organization_id == organization_id else 0
            released = NumberGrant(e164, organization_id, given_at, released_at=at)
            write.delete(self.items(_NUMBER + e164, _OWNER), condition=AgentItem.owner == organization_id)
            write.delete(self.items(_organization(organization_id), _NUMBER + e164))
            write.save(self._grant_item(released))

        def not_there() -> Literal["not there"] | None:
            standing = self.number(e164)
            return "not there" if standing is None or standing.organization_id != organization_id else None

        return self._changed(delete, not_there) is None

    def _grant_item(self, grant: NumberGrant) -> AgentItem:
        item = self.items(_NUMBER + grant.e164, _GRANT, granted_at=grant.at)
        item.hold(_GRANT_JSON.dump_json(grant))
        return item

    def _changed(
        self, change: Callable[[TransactWrite], None], refused: Callable[[], Refusal | None]
    ) -> Refusal | None:
        """Change a number's items in one go. What `refused` says of what stands, None where the change was made.

        A transaction fails for another one on the same items too, and that says nothing about who owns the number.
        """
        for last in (False, False, False, True):
            try:
                with TransactWrite(connection=self._connection) as write:
                    change(write)
            except TransactWriteError as error:
                if not condition_failed(error):
                    raise
                refusal = refused()
                if refusal is not None:
                    return refusal
                if last:
                    raise
            else:
                return None
        raise AssertionError("the last try returns or raises")

    def numbers(
        self, organization_id: str, *, cursor: str | None, limit: int
    ) -> tuple[tuple[PhoneNumber, ...], str | None]:
        items, following = self._page(organization_id, _NUMBER, cursor, limit)
        return tuple(_NUMBER_JSON.validate_json(item.payload()) for item in items), following

    def answered_call(self, room_name: str, called_number: str) -> AnsweredCall | None:
        item = self._get(_call(room_name, called_number), "CALL")
        return None if item is None else _CALL_JSON.validate_json(item.payload())

    def keep_answered_call(self, called_number: str, call: AnsweredCall) -> AnsweredCall:
        item = self.items(_call(call.room_name, called_number), "CALL")
        item.expires_at = int(time.time()) + _KEPT_CALL_SECONDS
        item.hold(_CALL_JSON.dump_json(call))
        try:
            item.save(condition=AgentItem.pk.does_not_exist())
        except PutError as error:
            if not condition_failed(error):
                raise
            return self.answered_call(call.room_name, called_number) or call
        return call

    def _get(self, pk: str, sk: str) -> AgentItem | None:
        try:
            return self.items.get(pk, sk, consistent_read=True)
        except self.items.DoesNotExist:
            return None

    def _page(
        self, organization_id: str, prefix: str, cursor: str | None, limit: int
    ) -> tuple[list[AgentItem], str | None]:
        partition = _organization(organization_id)
        found = self.items.query(
            partition,
            AgentItem.sk.startswith(prefix),
            limit=limit,
            last_evaluated_key=last_of(cursor, ("pk", "sk"), {"pk": partition}, {"sk": prefix}),
        )
        items = list(found)
        return items, cursor_of(found.last_evaluated_key)


def _organization(organization_id: str) -> str:
    return f"ORGANIZATION#{key(organization_id)}"


def _call(room_name: str, called_number: str) -> str:
    # A room's name may be longer, percent-encoded, than a key may be.
    digest = hashlib.sha256(key(room_name, called_number).encode()).hexdigest()
    return f"CALL#{digest}"
