"""The caller of a request and its organization. API Gateway has checked both.

The argument `local` is true in the local stack, which has no API Gateway and trusts a header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from functions import api_key
from functions.api.http.problems import ProblemError, invalid_field
from functions.call_capability import CallCapability, Unusable, read
from functions.errors import UnavailableError
from functions.ports.access.api_keys import ApiKeys
from functions.ports.secrets import CallKeys
from functions.roles import ROLES, Role, highest
from functions.services import Services
from functions.settings import Settings

HEADER = "X-Organization-Id"
"""The header with the organization. The local stack trusts it. On AWS it must agree with the capability of the call."""
CAPABILITY_HEADER = "X-Call-Capability"
"""The header with the capability of a call: a worker's right to act for the organization of the call."""
ROLE_HEADER = "X-Callflow-Role"
"""The header with the role, in the local stack only. AWS never reads it."""
CLAIM = "custom:organizationId"
"""The claim of an id token with the organization."""
GROUPS = "cognito:groups"
"""The claim of an id token with the groups of the user."""
GROUP_PREFIX = "callflow-"
"""The beginning of the name of a group that gives a role. The rest is the role, such as `callflow-author`."""
LOCAL_ORGANIZATION = "demo"
"""The organization in the local stack if there is no header."""
USED_MILLIS = 60_000
"""Milliseconds after which the use of a key is noted again."""
_ORGANIZATION = re.compile(r"[A-Za-z0-9._:@-]{1,128}\Z")


@dataclass(frozen=True, slots=True)
class Caller:
    """The unchecked identity of a request's sender."""

    named: str | None
    """The organization in the header. Anyone can send one."""
    event: object
    """The event of API Gateway; None outside AWS."""
    capability: str | None = field(default=None, repr=False)
    """The capability in the header."""
    role: str | None = None
    """The role in the header. Only the local stack reads it."""
    authorization: str | None = field(default=None, repr=False)
    """The header Authorization. API Gateway has checked every token; an API key is checked here."""

    @property
    def key(self) -> str | None:
        """The API key in the header; None for another header."""
        scheme, _, text = (self.authorization or "").partition(" ")
        return text.strip() if scheme.lower() == "bearer" and text.strip().startswith(api_key.PREFIX) else None


