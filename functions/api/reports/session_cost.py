"""`GET /api/flows/sessions/{sessionId}/cost`: what a call costs, by part."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus

from fastapi import APIRouter
from typing_extensions import TypedDict

from functions.api.http.dependencies import Organization, ServicesDep, SessionId, head_of
from functions.api.http.problems import ProblemError
from functions.api.http.raw_json import RawJsonRoute
from functions.cost.call import Part, PartName, Source, Unit, call_parts, total
from functions.cost.prices import CURRENCY, prices_of
from functions.history.conversation import every_turn

MAX_TURNS = 10_000
"""Turns of a session whose cost is calculated, at most."""

router = APIRouter(route_class=RawJsonRoute)


class CostPart(TypedDict):
    """A part of a call's cost. Numbers are decimal, as text, so that no sum loses a digit.

    `detail`: the model, the engine of speech, or what of the platform; null if there is nothing to tell apart.
    `quantity` is null if it is unknown, `price` if no price is known. `amount` is their product, null without one of
    them. `source`: `estimated` is computed from times and words; a quantity that is `unknown` is never 0.
    """

    part: PartName
    detail: str | None
    quantity: str | None
    unit: Unit
    price: str | None
    amount: str | None
    source: Source


class SessionCost(TypedDict):
    """What a call costs. `total` is the exact sum of the amounts that are known, as decimal text."""

    currency: str
    total: str
    parts: list[CostPart]


@router.get("/api/flows/sessions/{sessionId}/cost")
def get_cost(session_id: SessionId, organization: Organization, services: ServicesDep) -> SessionCost:
    """Read what a call costs, by part. While it goes on, what it has cost until its last turn."""
    head = head_of(services, organization, session_id)
    if head.turns > MAX_TURNS:
        detail = f"The session has more than {MAX_TURNS} turns, and its cost is not calculated."
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    prices = prices_of(services.organizations.settings(organization).prices, services.settings.model_prices)
    parts = call_parts(head, every_turn(services.sessions, head), prices, services.settings.model or "")
    return {"currency": CURRENCY, "total": _text(total(parts)), "parts": [_shown(part) for part in parts]}


def _shown(part: Part) -> CostPart:
    return {
        "part": part.part,
        "detail": part.detail,
        "quantity": _known(part.quantity),
        "unit": part.unit,
        "price": _known(part.price),
        "amount": _known(part.amount),
        "source": part.source,
    }


def _known(number: Decimal | None) -> str | None:
    return None if number is None else _text(number)


def _text(number: Decimal) -> str:
    """Write a number without an exponent, and without zeros at its end."""
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
