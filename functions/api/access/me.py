"""`GET /api/me`: who the caller is, and what the caller may do."""

from __future__ import annotations

from fastapi import APIRouter

from functions.api.access.responses import Me
from functions.api.http.dependencies import IdentityDep
from functions.api.http.request_body import SmallJson

router = APIRouter(route_class=SmallJson)


@router.get("/api/me")
async def get_me(identity: IdentityDep) -> Me:
    """Read the caller's own identity, organization and role."""
    # Nobody without a role reads anything.
    return {"user": identity.actor, "organizationId": identity.organization_id, "role": identity.role or "viewer"}
