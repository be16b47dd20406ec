"""The application as API Gateway calls it."""

from __future__ import annotations

from mangum import Mangum
from mangum.types import ASGI

_TEXT = ["application/json", "application/problem+json", "text/"]
"""What goes out as it is. Mangum packs all else as base64, which API Gateway unpacks only where it is told to."""


def behind_gateway(app: ASGI) -> Mangum:
    return Mangum(app, lifespan="off", text_mime_types=_TEXT)
