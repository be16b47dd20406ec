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
_CALL_SECONDS = 7 * 86_400
"""Seconds an answered call is stored: far longer than a worker repeats its request."""

_AGENT_JSON = TypeAdapter(Agent)
_NUMBER_JSON = TypeAdapter(PhoneNumber)
_CALL_JSON = TypeAdapter(AnsweredCall)
_GRANT_JSON = TypeAdapter(NumberGrant)

Refusal = TypeVar("Refusal", bound=str)
# pynamodb types an attribute as if it were never null.
_Optional: TypeAlias = Any


class AgentItem(Item):
    """An agent, a phone number, a grant or an answered call."""

    owner = UnicodeAttribute(null=True)
    """The organization that has the phone number."""
    granted_at: _Optional = NumberAttribute(null=True)
    """The time of a grant, in milliseconds since the epoch."""


@raises_unavailable
class DynamoAgents:
    """`Agents` in the flows' table. A number is two items: one by number, one in the organization's list."""

    def __init__(self, table: Table) -> None:
        self.items = bound(AgentItem, table)
        self._connection = Connection(region=table.region, host=table.host)

    def put_agent(self, organization_id: str, agent: Agent) -> None:
        """One write."""
        item = self.items(_organization(organization_id), _AGENT + key(agent.agent_id))
        item.hold(_AGENT_JSON.dump_json(agent))
        item.save()

    def agent(self, organization_id: str, agent_id: str) -> Agent | None:
        """One consistent read."""
        item = self._get(_organization(organization_id), _AGENT + key(agent_id))
        return None if item is None else _AGENT_JSON.validate_json(item.payload())

    def delete_agent(self, organization_id: str, agent_id: str) -> bool:
        """One consistent read, and one deletion."""
        item = self._get(_organization(organization_id), _AGENT + key(agent_id))
        if item is not None:
            item.delete()
        return item is not None

    def agents(self, organization_id: str, *, cursor: str | None, limit: int) -> tuple[tuple[Agent, ...], str | None]:
        """One query, eventually consistent."""
        items, following = self._page(organization_id, _AGENT, cursor, limit)
        return tuple(_AGENT_JSON.validate_json(item.payload()) for item in items), following

    def put_number(
        self, number: PhoneNumber, *, grant: NumberGrant | None = None, instead_of: str | None = None
    ) -> NumberPut:
        """One transaction; after a refused one, reads that find the reason."""
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
            existing = self.number(number.e164)
            if existing is not None and existing.organization_id not in (number.organization_id, loser):
                return "owned"
            stored = None if grant is None else self.grant(number.e164)
            return "outdated" if grant is not None and stored is not None and stored.at > grant.at else None

        return self._changed(put, refused) or "put"

    def number(self, e164: str) -> PhoneNumber | None:
        """One consistent read."""
        item = self._get(_NUMBER + e164, _OWNER)
        return None if item is None else _NUMBER_JSON.validate_json(item.payload())

    def grant(self, e164: str) -> NumberGrant | None:
        """One consistent read."""
        item = self._get(_NUMBER + e164, _GRANT)
        return None if item is None else _GRANT_JSON.validate_json(item.payload())

    def delete_number(self, organization_id: str, e164: str, *, at: int) -> bool:
        """One consistent read, and one transaction."""

        def delete(write: TransactWrite) -> None:
            grant = self.grant(e164)
            granted_at = grant.at if grant is not None and grant.organization_id == organization_id else 0
            released = NumberGrant(e164, organization_id, granted_at, released_at=at)
            write.delete(self.items(_NUMBER + e164, _OWNER), condition=AgentItem.owner == organization_id)
            write.delete(self.items(_organization(organization_id), _NUMBER + e164))
            write.save(self._grant_item(released))

        def refused() -> Literal["not owned"] | None:
            existing = self.number(e164)
            return "not owned" if existing is None or existing.organization_id != organization_id else None

        return self._changed(delete, refused) is None

    def _grant_item(self, grant: NumberGrant) -> AgentItem:
        item = self.items(_NUMBER + grant.e164, _GRANT, granted_at=grant.at)
        item.hold(_GRANT_JSON.dump_json(grant))
        return item

    def _changed(
        self, change: Callable[[TransactWrite], None], refused: Callable[[], Refusal | None]
    ) -> Refusal | None:
        """Change a number's items in one transaction. None if it was made, else the reason that `refused` finds."""
        # A concurrent transaction on the same items refuses this one too. Then `refused` finds no reason: try again.
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
        """One query, eventually consistent."""
        items, following = self._page(organization_id, _NUMBER, cursor, limit)
        return tuple(_NUMBER_JSON.validate_json(item.payload()) for item in items), following

    def answered_call(self, room_name: str, called_number: str) -> AnsweredCall | None:
        """One consistent read."""
        item = self._get(_call(room_name, called_number), "CALL")
        return None if item is None else _CALL_JSON.validate_json(item.payload())

    def keep_answered_call(self, called_number: str, call: AnsweredCall) -> AnsweredCall:
        """One conditional write, and one consistent read if it was refused. The call expires after seven days."""
        item = self.items(_call(call.room_name, called_number), "CALL")
        item.expires_at = int(time.time()) + _CALL_SECONDS
        item.hold(_CALL_JSON.dump_json(call))
        try:
            item.save(condition=AgentItem.pk.does_not_exist())
        except PutError as error:
            if not condition_failed(error):
                raise
            return self.answered_call(call.room_name, called_number) or call
        return call

    def forget_answered_call(self, room_name: str, called_number: str) -> None:
        """One deletion."""
        self.items(_call(room_name, called_number), "CALL").delete()

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
    # A digest, because the percent-encoded name of a room may be longer than a key.
    digest = hashlib.sha256(key(room_name, called_number).encode()).hexdigest()
    return f"CALL#{digest}"
