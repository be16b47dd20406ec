"""The id of a request. The response and every log line of the request carry it."""

from __future__ import annotations

import re
import uuid

HEADER = "x-request-id"
_FIT = re.compile(r"[A-Za-z0-9._:=-]{1,128}\Z")


def choose_request_id(sent: str | None) -> str:
    """Return the caller's request id if it is well formed, otherwise a random id."""
    return sent if sent and _FIT.match(sent) else uuid.uuid4().hex
