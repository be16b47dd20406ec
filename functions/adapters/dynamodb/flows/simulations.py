"""Runs of simulated calls in DynamoDB: in the flows' table, a partition for the runs of each flow."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import PutError

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, condition_failed, key
from functions.simulation.store import StoredRun

_PART = "PART#"
_DAY = 24 * 3600
"""Seconds."""


class RunItem(Item):
    """A run of simulated calls. The sort key is its id."""

    revision = NumberAttribute(null=True)
    busy_until = NumberAttribute(null=True)
    """Milliseconds since the epoch."""


@raises_unavailable
class DynamoSimulations:
    """`Simulations` in the flows' table.

    Args:
        table: The flows' table.
        keep_days: Days that a run is kept.
    """

    def __init__(self, table: Table, *, keep_days: int) -> None:
        self.items = bound(RunItem, table)
        self._keep_seconds = keep_days * _DAY

    def get(self, organization_id: str, flow_id: str, run_id: str) -> StoredRun | None:
        """See `Simulations.get`. A run with long results takes a read for each of its parts."""
        try:
            item = self.items.get(_partition(organization_id, flow_id), key(run_id), consistent_read=True)
        except self.items.DoesNotExist:
            return None
        return _run(item)

    def of_flow(self, organization_id: str, flow_id: str) -> Iterator[tuple[str, StoredRun]]:
        """See `Simulations.of_flow`."""
        # Read as a whole, so that an error of a later page is this method's.
        found = list(self.items.query(_partition(organization_id, flow_id), consistent_read=True))
        return iter([(unquote(item.sk), _run(item)) for item in found if not item.sk.startswith(_PART)])

    def delete(self, organization_id: str, flow_id: str, run_id: str) -> None:
        """One deletion, and one read and a deletion for each part of a run with long results."""
        partition = _partition(organization_id, flow_id)
        try:
            item = self.items.get(partition, key(run_id), consistent_read=True)
        except self.items.DoesNotExist:
            return
        # The parts first: without its item, nobody finds them again.
        for part in item.part_keys():
            self.items(partition, part).delete()
        item.delete()

    def save(self, organization_id: str, flow_id: str, run_id: str, run: StoredRun, *, at: int) -> bool:
        """See `Simulations.save`. One conditional write."""
        item = self.items(
            _partition(organization_id, flow_id), key(run_id), revision=run.revision, busy_until=run.busy_until
        )
        item.expires_at = at // 1000 + self._keep_seconds
        item.hold(run.payload)
        is_next = RunItem.pk.does_not_exist() if run.revision == 1 else RunItem.revision == run.revision - 1
        try:
            item.save(condition=is_next)
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True


def _run(item: RunItem) -> StoredRun:
    return StoredRun(int(item.revision), int(item.busy_until), item.payload())


def _partition(organization_id: str, flow_id: str) -> str:
    return f"SIMULATIONS#{key(organization_id, flow_id)}"
