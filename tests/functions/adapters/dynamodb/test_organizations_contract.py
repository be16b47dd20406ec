"""The contract of `Organizations`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from flow_core.transfer.rules import TransferRules
from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations
from functions.ports.organizations import Organizations, OrganizationSettings, WebhookSettings
from testing.fakes.organizations import InMemoryOrganizations

SETTINGS = OrganizationSettings(
    TransferRules(("US", "GB"), ("+4930",), ("pbx.example.com",)),
    webhook=WebhookSettings("https://crm.example/hook", ("session.ended", "gate.refused")),
    retention_days=30,
    redact=("card", "phone"),
    language="de-DE",
    time_zone="Europe/Berlin",
)


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


def test_the_settings_of_an_earlier_release_get_the_defaults_of_later_fields(
    dynamo_organizations: DynamoOrganizations,
) -> None:
    rules = TransferRules(("US",))
    dynamo_organizations.save_settings("old", OrganizationSettings(rules))
    [item] = dynamo_organizations.items.scan(dynamo_organizations.items.pk.contains("old"))
    item.hold(b'{"transfers": {"countries": ["US"], "prefixes": [], "sip_domains": []}}')
    item.save()
    assert dynamo_organizations.settings("old") == OrganizationSettings(rules)
