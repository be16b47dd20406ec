"""API keys: how programs use the API. A key is shown once, when it is made."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Path, Response
from pydantic import AfterValidator, Field

from flow_core.timestamp import iso
from functions.api.access import responses
from functions.api.http.dependencies import IdentityDep, ServicesDep
from functions.api.http.identity import Identity, forbidden
from functions.api.http.problems import ProblemError, invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.fields import Name, RequestModel
from functions.api_key import digest_of, new_key
from functions.ports.access.api_keys import ApiKey, StoredKey
from functions.roles import Role

MAX_KEYS = 50
"""Keys that an organization may have."""

router = APIRouter(route_class=SmallJson)


def _time(written: str) -> str:
    try:
        aware = datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise ValueError("must be a time with its zone (RFC 3339), like 2027-01-31T00:00:00Z")
    return written


Time: TypeAlias = Annotated[str, Field(max_length=40), AfterValidator(_time)]
"""A time with its zone, as RFC 3339 writes it."""


class KeyBody(RequestModel):
    """The key to make. Without `expiresAt` it is good until it is revoked."""

    name: Name
    role: Role
    expires_at: Time | None = None


async def _manager(identity: IdentityDep) -> Identity:
    # A key that has leaked must not be able to leave another one behind.
    if identity.by_key:
        raise forbidden("An API key can neither list, make nor revoke keys. Sign in as an admin.")
    return identity


Manager = Annotated[Identity, Depends(_manager)]
"""A user who may manage keys."""


@router.post("/api/keys", status_code=201)
def create_key(body: KeyBody, manager: Manager, services: ServicesDep, audit: AuditDep) -> responses.NewApiKey:
    """Make an API key. The answer alone has the key itself: it is not stored, and cannot be read again."""
    now = services.now()
    expires_at = None if body.expires_at is None else int(datetime.fromisoformat(body.expires_at).timestamp() * 1000)
    if expires_at is not None and expires_at <= now:
        raise invalid_field("expiresAt", "must be in the future")
    made = new_key()
    key = ApiKey(made.key_id, body.name, body.role, now, audit.by, expires_at)
    if not services.api_keys.add(StoredKey(manager.organization_id, key, digest_of(made.text)), limit=MAX_KEYS):
        raise ProblemError(HTTPStatus.CONFLICT, f"The organization has {MAX_KEYS} API keys. Revoke one first.")
    expiry = {} if expires_at is None else {"expiresAt": iso(expires_at)}
    audit.record("key.created", key.key_id, name=key.name, role=key.role, **expiry)
    return {**_shown(key), "key": made.text}


@router.get("/api/keys")
def list_keys(manager: Manager, services: ServicesDep) -> responses.ApiKeyList:
    """List the API keys of the organization, newest first, with their last use."""
    return {"keys": [_shown(key) for key in services.api_keys.all(manager.organization_id)]}


@router.delete("/api/keys/{keyId}", status_code=204)
def revoke_key(
    key_id: Annotated[str, Path(alias="keyId")], manager: Manager, services: ServicesDep, audit: AuditDep
) -> Response:
    """Revoke an API key. It is refused from now on."""
    keys = services.api_keys
    found = next((key for key in keys.all(manager.organization_id) if key.key_id == key_id), None)
    if found is not None:
        audit.record("key.revoked", key_id, name=found.name, role=found.role)
    if not keys.delete(manager.organization_id, key_id) and found is None:
        raise not_found(f"API key {key_id[:40]}")
    return Response(status_code=204)


def _shown(key: ApiKey) -> responses.ApiKey:
    shown: responses.ApiKey = {
        "keyId": key.key_id,
        "name": key.name,
        "role": key.role,
        "createdAt": iso(key.created_at),
        "createdBy": key.created_by,
    }
    if key.expires_at is not None:
        shown["expiresAt"] = iso(key.expires_at)
    if key.last_used_at is not None:
        shown["lastUsedAt"] = iso(key.last_used_at)
    return shown
