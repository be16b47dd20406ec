"""What the examples' tools talk to: a system status, orders and appointments, made up and kept nowhere."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

router = APIRouter(prefix="/demo", include_in_schema=False)

_ORDERS: dict[str, dict[str, Any]] = {
    "1001": {"status": "shipped", "arrives": "2026-12-01"},
    "1002": {"status": "being packed", "arrives": "2026-12-04"},
}


@router.get("/system-status")
async def system_status() -> dict[str, Any]:
    return {"status": "operational", "incidents": 0}


@router.get("/orders/{number}")
async def order(number: str) -> JSONResponse:
    """404 for an order that is not known, 500 for number 5000: the example's error exit."""
    if number == "5000":
        return JSONResponse({"error": "the order system is down"}, 500)
    if number not in _ORDERS:
        return JSONResponse({"error": "no such order"}, 404)
    return JSONResponse({"number": number, **_ORDERS[number]})


@router.post("/appointments", status_code=201)
async def book(request: Request) -> dict[str, Any]:
    """The same Idempotency-Key books the same appointment."""
    booking = await request.json()
    key = request.headers.get("idempotency-key", "")
    return {"reference": f"A{sum(key.encode()) % 10_000:04d}", **booking}
