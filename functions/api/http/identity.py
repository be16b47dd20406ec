"""The caller of a request and its organization. API Gateway has checked both.

The argument `local` is true in the local stack, which has no API Gateway and trusts a header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from functions.api.http.problems import ProblemError, invalid_field

HEADER = "X-Organization-Id"
"""The header with the organization. Only a caller that signs with IAM, or the local stack, may use it."""
CLAIM = "custom:organizationId"
"""The claim of an id token with the organization."""
LOCAL_ORGANIZATION = "demo"
"""The organization in the local stack if there is no header."""
_ORGANIZATION = re.compile(r"[A-Za-z0-9._:@-]{1,128}\Z")


@dataclass(frozen=True, slots=True)
class Caller:
    """The unchecked identity of a request's sender."""

    named: str | None
    """The organization in the header. Anyone can send one."""
    event: object
    """The event of API Gateway; None outside AWS."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """The identity that API Gateway has checked."""

    claimed: str | None
    """The organization in the claims of a JWT."""
    signed: bool
    """True if the caller signed with IAM, as the worker does."""


def organization_of(caller: Caller, *, local: bool) -> str:
    """Return the caller's organization. Raise `ProblemError` if it is unknown (401) or malformed (422)."""
    if local:
        organization = caller.named or LOCAL_ORGANIZATION
    else:
        checked = _checked(caller)
        checked_name = checked.claimed or (caller.named if checked.signed else None)
        if checked_name is None:
            raise _unknown_caller()
        organization = checked_name
    if not _ORGANIZATION.match(organization):
        raise invalid_field(HEADER, "must be 1 to 128 letters, digits or . _ : @ -")
    return organization


def confined_to(caller: Caller, *, local: bool) -> str | None:
    """Return the only organization whose phone calls the caller may answer; `ProblemError` (401) if it is unknown."""
    # None is a worker. It answers the calls of all organizations, and learns the organization of a call from the API.
    if local:
        return None
    checked = _checked(caller)
    if checked.claimed is None and not checked.signed:
        raise _unknown_caller()
    return checked.claimed


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
        f"Identify the caller: send a token with the claim {CLAIM}, or sign the request and send the header {HEADER}."
    )
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def _checked(caller: Caller) -> _Checked:
    event = caller.event
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    if not isinstance(context, Mapping):
        return _Checked(None, False)
    claims = _claims(context.get("authorizer"))
    claimed = claims.get(CLAIM)
    return _Checked(claimed if isinstance(claimed, str) and claimed else None, _signed(context) and not claims)


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
