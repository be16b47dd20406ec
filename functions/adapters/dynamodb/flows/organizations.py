"""The settings of organizations in DynamoDB, in the flows' table: an item each."""

from __future__ import annotations

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.flows.items import organization_key
from functions.adapters.dynamodb.flows.one_value import OneValue
from functions.adapters.dynamodb.items import Item, Table
from functions.ports.organizations import OrganizationSettings

_SETTINGS = "SETTINGS"


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
        self._settings = OneValue(OrganizationItem, OrganizationSettings, table, reads)
        self.items = self._settings.items

    def settings(self, organization_id: str) -> OrganizationSettings:
        """One consistent read."""
        return self._settings.read(organization_key(organization_id), _SETTINGS)

    def save_settings(self, organization_id: str, settings: OrganizationSettings) -> None:
        """One write."""
        self._settings.save(organization_key(organization_id), _SETTINGS, settings)
