"""Flows in DynamoDB: a line for the list, the draft, and versions that are written once and never change."""

from __future__ import annotations

import json
import time
from typing import Any, TypeAlias

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from flow_core.json import Json
from functions.adapters import dynamodb_connection
from functions.adapters.dynamodb import Item, Table, bound, condition_failed, cursor_of, key, last_of
from functions.adapters.dynamodb_errors import raises_unavailable
from functions.ports.flows import ChangedByOthersError, Definition, FlowPage, FlowSummary
from functions.records import FlowPin

_TRIES = 8
_LINE = "FLOW#"


# pynamodb types an attribute as if it were always there.
_Optional: TypeAlias = Any


class FlowItem(Item):
    flow_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    revision: _Optional = NumberAttribute(null=True)
    """Of the draft."""
    version: _Optional = NumberAttribute(null=True)
    """The latest published."""
    published_revision: _Optional = NumberAttribute(null=True)
    updated_at = NumberAttribute(null=True)
    warnings: _Optional = NumberAttribute(null=True)
    """How many the draft has."""


@raises_unavailable
class DynamoFlows:
    """functions.ports.flows.Flows."""

    def __init__(self, table: Table, *, keep_days: int, reads: dynamodb_connection.Connection | None = None) -> None:
        """reads: to read with, made when left out. Two tables can share one: its client takes long to make."""
        self.items = bound(FlowItem, table)
        self._connection = Connection(region=table.region, host=table.host)
        self._reads = reads or dynamodb_connection.Connection(table)
        self._keep_seconds = keep_days * 86_400

    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        item = self._get(_organization(organization_id), _line(flow_id))
        return None if item is None else _summary(item)

    def save_draft(
        self, organization_id: str, flow_id: str, name: str, written: Json, at: int, warnings: int | None = None
    ) -> int:
        for _ in range(_TRIES):
            standing = self.draft(organization_id, flow_id)
            if standing is not None and _same(standing.written, written):
                return standing.pin.revision
            revision = standing.pin.revision + 1 if standing else 1
            draft = self._item(organization_id, flow_id, "DRAFT", FlowPin(None, revision), written)
            unchanged = FlowItem.revision == revision - 1 if standing else FlowItem.pk.does_not_exist()
            line = self.items(_organization(organization_id), _line(flow_id))
            actions: list[Action] = [
                FlowItem.flow_id.set(flow_id),
                FlowItem.name.set(name),
                FlowItem.revision.set(revision),
                FlowItem.updated_at.set(at),
                FlowItem.warnings.remove() if warnings is None else FlowItem.warnings.set(warnings),
            ]
            try:
                with TransactWrite(connection=self._connection) as write:
                    write.save(draft, condition=unchanged)
                    write.update(line, actions=actions)
            except TransactWriteError as error:
                if not condition_failed(error):
                    raise
            else:
                return revision
        raise ChangedByOthersError(flow_id)

    def draft(self, organization_id: str, flow_id: str) -> Definition | None:
        return self._definition(organization_id, flow_id, "DRAFT")

    def keep_draft(self, organization_id: str, definition: Definition) -> None:
        sk = _revision(definition.pin.revision)
        item = self._item(organization_id, definition.flow_id, sk, definition.pin, definition.written)
        item.expires_at = int(time.time()) + self._keep_seconds
        item.save()

    def publish(self, organization_id: str, draft: Definition, name: str, at: int) -> int:
        for _ in range(_TRIES):
            line = self._get(_organization(organization_id), _line(draft.flow_id))
            if line is not None and line.published_revision == draft.pin.revision:
                return int(line.version)
            latest = 0 if line is None or line.version is None else int(line.version)
            pin = FlowPin(latest + 1, draft.pin.revision)
            frozen = self._item(organization_id, draft.flow_id, _version(latest + 1), pin, draft.written)
            actions: list[Action] = [
                FlowItem.version.set(latest + 1),
                FlowItem.published_revision.set(draft.pin.revision),
                FlowItem.flow_id.set(draft.flow_id),
                FlowItem.name.set(name),
                FlowItem.updated_at.set(at),
            ]
            unchanged = FlowItem.version == latest if latest else FlowItem.version.does_not_exist()
            try:
                with TransactWrite(connection=self._connection) as write:
                    write.save(frozen, condition=FlowItem.pk.does_not_exist())
                    write.update(
                        self.items(_organization(organization_id), _line(draft.flow_id)),
                        actions=actions,
                        condition=unchanged,
                    )
            except TransactWriteError as error:
                if not condition_failed(error):
                    raise
            else:
                return latest + 1
        raise ChangedByOthersError(draft.flow_id)

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        sk = _revision(pin.revision) if pin.version is None else _version(pin.version)
        return self._definition(organization_id, flow_id, sk)

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None:
        return self._definition(organization_id, flow_id, _version(version))

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        partition = _organization(organization_id)
        found = self.items.query(
            partition,
            FlowItem.sk.startswith(_LINE),
            limit=limit,
            last_evaluated_key=last_of(cursor, ("pk", "sk"), {"pk": partition}, {"sk": _LINE}),
        )
        flows = tuple(_summary(item) for item in found)
        return FlowPage(flows, cursor_of(found.last_evaluated_key))

    def _get(self, pk: str, sk: str) -> FlowItem | None:
        return self._reads.read(self.items, pk, sk)

    def _definition(self, organization_id: str, flow_id: str, sk: str) -> Definition | None:
        item = self._get(_flow(organization_id, flow_id), sk)
        if item is None:
            return None
        pin = FlowPin(None if item.version is None else int(item.version), int(item.revision))
        return Definition(flow_id, pin, json.loads(item.payload()))

    def _item(self, organization_id: str, flow_id: str, sk: str, pin: FlowPin, written: Json) -> FlowItem:
        item = self.items(_flow(organization_id, flow_id), sk, revision=pin.revision, version=pin.version)
        item.hold(json.dumps(written, separators=(",", ":")).encode())
        return item


def _same(one: Json, other: Json) -> bool:
    """As JSON: Python takes 1, 1.0 and true for one value."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _organization(organization_id: str) -> str:
    return f"ORGANIZATION#{key(organization_id)}"


def _flow(organization_id: str, flow_id: str) -> str:
    return f"FLOW#{key(organization_id, flow_id)}"


def _line(flow_id: str) -> str:
    return f"{_LINE}{key(flow_id)}"


def _version(version: int) -> str:
    return f"VERSION#{version:09d}"


def _revision(revision: int) -> str:
    return f"REVISION#{revision:09d}"


def _summary(item: FlowItem) -> FlowSummary:
    published = None if item.version is None else FlowPin(int(item.version), int(item.published_revision))
    warnings = None if item.warnings is None else int(item.warnings)
    return FlowSummary(item.flow_id, item.name, int(item.revision or 0), published, int(item.updated_at), warnings)
