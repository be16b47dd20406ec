"""Flows in DynamoDB: a line for the list, the draft, and versions that are written once and never change.

A change reads the items, and writes them in a transaction on the condition that they are unchanged. If a concurrent
change came first, it reads them again.
"""

from __future__ import annotations

import json
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter
from pynamodb.connection import Connection
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from flow_core.flow import RULES
from flow_core.json import Json
from functions.adapters.dynamodb import connection as dynamodb_connection
from functions.adapters.dynamodb.connection import Raw
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.flows.items import (
    DELETED,
    DRAFT,
    ENVIRONMENTS,
    GATE,
    LINE,
    VERSION,
    FlowItem,
    flow_key,
    latest_version,
    line_key,
    organization_key,
    revision_key,
    unchanged,
    version_key,
)
from functions.adapters.dynamodb.items import Table, bound, cursor_of, last_of
from functions.adapters.dynamodb.transaction import RefusedError, transaction
from functions.errors import ConflictError
from functions.ports.flows import (
    Definition,
    FlowPage,
    FlowSummary,
    Published,
    VersionPage,
    VersionSettings,
    VersionSummary,
)
from functions.records import FlowPin

_TRIES = 8
"""How often a change is tried while other processes change the same flow."""
_MAX_QUERIES = 5
"""Queries for one page of versions."""