@dataclass(frozen=True, slots=True)
class Identity:
    """The checked identity of a request's sender."""

    organization_id: str
    role: Role | None = None
    """What a user may do. None for a worker, and for a user without a role."""
    actor: str = "unknown"
    """Who it is, for the audit."""
    by_key: bool = False
    """True for an API key."""
    worker: bool = False
    """True for a worker: it may use a worker's routes, and no others."""
    call: CallCapability | None = None
    """The only call for which a worker may act. None for a user, and for a worker of an earlier release."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """The identity that API Gateway has checked."""

    claims: Mapping[str, Any]
    """The claims of a JWT; empty without one."""
    signed: bool
    """True if the caller signed with IAM, as the worker does."""

    @property
    def claimed(self) -> str | None:
        """The organization in the claims."""
        claimed = self.claims.get(CLAIM)
        return claimed if isinstance(claimed, str) and claimed else None


def identify(caller: Caller, services: Services) -> Identity:
    """Check who sent a request. Raise `ProblemError`: unknown (401), without the right (403), or malformed (422)."""
    identity = _identity(caller, services)
    if _ORGANIZATION.match(identity.organization_id):
        return identity
    raise invalid_field(HEADER, "must be 1 to 128 letters, digits or . _ : @ -")


def _identity(caller: Caller, services: Services) -> Identity:
    local = services.settings.auth == "local"
    checked = _Checked({}, True) if local else _checked(caller)
    if checked.claimed is not None:
        role = role_of(checked.claims.get(GROUPS), services.settings)
        return Identity(checked.claimed, role, actor_of(caller, local=local))
    # A signature and a capability are a worker's. The local stack has no signatures.
    if caller.key is not None and (local or not checked.signed) and caller.capability is None:
        identity = _of_key(caller.key, services.api_keys, services.now())
        if identity is None:
            raise _unusable_key()
        return identity
    if not checked.signed:
        raise _unknown_caller()
    if caller.capability is not None:
        call = _call(caller.capability, services.call_keys)
        if caller.named not in (None, call.organization_id):
            raise forbidden(
                f"The capability of the call is not one of the organization in {HEADER}. Send both unchanged."
            )
        return Identity(call.organization_id, actor=actor_of(caller, local=local), worker=True, call=call)
    if local:
        return Identity(caller.named or LOCAL_ORGANIZATION, _local_role(caller), actor_of(caller, local=local))
    if caller.named is None:
        raise _unknown_caller()
    if services.settings.call_capability == "required":
        detail = (
            f"{HEADER} alone does not say that this worker serves a call of the organization. Send the call's "
            f"capability in {CAPABILITY_HEADER}. A worker of this release does so."
        )
        raise forbidden(detail)
    return Identity(caller.named, actor=actor_of(caller, local=local), worker=True)


def _of_key(text: str, keys: ApiKeys, now: int) -> Identity | None:
    """Return the identity of an API key; None for a key that is not good.

    The organization and the role come from the store alone.
    """
    key_id = api_key.id_of(text)
    stored = None if key_id is None else keys.find(key_id)
    if stored is None or not api_key.fits(text, stored.digest):
        return None
    key = stored.key
    if key.expires_at is not None and now >= key.expires_at:
        return None
    if key.last_used_at is None or now - key.last_used_at >= USED_MILLIS:
        # A request does not fail because its time could not be noted.
        with suppress(UnavailableError):
            keys.used(key.key_id, now)
    return Identity(stored.organization_id, key.role, f"API key {key.key_id} ({key.name})"[:200], by_key=True)


def _unusable_key() -> ProblemError:
    # Always the same, so that a guess learns nothing.
    detail = "The API key is unknown, expired or revoked. An administrator of the organization can create another."
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def role_of(groups: object, settings: Settings) -> Role | None:
    """Return the highest role that the groups of a user give.

    Args:
        groups: The claim: a list, or its text as API Gateway writes it, `a,b` or `[a b]`.
        settings: The environment: it has the role of a user whom no group gives one.

    Returns:
        The role; None for a user without a role.
    """
    listed = groups if isinstance(groups, list) else re.split(r"[\[\],\s]+", groups) if isinstance(groups, str) else []
    names = (each.removeprefix(GROUP_PREFIX) for each in listed if str(each).startswith(GROUP_PREFIX))
    found = highest(names)
    if found is None and settings.role_without_group != "none":
        return settings.role_without_group
    return found


def _local_role(caller: Caller) -> Role:
    """Return the role in the header of the local stack, where everybody is an admin without it."""
    if caller.role is None:
        return "admin"
    named = highest([caller.role])
    if named is None:
        raise invalid_field(ROLE_HEADER, f"must be one of {', '.join(ROLES)}")
    return named


def _call(written: str, keys: CallKeys) -> CallCapability:
    """Return the call of a capability. ProblemError (403) is raised if it cannot be used."""
    call = read(written, keys.accepted())
    if isinstance(call, Unusable) and call.unsigned:
        # It may be signed with a key that is newer than the one that this process has read.
        call = read(written, keys.accepted(again=True))
    if isinstance(call, Unusable):
        raise forbidden(f"{CAPABILITY_HEADER}: {call.reason}.")
    return call


def forbidden(detail: str) -> ProblemError:
    """Return the problem (403) of a sender without the right to do something."""
    return ProblemError(HTTPStatus.FORBIDDEN, detail)


def identify_unless_worker(caller: Caller, services: Services) -> Identity | None:
    """Check who sent a request that a worker may send for any organization.

    Args:
        caller: The sender.
        services: The services.

    Returns:
        The user; None for a worker, and for the local stack's header. `ProblemError` (401) is raised if it is unknown.
    """
    # A worker answers the calls of all organizations, and learns the organization of a call from the API.
    if services.settings.auth == "local":
        return None if caller.role is None and caller.key is None else identify(caller, services)
    checked = _checked(caller)
    if checked.claimed is None and checked.signed:
        return None
    return identify(caller, services)


def actor_of(caller: Caller, *, local: bool) -> str:
    """Return the name of the caller for the audit: a user's e-mail address, name or id, or a signer's ARN."""
    if local:
        return "local"
    event = caller.event
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    if not isinstance(context, Mapping):
        return "unknown"
    claims = _claims(context.get("authorizer"))
    known = [claims.get(name) for name in ("email", "cognito:username", "sub")]
    found = [*known, *_arns(context)] if claims else _arns(context)
    return next((str(name)[:200] for name in found if name), "unknown")


def _unknown_caller() -> ProblemError:
    detail = (
        f"Identify the caller: send a token with the claim {CLAIM}, or an API key, or sign the request and send the "
        f"header {CAPABILITY_HEADER}."
    )
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def _checked(caller: Caller) -> _Checked:
    event = caller.event
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    if not isinstance(context, Mapping):
        return _Checked({}, False)
    claims = _claims(context.get("authorizer"))
    return _Checked(claims, _signed(context) and not claims)


def _signed(context: Mapping[str, Any]) -> bool:
    return any(_arns(context))


def _arns(context: Mapping[str, Any]) -> list[object]:
    """Return the ARN of the signer. REST APIs put it under `identity`, HTTP APIs under `authorizer.iam`."""
    authorizer = context.get("authorizer")
    places = (context.get("identity"), authorizer.get("iam") if isinstance(authorizer, Mapping) else None)
    return [place.get("userArn") for place in places if isinstance(place, Mapping)]


def _claims(authorizer: object) -> Mapping[str, Any]:
    """Return the claims of the JWT. REST APIs put them under `claims`, HTTP APIs under `jwt.claims`."""
    if not isinstance(authorizer, Mapping):
        return {}
    jwt = authorizer.get("jwt")
    claims = jwt.get("claims") if isinstance(jwt, Mapping) else authorizer.get("claims")
    return claims if isinstance(claims, Mapping) else {}
