"""The webhooks of organizations, from a store of secrets: `url` and `secret` under the organization's id."""

from __future__ import annotations

from dataclasses import dataclass

from functions.ports.secrets import Secrets, SecretsOutOfReachError
from functions.ports.webhooks import Webhook, WebhooksOutOfReachError

PREFIX = "callflow/webhooks/"
"""The beginning of the names in Secrets Manager. The organization's id follows."""


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """`Webhooks` on a store of secrets."""

    secrets: Secrets

    def of(self, organization_id: str) -> Webhook | None:
        """See `Webhooks.of`."""
        try:
            url = self.secrets.get(organization_id, "url")
            secret = self.secrets.get(organization_id, "secret")
        except SecretsOutOfReachError as error:
            raise WebhooksOutOfReachError(str(error)) from error
        if url is None and secret is None:
            return None
        if not url or not secret:
            missing = "secret" if url else "url"
            raise WebhooksOutOfReachError(f"the webhook of {organization_id} has no {missing}; it needs url and secret")
        return Webhook(url, secret)
