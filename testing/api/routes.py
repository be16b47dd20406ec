"""The routes of the API, for tests that send a request to each of them."""

from __future__ import annotations

from functions.api.app import create_app
from functions.settings import Settings
from functions.wiring.api import build
from testing.api.stack import Observed

PUBLIC = {("GET", "/api/health"), ("POST", "/api/livekit/webhook")}
"""The routes that need no identity."""


def every_route() -> list[tuple[str, str]]:
    """Return the method and the path template of each route."""
    paths = create_app(build(Settings(auth="local"), Observed())).openapi()["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)
