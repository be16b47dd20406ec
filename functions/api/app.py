"""The FastAPI application: every route, every error, and the id that each response carries."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response

from functions.api import agents, flows, health, rooms, sessions, turns, webhook
from functions.api.problems import add_handlers
from functions.services import Services
from functions.version import VERSION

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:=-]{1,128}\Z")


def create_app(services: Services) -> FastAPI:
    app = FastAPI(title="Callflow", version=VERSION)
    app.state.services = services
    add_handlers(app)
    # Sessions before flows: /api/flows/sessions/{sessionId} is no flow.
    for module in (health, sessions, flows, turns, rooms, agents, webhook):
        app.include_router(module.router)

    @app.middleware("http")
    async def request_id(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        given = request.headers.get("x-request-id", "")
        found = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        services.observe.request(found)
        response = await call_next(request)
        response.headers["X-Request-Id"] = found
        return response

    return app
