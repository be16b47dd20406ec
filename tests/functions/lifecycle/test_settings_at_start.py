"""What a session keeps of the settings of its organization."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.lifecycle.settings_at_start import REMEMBERED_MILLIS, SettingsAtStart
from functions.ports.organizations import OrganizationSettings, WebhookEvent, WebhookSettings
from functions.records import TestMetadata
from testing.fakes.organizations import InMemoryOrganizations
from testing.post_call.ended import ended


def test_the_settings_are_remembered_for_a_minute() -> None:
    organizations, times = InMemoryOrganizations(), [0]
    kept = SettingsAtStart(organizations, lambda: times[0])
    organizations.save_settings("acme", OrganizationSettings(retention_days=7))
    assert (kept.keep_days("acme"), kept.keep_days("another")) == (7, None)
    organizations.save_settings("acme", OrganizationSettings(retention_days=2))
    times[0] = REMEMBERED_MILLIS - 1
    assert kept.keep_days("acme") == 7
    times[0] = REMEMBERED_MILLIS
    assert kept.keep_days("acme") == 2


@pytest.mark.parametrize(
    ("events", "marked"), [(("session.turn", "session.ended"), True), (("session.ended",), False), (None, False)]
)
def test_a_session_tells_its_turns_if_its_organization_has_chosen_so(
    events: tuple[WebhookEvent, ...] | None, marked: bool
) -> None:
    organizations = InMemoryOrganizations()
    webhook = None if events is None else WebhookSettings("https://crm.example", events)
    organizations.save_settings("acme", OrganizationSettings(webhook=webhook))
    at_start = SettingsAtStart(organizations, lambda: 0)
    assert at_start.marked(ended()).tells_turns == marked
    simulated = replace(ended(), test_metadata=TestMetadata("simulated", "me", "room"))
    assert at_start.marked(simulated) == simulated
