"""How a receiver knows that a summary is ours, and new."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Callflow-Signature"


def signature(secret: str, body: str, at: int) -> str:
    """The header's value: `t=<seconds since the epoch>,v1=<hex of HMAC-SHA256(secret, t + "." + body)>`.

    The time is signed too, so that a receiver can refuse what somebody sends again much later.
    """
    digest = hmac.new(secret.encode("utf-8", "surrogatepass"), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
