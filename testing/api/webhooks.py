"""LiveKit's webhooks with LiveKit's signature."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from fastapi.testclient import TestClient
from livekit import api

from testing.api.stack import LOCAL, ApiResponse

PATH = "/api/livekit/webhook"


def event(name: str, room: str | None, **participant: str) -> bytes:
    written: dict[str, Any] = {"event": name, "id": "EV_1", "createdAt": "1700000000"}
    if room is not None:
        written["room"] = {"sid": "RM_1", "name": room}
    if participant:
        written["participant"] = participant
    return json.dumps(written).encode()


def signature(body: bytes, secret: str = LOCAL.livekit_api_secret, key: str = LOCAL.livekit_api_key) -> str:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return str(api.AccessToken(key, secret).with_sha256(digest).to_jwt())


def sent(client: TestClient, body: bytes, authorization: str | None = None) -> ApiResponse:
    """Post a webhook. The signature is valid by default."""
    headers = {"Authorization": authorization or signature(body), "Content-Type": "application/webhook+json"}
    return client.post(PATH, content=body, headers=headers)
