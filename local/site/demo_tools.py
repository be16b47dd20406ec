"""The tools of the examples: a system status, orders and appointments. The data is made up and nothing is stored."""

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
    """Report that the system works."""
    return {"status": "operational", "incidents": 0}


@router.get("/orders/{number}")
async def order(number: str) -> JSONResponse:
    """Return an order. An unknown number is 404; number 5000 is 500, which takes the example's error exit."""
    if number == "5000":
        return JSONResponse({"error": "the order system is down"}, 500)
    if number not in _ORDERS:
        return JSONResponse({"error": "no such order"}, 404)
    return JSONResponse({"number": number, **_ORDERS[number]})


@router.post("/appointments", status_code=201)
async def book(request: Request) -> dict[str, Any]:
    """Book an appointment. Requests with the same Idempotency-Key get the same reference."""
    booking = await request.json()
    key = request.headers.get("idempotency-key", "")
    return {"reference": f"A{sum(key.encode()) % 10_000:04d}", **booking}
