"""`GET /api/me`: who the caller is, and what the caller may do."""

from __future__ import annotations

from fastapi import APIRouter, Request

from functions.api.access.responses import Me
from functions.api.http.dependencies import IdentityDep, ServicesDep, caller_of
from functions.api.http.identity import actor_of
from functions.api.http.request_body import SmallJson

router = APIRouter(route_class=SmallJson)


@router.get("/api/me")
async def get_me(request: Request, identity: IdentityDep, services: ServicesDep) -> Me:
    """Read the caller's own identity, organization and role."""
    user = actor_of(caller_of(request), local=services.settings.auth == "local")
    # Nobody without a role reads anything.
    return {"user": user, "organizationId": identity.organization_id, "role": identity.role or "viewer"}
