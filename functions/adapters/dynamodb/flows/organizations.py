"""The settings of organizations in DynamoDB, in the flows' table: an item each."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key
from functions.ports.organizations import OrganizationSettings

_SETTINGS = "SETTINGS"


@cache
def _settings_type() -> TypeAdapter[OrganizationSettings]:
    return TypeAdapter(OrganizationSettings)


class OrganizationItem(Item):
    """The settings of one organization."""


@raises_unavailable
class DynamoOrganizations:
    """`Organizations` in the flows' table.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, reads: Connection | None = None) -> None:
        self.items = bound(OrganizationItem, table)
        self._reads = reads or Connection(table)

    def settings(self, organization_id: str) -> OrganizationSettings:
        """One consistent read."""
        item = self._reads.read(self.items, _organization(organization_id), _SETTINGS)
        return OrganizationSettings() if item is None else _settings_type().validate_json(item.payload())

    def save_settings(self, organization_id: str, settings: OrganizationSettings) -> None:
        """One write."""
        item = self.items(_organization(organization_id), _SETTINGS)
        item.hold(_settings_type().dump_json(settings))
        item.save()


def _organization(organization_id: str) -> str:
    return f"ORGANIZATION#{key(organization_id)}"
