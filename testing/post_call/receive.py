"""What a receiver does with a summary: the signature is checked as docs tell it, with nothing of ours."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from testing.fakes.loopback import Received


def checked(received: Received, secret: str) -> dict[str, Any]:
    """The summary; AssertionError where the signature is not of this body and secret."""
    parts = dict(part.split("=", 1) for part in received.headers["callflow-signature"].split(","))
    signed = f"{parts['t']}.".encode() + received.body
    assert hmac.compare_digest(parts["v1"], hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest())
    told: dict[str, Any] = json.loads(received.body)
    assert received.headers["callflow-event-id"] == told["eventId"]
    return told
