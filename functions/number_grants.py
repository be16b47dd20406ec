"""Signs and reads grants: the operator's permission for an organization to use a phone number.

The key derives from LiveKit's API secret, which the operator has: trunks are made with it too. Grants are not stored
here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DAYS = 7
"""Days a signed grant can be used, and days a released number is reserved for the organization that had it."""
DAY_MILLIS = 86_400_000
"""Milliseconds of a day."""
_AUDIENCE = "callflow phone number"
_CLOCKS_SECONDS = 60
"""Seconds by which the clocks of two machines may differ."""


@dataclass(frozen=True, slots=True)
class SignedGrant:
    """A grant that the operator signed."""

    e164: str
    organization_id: str
    at: int
    """Milliseconds since the epoch; a whole second."""
    take: bool = False
    """True if another organization that has the number loses it."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A grant that cannot be used. `reason` says why, and the remedy."""

    reason: str


def sign(grant: SignedGrant, livekit_secret: str) -> str:
    """Sign a grant as a JSON Web Token."""
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


def read(written: str, livekit_secrets: Sequence[str]) -> SignedGrant | Unusable:
    """Read a signed grant, or say why it cannot be used.

    Args:
        written: The grant.
        livekit_secrets: The secrets with which it may be signed: the present one, and during a rotation the one before.

    Returns:
        The grant, or the reason that holds for the first secret.
    """
    results = [_read(written, secret) for secret in livekit_secrets or ("",)]
    return next((result for result in results if isinstance(result, SignedGrant)), results[0])


def _read(written: str, livekit_secret: str) -> SignedGrant | Unusable:
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
    """Derive a key, so that no LiveKit token is a grant, and no grant opens a room."""
    return hmac.digest(livekit_secret.encode(), b"callflow: grants of phone numbers", hashlib.sha256)
