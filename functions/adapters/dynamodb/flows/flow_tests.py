"""The tests of flows in DynamoDB: in the flows' table, a partition for the tests of each flow.

The partition has one item for each test, and the item COUNT with the number of tests. Both change in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeAlias

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, cursor_of, key, last_of
from functions.adapters.dynamodb.transaction import RefusedError, transaction
from functions.errors import ConflictError
from functions.ports.flows import StoredTest, TestPage

_TEST = "TEST#"
_COUNT = "COUNT"
_TRIES = 8
"""How often a change is tried while other requests change the tests of the same flow."""

# pynamodb types an attribute as if it were never null.
_Optional: TypeAlias = Any


class TestItem(Item):
    """A test of a flow, or the number of its tests."""

    __test__ = False  # pytest: an item, not a test

    test_id = UnicodeAttribute(null=True)
    updated_at = NumberAttribute(null=True)
    """Milliseconds since the epoch."""
    tests: _Optional = NumberAttribute(null=True)
    """The number of tests, in the item COUNT."""


@raises_unavailable
class DynamoFlowTests:
    """`FlowTests` in the flows' table.

    Args:
        table: The flows' table.
    """

    def __init__(self, table: Table) -> None:
        self.items = bound(TestItem, table)
        self._connection = Connection(region=table.region, host=table.host)

    def put(self, organization_id: str, flow_id: str, test: StoredTest, *, limit: int) -> bool:
        """One consistent read, and one transaction; of an existing test two reads and a write."""
        partition = _partition(organization_id, flow_id)
        item = self._item(partition, test)
        for _ in range(_TRIES):
            existing = self._get(partition, _TEST + key(test.test_id))
            counted = self._count(partition)
            if existing is None and counted >= limit:
                return False
            try:
                with transaction(self._connection) as write:
                    if existing is not None:
                        write.save(item, condition=TestItem.test_id.exists())
                    else:
                        write.save(item, condition=TestItem.pk.does_not_exist())
                        write.update(
                            self.items(partition, _COUNT),
                            actions=[TestItem.tests.add(1)],
                            condition=TestItem.tests.does_not_exist() | (TestItem.tests < limit),
                        )
            except RefusedError:
                continue
            return True
        raise ConflictError(flow_id)

    def add(self, organization_id: str, flow_id: str, tests: Sequence[StoredTest], *, limit: int) -> bool:
        """One transaction."""
        partition = _partition(organization_id, flow_id)
        if len(tests) > limit:
            return False
        try:
            with transaction(self._connection) as write:
                for test in tests:
                    write.save(self._item(partition, test), condition=TestItem.pk.does_not_exist())
                write.update(
                    self.items(partition, _COUNT),
                    actions=[TestItem.tests.add(len(tests))],
                    condition=TestItem.tests.does_not_exist() | (TestItem.tests <= limit - len(tests)),
                )
        except RefusedError:
            return False
        return True

    def get(self, organization_id: str, flow_id: str, test_id: str) -> StoredTest | None:
        """One consistent read."""
        item = self._get(_partition(organization_id, flow_id), _TEST + key(test_id))
        return None if item is None else _stored(item)

    def delete(self, organization_id: str, flow_id: str, test_id: str) -> bool:
        """One consistent read, and one transaction."""
        partition = _partition(organization_id, flow_id)
        for _ in range(_TRIES):
            item = self._get(partition, _TEST + key(test_id))
            if item is None:
                return False
            try:
                self._delete(item)
            except RefusedError:
                continue
            return True
        raise ConflictError(flow_id)

    def page(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> TestPage:
        """One consistent query, which reads at most 1 MB."""
        partition = _partition(organization_id, flow_id)
        found = self.items.query(
            partition,
            TestItem.sk.startswith(_TEST),
            consistent_read=True,
            limit=limit,
            last_evaluated_key=last_of(cursor, ("pk", "sk"), {"pk": partition}, {"sk": _TEST}),
        )
        tests = tuple(_stored(item) for item in found)
        return TestPage(tests, cursor_of(found.last_evaluated_key))

    def delete_all(self, organization_id: str, flow_id: str) -> None:
        """Queries, and a transaction for each test."""
        partition = _partition(organization_id, flow_id)
        tests = self.items.query(
            partition, TestItem.sk.startswith(_TEST), consistent_read=True, attributes_to_get=["pk", "sk", "test_id"]
        )
        for test_id in [item.test_id for item in tests]:
            self.delete(organization_id, flow_id, test_id)

    def _item(self, partition: str, test: StoredTest) -> TestItem:
        item = self.items(partition, _TEST + key(test.test_id), test_id=test.test_id, updated_at=test.updated_at)
        item.hold(json.dumps(test.written, separators=(",", ":")).encode())
        return item

    def _delete(self, item: TestItem) -> None:
        with transaction(self._connection) as write:
            write.delete(self.items(item.pk, item.sk), condition=TestItem.test_id.exists())
            write.update(self.items(item.pk, _COUNT), actions=[TestItem.tests.add(-1)])

    def _count(self, partition: str) -> int:
        item = self._get(partition, _COUNT)
        return 0 if item is None else int(item.tests)

    def _get(self, pk: str, sk: str) -> TestItem | None:
        try:
            return self.items.get(pk, sk, consistent_read=True)
        except self.items.DoesNotExist:
            return None


def _partition(organization_id: str, flow_id: str) -> str:
    return f"FLOWTESTS#{key(organization_id, flow_id)}"


def _stored(item: TestItem) -> StoredTest:
    return StoredTest(item.test_id, int(item.updated_at), json.loads(item.payload()))
