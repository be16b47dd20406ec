"""GET /api/health."""

from __future__ import annotations

from fastapi import APIRouter

from functions.version import VERSION

router = APIRouter()


@router.get("/api/health")
async def health() -> dict[str, str]:
    return {"status": "ok", "version": VERSION}
