"""Signs claims as JSON Web Tokens and reads them. What a token is for, and what its claims mean, is elsewhere."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

_CLOCKS_SECONDS = 60
"""Seconds by which the clocks of two machines may differ."""


@dataclass(frozen=True, slots=True)
class SignedClaims:
    """Tokens of one kind. No token of another kind that the same key signs is one of them."""

    audience: str
    """The claim `aud` of each token."""
    context: bytes
    """The signing key is derived from a key and this text."""

    def sign(self, claims: Mapping[str, object], key: str) -> str:
        """Sign claims.

        Args:
            claims: The claims, with `sub`, `iat` and `exp`. Times are seconds since the epoch.
            key: The key.

        Returns:
            The token.
        """
        import jwt

        return jwt.encode({"aud": self.audience, **claims}, self._derived(key), algorithm="HS256")

    def read(self, written: str, key: str) -> Mapping[str, Any] | Literal["expired", "unsigned"]:
        """Read a token.

        Args:
            written: The token.
            key: The key with which it may be signed.

        Returns:
            The claims; `expired` if the key fits and the time is over, and `unsigned` for everything else.
        """
        import jwt

        try:
            claims: Mapping[str, Any] = jwt.decode(
                written,
                self._derived(key),
                algorithms=["HS256"],
                audience=self.audience,
                leeway=_CLOCKS_SECONDS,
                options={"require": ["aud", "sub", "iat", "exp"]},
            )
        except jwt.ExpiredSignatureError:
            return "expired"
        except (jwt.InvalidTokenError, TypeError, ValueError):
            return "unsigned"
        return claims

    def _derived(self, key: str) -> bytes:
        return hmac.digest(key.encode(), self.context, hashlib.sha256)