@raises_unavailable
class DynamoFlows:
    """`Flows` in the flows' table.

    Args:
        table: The flows' table.
        keep_days: Days that a stored revision of a draft is kept.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, *, keep_days: int, reads: dynamodb_connection.Connection | None = None) -> None:
        self.items = bound(FlowItem, table)
        self._connection = Connection(region=table.region, host=table.host)
        self._reads = reads or dynamodb_connection.Connection(table)
        self._keep_seconds = keep_days * 86_400

    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        """One consistent read."""
        item = self._get(organization_key(organization_id), line_key(flow_id))
        return None if item is None else _summary(item)

    def save_draft(
        self, organization_id: str, flow_id: str, name: str, written: Json, at: int, warnings: int | None = None
    ) -> int:
        """See `Flows.save_draft`. One consistent read, or two for a new flow, and one transaction."""
        for _ in range(_TRIES):
            existing = self.draft(organization_id, flow_id)
            if existing is not None and _same(existing.written, written):
                return existing.pin.revision
            deleted = self._get(flow_key(organization_id, flow_id), DELETED) if existing is None else None
            before = existing.pin.revision if existing else 0 if deleted is None else int(deleted.revision)
            draft = self._item(organization_id, DRAFT, Definition(flow_id, FlowPin(None, before + 1), written))
            actions: list[Action] = [
                FlowItem.flow_id.set(flow_id),
                FlowItem.name.set(name),
                FlowItem.revision.set(before + 1),
                FlowItem.updated_at.set(at),
                FlowItem.warnings.remove() if warnings is None else FlowItem.warnings.set(warnings),
            ]
            if deleted is not None:
                actions += [
                    FlowItem.deleted_revision.set(before),
                    FlowItem.deleted_version.set(int(deleted.deleted_version)),
                ]
            try:
                with self._transaction() as write:
                    if existing is None:
                        # If the flow was created and deleted in between, a revision would be used twice.
                        same = FlowItem.pk.does_not_exist() if deleted is None else FlowItem.revision == before
                        write.condition_check(self.items, flow_key(organization_id, flow_id), DELETED, same)
                    same_draft = FlowItem.revision == before if existing else FlowItem.pk.does_not_exist()
                    write.save(draft, condition=same_draft)
                    write.update(self.items(organization_key(organization_id), line_key(flow_id)), actions=actions)
            except RefusedError:
                continue
            return before + 1
        raise ConflictError(flow_id)

    def draft(self, organization_id: str, flow_id: str) -> Definition | None:
        """One consistent read."""
        return self._definition(organization_id, flow_id, DRAFT)

    def keep_draft(self, organization_id: str, definition: Definition) -> None:
        """One write. The revision expires after `keep_days`."""
        sk = revision_key(definition.pin.revision, definition.frozen)
        item = self._item(organization_id, sk, definition)
        item.expires_at = int(time.time()) + self._keep_seconds
        item.save()

    def publish(
        self,
        organization_id: str,
        draft: Definition,
        name: str,
        at: int,
        *,
        by: str | None = None,
        note: str | None = None,
        override: str | None = None,
    ) -> Published | None:
        """See `Flows.publish`. One consistent read and one transaction."""
        for _ in range(_TRIES):
            line = self._get(organization_key(organization_id), line_key(draft.flow_id))
            if line is None or draft.pin.revision <= int(line.deleted_revision or 0):
                return None
            settings = None if draft.settings is None else draft.settings.hash
            same_rules = line.published_revision == draft.pin.revision and _rules(line) == RULES
            if same_rules and line.frozen == draft.frozen and line.settings == settings:
                return Published(int(line.version), new=False)
            version = latest_version(line) + 1
            pin = FlowPin(version, draft.pin.revision, settings=settings)
            frozen = self._item(organization_id, version_key(version), replace(draft, pin=pin))
            frozen.published_at, frozen.published_by, frozen.note, frozen.gate_override = at, by, note, override
            if draft.settings is not None:
                frozen.settings = _settings_type().dump_json(draft.settings).decode()
            actions: list[Action] = [
                FlowItem.version.set(version),
                FlowItem.published_revision.set(draft.pin.revision),
                FlowItem.flow_id.set(draft.flow_id),
                FlowItem.name.set(name),
                FlowItem.updated_at.set(at),
                FlowItem.rules.set(RULES),
                FlowItem.frozen.remove() if draft.frozen is None else FlowItem.frozen.set(draft.frozen),
                FlowItem.settings.remove() if settings is None else FlowItem.settings.set(settings),
            ]
            try:
                with self._transaction() as write:
                    write.save(frozen, condition=FlowItem.pk.does_not_exist())
                    existing = self.items(organization_key(organization_id), line_key(draft.flow_id))
                    write.update(existing, actions=actions, condition=unchanged(line))
            except RefusedError:
                continue
            return Published(version, new=True)
        raise ConflictError(draft.flow_id)

    def delete(self, organization_id: str, flow_id: str, at: int) -> bool:
        """See `Flows.delete`. One consistent read and one transaction."""
        for _ in range(_TRIES):
            line = self._get(organization_key(organization_id), line_key(flow_id))
            if line is None:
                return False
            partition, revision = flow_key(organization_id, flow_id), int(line.revision)
            deleted = self.items(
                partition,
                DELETED,
                flow_id=flow_id,
                name=line.name,
                revision=revision,
                deleted_version=latest_version(line),
                updated_at=at,
            )

            try:
                with self._transaction() as write:
                    existing = self.items(organization_key(organization_id), line_key(flow_id))
                    write.delete(existing, condition=unchanged(line) & (FlowItem.revision == revision))
                    write.delete(self.items(partition, DRAFT), condition=FlowItem.revision == revision)
                    write.save(deleted)
                    write.delete(self.items(partition, GATE))
                    write.delete(self.items(partition, ENVIRONMENTS))
            except RefusedError:
                continue
            return True
        raise ConflictError(flow_id)

    def deleted(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        """One consistent read."""
        item = self._get(flow_key(organization_id, flow_id), DELETED)
        return None if item is None else _summary(item)

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        """One consistent read."""
        sk = revision_key(pin.revision, pin.frozen) if pin.version is None else version_key(pin.version)
        return self._definition(organization_id, flow_id, sk)

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None:
        """One consistent read."""
        return self._definition(organization_id, flow_id, version_key(version))

    def versions(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> VersionPage:
        """One to five consistent queries. A query reads the definitions too, and ends after 1 MB of them."""
        partition = flow_key(organization_id, flow_id)
        last: Raw | None = last_of(cursor, ("pk", "sk"), {"pk": partition}, {"sk": VERSION})
        found: list[VersionSummary] = []
        for _ in range(_MAX_QUERIES):
            begin_after = {} if last is None else {"ExclusiveStartKey": last}
            queried = self._reads.query_once(
                self.items,
                "pk = :partition AND begins_with(sk, :versions)",
                {"partition": partition, "versions": VERSION},
                ScanIndexForward=False,
                ConsistentRead=True,
                Limit=limit - len(found),
                ProjectionExpression="version, published_at, published_by, note, gate_override, settings",
                **begin_after,
            )
            found += [_version_summary(self.items.from_raw_data(dict(raw))) for raw in queried.items]
            last = queried.last
            if last is None or len(found) == limit:
                break
        return VersionPage(tuple(found), cursor_of(None if last is None else dict(last)))

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        """One query, eventually consistent."""
        partition = organization_key(organization_id)
        found = self.items.query(
            partition,
            FlowItem.sk.startswith(LINE),
            limit=limit,
            last_evaluated_key=last_of(cursor, ("pk", "sk"), {"pk": partition}, {"sk": LINE}),
        )
        flows = tuple(_summary(item) for item in found)
        return FlowPage(flows, cursor_of(found.last_evaluated_key))

    def _transaction(self) -> AbstractContextManager[TransactWrite]:
        return transaction(self._connection)

    def _get(self, pk: str, sk: str) -> FlowItem | None:
        return self._reads.read(self.items, pk, sk)

    def _definition(self, organization_id: str, flow_id: str, sk: str) -> Definition | None:
        item = self._get(flow_key(organization_id, flow_id), sk)
        if item is None:
            return None
        version = None if item.version is None else int(item.version)
        settings = _settings(item)
        digest = None if settings is None else settings.hash
        pin = FlowPin(version, int(item.revision), item.frozen if version is None else None, digest)
        # The draft runs only as a stored revision, which gets the rules of this release.
        rules = RULES if sk == DRAFT else _rules(item)
        payload = json.loads(item.payload())
        if item.frozen is None:
            return Definition(flow_id, pin, payload, rules, settings=settings)
        definition, subflows, listed = payload["definition"], payload["subflows"], payload.get("listed")
        return Definition(flow_id, pin, definition, rules, subflows, listed, settings)

    def _item(self, organization_id: str, sk: str, definition: Definition) -> FlowItem:
        rules, pin = None if sk == DRAFT else RULES, definition.pin
        partition = flow_key(organization_id, definition.flow_id)
        item = self.items(
            partition, sk, revision=pin.revision, version=pin.version, rules=rules, frozen=definition.frozen
        )
        payload: Json = definition.written
        if definition.frozen is not None:
            payload = {"definition": definition.written, "subflows": dict(definition.subflows)}
            if definition.listed is not None:
                payload["listed"] = definition.listed
        item.hold(json.dumps(payload, separators=(",", ":")).encode())
        return item


def _same(one: Json, other: Json) -> bool:
    """Compare as JSON text, because 1, 1.0 and true are equal in Python."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _rules(item: FlowItem) -> int:
    return 1 if item.rules is None else int(item.rules)


def _version_summary(item: FlowItem) -> VersionSummary:
    at = None if item.published_at is None else int(item.published_at)
    return VersionSummary(int(item.version), at, item.published_by, item.note, _settings(item), item.gate_override)


@cache
def _settings_type() -> TypeAdapter[VersionSettings]:
    return TypeAdapter(VersionSettings)


def _settings(item: FlowItem) -> VersionSettings | None:
    return None if item.settings is None else _settings_type().validate_json(item.settings)


def _summary(item: FlowItem) -> FlowSummary:
    published = None
    if item.version is not None:
        published = FlowPin(int(item.version), int(item.published_revision), settings=item.settings)
    warnings = None if item.warnings is None else int(item.warnings)
    return FlowSummary(item.flow_id, item.name, int(item.revision or 0), published, int(item.updated_at), warnings)
