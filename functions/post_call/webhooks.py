"""Finds the webhook of an organization: its own settings come before what the operator has stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from functions.ports.organizations import DEFAULT_EVENTS, OrganizationSettings, WebhookEvent
from functions.ports.secrets import Secrets
from functions.ports.webhooks import Webhook, Webhooks

SECRET = "secret"  # noqa: S105  # the name of a secret
"""The name of the key of the signature in the store of webhooks' secrets."""
URL = "url"
"""The name of the address that the operator has stored there."""
_SETTINGS_SECONDS = 60.0
"""Seconds for which the events of an organization are remembered."""
_MAX_REMEMBERED = 10_000
"""Organizations that are remembered. A process then forgets all, and reads them again."""


@dataclass(frozen=True, slots=True)
class OrganizationWebhooks:
    """`Webhooks` of the organizations' settings."""

    settings: Callable[[str], OrganizationSettings]
    """Reads the settings of an organization. It may raise UnavailableError."""
    secrets: Secrets
    """The store of webhooks' secrets."""
    operators: Webhooks
    """The webhooks that the operator has stored, for organizations that have set none."""

    def of(self, organization_id: str) -> Webhook | None:
        """See `Webhooks.of`. An organization that has set an address and no secret has no webhook yet."""
        webhook = self.settings(organization_id).webhook
        if webhook is None:
            return self.operators.of(organization_id)
        secret = self.secrets.get(organization_id, SECRET)
        return Webhook(webhook.url, secret) if secret else None


class WantedEvents:
    """Tells which events an organization wants. Remembers it for a minute.

    Args:
        settings: Reads the settings of an organization. It may raise UnavailableError.
        now: The clock, in seconds.
    """

    def __init__(self, settings: Callable[[str], OrganizationSettings], now: Callable[[], float]) -> None:
        self._settings = settings
        self._now = now
        self._remembered: dict[str, tuple[float, tuple[WebhookEvent, ...]]] = {}

    def __call__(self, organization_id: str) -> tuple[WebhookEvent, ...]:
        """Return the events. One read of the settings in a minute."""
        remembered = self._remembered.get(organization_id)
        if remembered is not None and self._now() - remembered[0] < _SETTINGS_SECONDS:
            return remembered[1]
        webhook = self._settings(organization_id).webhook
        events = DEFAULT_EVENTS if webhook is None else webhook.events
        if len(self._remembered) >= _MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[organization_id] = (self._now(), events)
        return events
