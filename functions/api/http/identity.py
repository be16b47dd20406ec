"""Who calls: the organization, from what API Gateway has checked or, in the local stack alone, from a header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from functions.api.http.problems import ProblemError, unfit

HEADER = "X-Organization-Id"
CLAIM = "custom:organizationId"
LOCAL_ORGANIZATION = "demo"
_NAME = re.compile(r"[A-Za-z0-9._:@-]{1,128}\Z")


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of who calls."""

    named: str | None
    """The header's organization: anyone can write one."""
    event: object
    """API Gateway's, None where there is none."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """What API Gateway has checked."""

    claimed: str | None
    """The organization of a JWT."""
    signed: bool
    """Whether the caller signed with IAM, as the worker does."""


def organization_of(caller: Caller, *, local: bool) -> str:
    """ProblemError unless the caller says, fit to be believed, who calls. local: the header is believed."""
    if local:
        found = caller.named or LOCAL_ORGANIZATION
    else:
        checked = _checked(caller)
        given = checked.claimed or (caller.named if checked.signed else None)
        if given is None:
            raise _unknown_caller()
        found = given
    if not _NAME.match(found):
        raise unfit(HEADER, "must be 1 to 128 letters, digits or . _ : @ -")
    return found


def confined_to(caller: Caller, *, local: bool) -> str | None:
    """The organization whose calls alone the caller may answer; None for a worker, which answers those of all and
    cannot know whose a call is before it asks. ProblemError for a stranger.
    """
    if local:
        return None
    checked = _checked(caller)
    if checked.claimed is None and not checked.signed:
        raise _unknown_caller()
    return checked.claimed


def actor_of(caller: Caller, *, local: bool) -> str:
    """Who makes a change, for the audit: a user's e-mail address, name or id, or the ARN of who signed."""
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
    detail = f"Say who calls: a token with the claim {CLAIM}, or a signed request with the header {HEADER}."
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
    """REST APIs put the ARN of who signed under `identity`, HTTP APIs under `authorizer.iam`."""
    authorizer = context.get("authorizer")
    places = (context.get("identity"), authorizer.get("iam") if isinstance(authorizer, Mapping) else None)
    return [place.get("userArn") for place in places if isinstance(place, Mapping)]


def _claims(authorizer: object) -> Mapping[str, Any]:
    """REST APIs put the claims under `claims`, HTTP APIs under `jwt.claims`."""
    if not isinstance(authorizer, Mapping):
        return {}
    jwt = authorizer.get("jwt")
    claims = jwt.get("claims") if isinstance(jwt, Mapping) else authorizer.get("claims")
    return claims if isinstance(claims, Mapping) else {}
