"""What a route is handed: the services, and a page's place in a list."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from functions.services import Services


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


Given = Annotated[Services, Depends(_services)]
Cursor = Annotated[str | None, Query(max_length=2000)]
Limit = Annotated[int, Query(ge=1, le=100)]
