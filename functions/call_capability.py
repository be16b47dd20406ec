"""Signs and reads capabilities: the right of a worker to run the turns of one call, and to read its agent.

A worker serves all organizations, so its own signature does not say for which one it may act. The backend signs that
when it begins the call. The key is one that workers do not have. Capabilities are not stored (decision 39).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.signed_claims import SignedClaims

HOURS = 6
"""Hours that a capability is valid. A longer call ends with the worker's own words."""
_TOKENS = SignedClaims("callflow call", b"callflow: capabilities of calls")


@dataclass(frozen=True, slots=True)
class CallCapability:
    """The call for which a worker may act."""

    organization_id: str
    flow_id: str
    room_name: str
    session_id: str
    agent_id: str | None = None
    """The agent whose voice the worker may read; None for a test."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A capability that cannot be used. `reason` says why, and the remedy."""

    reason: str
    unsigned: bool = False
    """True if no key fits: the reader may have an old one."""


def sign(capability: CallCapability, key: str, now: int) -> str:
    """Sign a capability as a JSON Web Token.

    Args:
        capability: The call.
        key: The present key of calls.
        now: Milliseconds since the epoch.

    Returns:
        The token, about 400 characters.
    """
    claims: dict[str, object] = {
        "sub": capability.session_id,
        "org": capability.organization_id,
        "flow": capability.flow_id,
        "room": capability.room_name,
        "iat": now // 1000,
        "exp": now // 1000 + HOURS * 3600,
    }
    if capability.agent_id is not None:
        claims["agent"] = capability.agent_id
    return _TOKENS.sign(claims, key)


def read(written: str, keys: Sequence[str]) -> CallCapability | Unusable:
    """Read a signed capability, or say why it cannot be used.

    Args:
        written: The token.
        keys: The keys with which it may be signed: the present one, and the one before a rotation.

    Returns:
        The call, or the reason.
    """
    if not keys:
        return Unusable("this API has no key of calls; set CALLFLOW_CALL_KEYS_SECRET as template.yaml does")
    results = [_read(written, key) for key in keys]
    # A token that a key fits is decided: its expiry is the reason, and not the other keys.
    return next((each for each in results if not (isinstance(each, Unusable) and each.unsigned)), results[0])


def _read(written: str, key: str) -> CallCapability | Unusable:
    claims = _TOKENS.read(written, key)
    if claims == "expired":
        return Unusable(f"the capability is older than {HOURS} hours; the call has to begin again")
    if not isinstance(claims, str) and {"org", "flow", "room"} <= claims.keys():
        return CallCapability(
            organization_id=str(claims["org"]),
            flow_id=str(claims["flow"]),
            room_name=str(claims["room"]),
            session_id=str(claims["sub"]),
            agent_id=None if claims.get("agent") is None else str(claims["agent"]),
        )
    return Unusable("the capability was not signed by this API; send the one of the call unchanged", unsigned=True)
