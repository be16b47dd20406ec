"""`GET /api/health`."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from typing_extensions import TypedDict

from functions.api.http.raw_json import RawJsonRoute
from functions.version import VERSION

router = APIRouter(route_class=RawJsonRoute)


class Health(TypedDict):
    """The service runs, and its version."""

    status: Literal["ok"]
    version: str


@router.get("/api/health")
async def health() -> Health:
    """Tell that the service runs. No identity is needed."""
    return {"status": "ok", "version": VERSION}
