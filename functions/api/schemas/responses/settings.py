"""An organization's settings in responses."""

from __future__ import annotations

from typing_extensions import TypedDict

from functions.ports.organizations import RedactedKind, WebhookEvent


class Transfers(TypedDict):
    """The destinations to which an organization's flows may transfer callers."""

    countries: list[str]
    prefixes: list[str]
    sipDomains: list[str]


class WebhookOfSettings(TypedDict):
    """The address of an organization's webhook, and the kinds of events that it receives."""

    url: str
    events: list[WebhookEvent]


class OrganizationSettings(TypedDict):
    """The settings of an organization.

    `webhook` is null if the organization has set none; the operator may have. `retentionDays` is null for the days of
    the installation.
    """

    transfers: Transfers
    webhook: WebhookOfSettings | None
    retentionDays: int | None
    redact: list[RedactedKind]
    language: str
    timeZone: str
