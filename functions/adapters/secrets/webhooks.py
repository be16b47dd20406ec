"""The webhooks of organizations, from a store of secrets: `url` and `secret` under the organization's id."""

from __future__ import annotations

from dataclasses import dataclass

from functions.errors import UnavailableError
from functions.ports.secrets import Secrets
from functions.ports.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """`Webhooks` on a store of secrets."""

    secrets: Secrets

    def of(self, organization_id: str) -> Webhook | None:
        """See `Webhooks.of`."""
        url = self.secrets.get(organization_id, "url")
        secret = self.secrets.get(organization_id, "secret")
        if url is None and secret is None:
            return None
        if not url or not secret:
            missing = "secret" if url else "url"
            detail = f"the webhook of {organization_id} has no {missing}; it needs url and secret"
            raise UnavailableError("webhooks", "of", "refused", detail=detail)
        return Webhook(url, secret)
