"""The tools of the examples: orders, appointments, tables, customers, claims, prescriptions. Nothing is stored.

The data is made up.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

router = APIRouter(prefix="/demo", include_in_schema=False)

_ORDERS: dict[str, dict[str, Any]] = {
    "1001": {"status": "shipped", "arrives": "2026-12-01"},
    "1002": {"status": "being packed", "arrives": "2026-12-04"},
}


_CUSTOMERS = {("1980-03-12", "00123456"), ("1975-11-30", "40404040")}
"""Date of birth and account number of the customers that the bank knows."""
_PRESCRIPTIONS: dict[str, dict[str, Any]] = {
    "0012345": {"drug": "amoxicillin", "refills": 2},
    "7654321": {"drug": "ibuprofen", "refills": 0},
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


@router.post("/orders/{number}/cancel")
async def cancel_order(number: str) -> JSONResponse:
    """Cancel an order, unless it is shipped. An unknown number is 404."""
    if number not in _ORDERS:
        return JSONResponse({"error": "no such order"}, 404)
    if _ORDERS[number]["status"] == "shipped":
        return JSONResponse({"error": "the order is shipped already"}, 409)
    return JSONResponse({"number": number, "cancelled": True})


@router.post("/appointments", status_code=201)
async def book(request: Request) -> dict[str, Any]:
    """Book an appointment. Requests with the same Idempotency-Key get the same reference."""
    return {"reference": _reference("A", request), **await request.json()}


@router.post("/tables", status_code=201)
async def book_table(request: Request) -> dict[str, Any]:
    """Book a table. Requests with the same Idempotency-Key get the same reference."""
    return {"reference": _reference("T", request), **await request.json()}


@router.post("/identify")
async def identify(request: Request) -> dict[str, Any]:
    """Return whether the bank knows a customer with this date of birth and account number."""
    said = await request.json()
    return {"known": (said.get("birthday"), said.get("account")) in _CUSTOMERS}


@router.post("/claims", status_code=201)
async def file_claim(request: Request) -> dict[str, Any]:
    """File an insurance claim. Requests with the same Idempotency-Key get the same number."""
    return {"claim": _reference("C", request)}


@router.get("/prescriptions/{number}")
async def prescription(number: str) -> JSONResponse:
    """Return a prescription. An unknown number is 404."""
    if number not in _PRESCRIPTIONS:
        return JSONResponse({"error": "no such prescription"}, 404)
    return JSONResponse({"number": number, **_PRESCRIPTIONS[number]})


def _reference(letter: str, request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    return f"{letter}{sum(key.encode()) % 10_000:04d}"
