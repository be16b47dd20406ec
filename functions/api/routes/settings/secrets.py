"""The secrets of the caller's organization: they can be set and removed, and no response has a value."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Path, Response

from flow_core.timestamp import iso
from functions.api.http.dependencies import Organization, ServicesDep
from functions.api.http.problems import conflict, invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.settings import SecretBody, WebhookSecretBody
from functions.api.schemas.responses import settings as responses
from functions.ports.secrets import SecretStore, TooManySecretsError
from functions.post_call.webhooks import SECRET, URL

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}", re.ASCII)
_NAME_RULE = "must be 1 to 100 letters, digits and _, and begin with no digit, like CRM_TOKEN"

router = APIRouter(route_class=SmallJson)

SecretName = Annotated[str, Path(alias="name")]
"""The unchecked name of a secret."""


@router.get("/api/settings/secrets")
def list_secrets(organization: Organization, services: ServicesDep) -> responses.SecretList:
    """List the names of the organization's secrets, and when each was set. No value can be read."""
    names = {} if services.tool_secrets is None else services.tool_secrets.names(organization)
    of_webhook = {} if services.webhook_secrets is None else services.webhook_secrets.names(organization)
    return {
        "secrets": [{"name": name, "setAt": _at(at)} for name, at in names.items()],
        "webhookSecret": {"setAt": _at(of_webhook[SECRET])} if SECRET in of_webhook else None,
        "operatorsWebhook": URL in of_webhook,
    }


@router.put("/api/settings/secrets/{name}", status_code=204)
def put_secret(
    name: SecretName, body: SecretBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> Response:
    """Set a secret that tools use as `{{ secrets.NAME }}`."""
    _require_name(name)
    _put(_writable(services.tool_secrets), organization, name, body.value, services.now())
    audit.record("secret.saved", name)
    return Response(status_code=204)


@router.delete("/api/settings/secrets/{name}", status_code=204)
def delete_secret(name: SecretName, organization: Organization, services: ServicesDep, audit: AuditDep) -> Response:
    """Remove a secret. A tool that uses it leaves by `error` from then on."""
    _require_name(name)
    store = _writable(services.tool_secrets)
    if name not in store.names(organization):
        raise not_found(f"secret {name}")
    audit.record("secret.deleted", name)
    store.remove(organization, name)
    return Response(status_code=204)


@router.put("/api/settings/webhook/secret", status_code=204)
def put_webhook_secret(
    body: WebhookSecretBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> Response:
    """Set the key that signs the events of the organization's webhook."""
    _put(_writable(services.webhook_secrets), organization, SECRET, body.value, services.now())
    audit.record("webhookSecret.saved", "webhook")
    return Response(status_code=204)


@router.delete("/api/settings/webhook/secret", status_code=204)
def delete_webhook_secret(organization: Organization, services: ServicesDep, audit: AuditDep) -> Response:
    """Remove that key. Nothing is sent to an address of the settings until another one is set."""
    store = _writable(services.webhook_secrets)
    if SECRET not in store.names(organization):
        raise not_found("secret of the webhook")
    audit.record("webhookSecret.deleted", "webhook")
    store.remove(organization, SECRET)
    return Response(status_code=204)


def _put(store: SecretStore, organization: str, name: str, value: str, at: int) -> None:
    try:
        store.put(organization, name, value, at)
    except TooManySecretsError:
        raise invalid_field("value", "would make the organization's secrets too large; remove others first") from None


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise invalid_field("name", _NAME_RULE)


def _writable(store: SecretStore | None) -> SecretStore:
    if store is None:
        raise conflict("This installation has no store of secrets that can be written. Set CALLFLOW_SECRETS_FILE.")
    return store


def _at(millis: int | None) -> str | None:
    return None if millis is None else iso(millis)
