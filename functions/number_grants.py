"""Grants: an operator's signed permission for an organization to have a phone number. Signs and reads them.

The operator holds LiveKit's API secret, with which trunks are made too. Where grants are kept lives elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

DAYS = 7
"""How long a signed grant can be used, and how long a number that was given up rests: until then the organization that
had it may take it again."""
DAY_MILLIS = 86_400_000
_AUDIENCE = "callflow phone number"
_CLOCKS_SECONDS = 60
"""By how much the clocks of two machines may differ."""


@dataclass(frozen=True, slots=True)
class SignedGrant:
    e164: str
    organization_id: str
    at: int
    """Milliseconds since the epoch, of a whole second."""
    take: bool = False
    """Whether another organization that has the number loses it."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A grant that cannot be used; the text says why and what to do."""

    reason: str


def sign(grant: SignedGrant, livekit_secret: str) -> str:
    import jwt

    seconds = grant.at // 1000
    claims = {
        "aud": _AUDIENCE,
        "sub": grant.e164,
        "org": grant.organization_id,
        "iat": seconds,
        "exp": seconds + DAYS * 86_400,
        "take": grant.take,
    }
    return jwt.encode(claims, _key(livekit_secret), algorithm="HS256")


def read(written: str, livekit_secret: str) -> SignedGrant | Unusable:
    import jwt

    if not livekit_secret:
        return Unusable("this API has no LIVEKIT_API_SECRET, with which grants are signed; set it")
    try:
        claims: dict[str, Any] = jwt.decode(
            written,
            _key(livekit_secret),
            algorithms=["HS256"],
            audience=_AUDIENCE,
            leeway=_CLOCKS_SECONDS,
            options={"require": ["aud", "sub", "iat", "exp"]},
        )
        return SignedGrant(str(claims["sub"]), str(claims["org"]), int(claims["iat"]) * 1000, claims["take"] is True)
    except jwt.ExpiredSignatureError:
        return Unusable(f"the grant is older than {DAYS} days; ask the operator for a new one")
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        return Unusable(
            "the grant was not signed with the LIVEKIT_API_SECRET of this API; run callflow phone with that secret"
        )


def _key(livekit_secret: str) -> bytes:
    """A key of its own, so that no token of LiveKit's is a grant, and no grant opens a room."""
    return hmac.digest(livekit_secret.encode(), b"callflow: grants of phone numbers", hashlib.sha256)
