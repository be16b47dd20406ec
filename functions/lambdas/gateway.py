"""Adapts the ASGI application to the events of API Gateway."""

from __future__ import annotations

from mangum import Mangum
from mangum.types import ASGI

_TEXT = ["application/json", "application/problem+json", "text/"]
"""Media types that are sent as text. Mangum sends others as base64, which API Gateway decodes only if configured to."""


def behind_gateway(app: ASGI) -> Mangum:
    """Make the Lambda handler of an application."""
    return Mangum(app, lifespan="off", text_mime_types=_TEXT)
