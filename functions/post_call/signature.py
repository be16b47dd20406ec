"""The signature of a summary. With it a receiver knows that Callflow sent the summary, and when."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Callflow-Signature"
"""The header with the signature."""


def signature(secret: str, body: str, at: int) -> str:
    """Sign a summary. The time is signed too, so a receiver can refuse a request that somebody sends again later.

    Args:
        secret: The secret of the organization's webhook.
        body: The summary as it is sent.
        at: The time of sending, in seconds since the epoch.

    Returns:
        The header's value: `t=<at>,v1=<hex of HMAC-SHA256(secret, at + "." + body)>`.
    """
    digest = hmac.new(secret.encode("utf-8", "surrogatepass"), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
