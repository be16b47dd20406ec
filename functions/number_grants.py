"""Signs and reads grants: the operator's permission for an organization to use a phone number.

The key derives from LiveKit's API secret, which the operator has: trunks are made with it too. Grants are not stored
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.signed_claims import SignedClaims

DAYS = 7
"""Days a signed grant can be used, and days a released number is reserved for the organization that had it."""
DAY_MILLIS = 86_400_000
"""Milliseconds of a day."""
_TOKENS = SignedClaims("callflow phone number", b"callflow: grants of phone numbers")
"""No LiveKit token is a grant, and no grant opens a room."""


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
    seconds = grant.at // 1000
    claims = {
        "sub": grant.e164,
        "org": grant.organization_id,
        "iat": seconds,
        "exp": seconds + DAYS * 86_400,
        "take": grant.take,
    }
    return _TOKENS.sign(claims, livekit_secret)


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
    if not livekit_secret:
        return Unusable("this API has no LIVEKIT_API_SECRET, with which grants are signed; set it")
    claims = _TOKENS.read(written, livekit_secret)
    if claims == "expired":
        return Unusable(f"the grant is older than {DAYS} days; ask the operator for a new one")
    if not isinstance(claims, str):
        try:
            at = int(claims["iat"]) * 1000
            return SignedGrant(str(claims["sub"]), str(claims["org"]), at, claims["take"] is True)
        except (KeyError, TypeError, ValueError):
            pass
    return Unusable(
        "the grant was not signed with the LIVEKIT_API_SECRET of this API; run callflow phone with that secret"
    )
