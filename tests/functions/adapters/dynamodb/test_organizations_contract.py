"""The contract of `Organizations`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from flow_core.transfer.rules import TransferRules
from functions.ports.organizations import Organizations, OrganizationSettings
from testing.fakes.organizations import InMemoryOrganizations

SETTINGS = OrganizationSettings(TransferRules(("US", "GB"), ("+4930",), ("pbx.example.com",)))


@pytest.fixture(params=["memory", "dynamodb"])
def organizations(request: pytest.FixtureRequest) -> Organizations:
    if request.param == "memory":
        return InMemoryOrganizations()
    store: Organizations = request.getfixturevalue("dynamo_organizations")
    return store


def test_settings_are_returned_as_they_were_saved_last(organizations: Organizations) -> None:
    assert organizations.settings("acme") == OrganizationSettings()
    organizations.save_settings("acme", SETTINGS)
    assert organizations.settings("acme") == SETTINGS
    organizations.save_settings("acme", OrganizationSettings())
    assert organizations.settings("acme") == OrganizationSettings()


@pytest.mark.parametrize("odd", ["acme#x", "ünï ☎", "..", "per%23cent"])
def test_no_organization_has_the_settings_of_another(organizations: Organizations, odd: str) -> None:
    organizations.save_settings(odd, SETTINGS)
    assert organizations.settings(odd) == SETTINGS
    assert organizations.settings("acme") == OrganizationSettings()
