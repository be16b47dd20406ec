"""The id of a request, which its answer and every line of its log carry."""

from __future__ import annotations

import re
import uuid

HEADER = "x-request-id"
_FIT = re.compile(r"[A-Za-z0-9._:=-]{1,128}\Z")


def choose_request_id(given: str | None) -> str:
    """The caller's own where it is a fit one."""
    return given if given and _FIT.match(given) else uuid.uuid4().hex
