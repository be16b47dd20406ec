"""`GET /api/me`: who the caller is, and what the caller may do."""

from __future__ import annotations

from fastapi import APIRouter

from functions.api.access.responses import Me
from functions.api.http.dependencies import IdentityDep
from functions.api.http.least_role import declared
from functions.api.http.request_body import SmallJson
from functions.roles import ROLES, includes

router = APIRouter(route_class=SmallJson)


@router.get("/api/me")
async def get_me(identity: IdentityDep) -> Me:
    """Read the caller's own identity, organization and role, and the requests that the role does not allow."""
    # Nobody without a role reads anything.
    role = identity.role or "viewer"
    return {
        "user": identity.actor,
        "organizationId": identity.organization_id,
        "role": role,
        "roles": [each for each in ROLES if includes(role, each)],
        "refused": {
            f"{method} {path}": least for (method, path), least in declared().items() if not includes(role, least)
        },
    }
