"""Who calls: the organization, from what API Gateway has checked or, in the local stack alone, from a header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request

from functions.api.problems import ProblemError, unfit

HEADER = "X-Organization-Id"
CLAIM = "custom:organizationId"
LOCAL_ORGANIZATION = "demo"
_NAME = re.compile(r"[A-Za-z0-9._:@-]{1,128}\Z")


async def _organization(request: Request) -> str:
    named = request.headers.get(HEADER)
    if request.app.state.services.settings.auth == "local":
        found = named or LOCAL_ORGANIZATION
    else:
        found = _checked_by_gateway(request.scope.get("aws.event"), named)
    if not _NAME.match(found):
        raise unfit(HEADER, "must be 1 to 128 letters, digits or . _ : @ -")
    return found


def _checked_by_gateway(event: object, named: str | None) -> str:
    """From a JWT's claim; or, for a caller that signed with IAM (the worker), from the header. 401 without either."""
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    if isinstance(context, Mapping):
        claims = _claims(context.get("authorizer"))
        claimed = claims.get(CLAIM)
        if isinstance(claimed, str) and claimed:
            return claimed
        identity = context.get("identity")
        signed = isinstance(identity, Mapping) and identity.get("userArn")
        if signed and not claims and named:
            return named
    detail = f"Say who calls: a token with the claim {CLAIM}, or a signed request with the header {HEADER}."
    raise ProblemError(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"})


def _claims(authorizer: object) -> Mapping[str, Any]:
    """REST APIs put the claims under `claims`, HTTP APIs under `jwt.claims`."""
    if not isinstance(authorizer, Mapping):
        return {}
    jwt = authorizer.get("jwt")
    claims = jwt.get("claims") if isinstance(jwt, Mapping) else authorizer.get("claims")
    return claims if isinstance(claims, Mapping) else {}


async def _confined(request: Request, organization: Annotated[str, Depends(_organization)]) -> str | None:
    event = request.scope.get("aws.event")
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    is_user = isinstance(context, Mapping) and bool(_claims(context.get("authorizer")))
    return organization if is_user and request.app.state.services.settings.auth == "aws" else None


Organization = Annotated[str, Depends(_organization)]
ConfinedTo = Annotated[str | None, Depends(_confined)]
"""The organization whose calls alone the caller may answer; None for a worker, which answers those of all."""
