"""A receiver of summaries. It checks the signature as the documentation describes, without code of Callflow."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from testing.fakes.loopback import Received


def checked(received: Received, secret: str) -> dict[str, Any]:
    """Return the summary. Raise AssertionError if the signature does not match the body and the secret."""
    parts = dict(part.split("=", 1) for part in received.headers["callflow-signature"].split(","))
    signed = f"{parts['t']}.".encode() + received.body
    assert hmac.compare_digest(parts["v1"], hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest())
    summary: dict[str, Any] = json.loads(received.body)
    assert received.headers["callflow-event-id"] == summary["eventId"]
    return summary
