"""The text of an API key: `cf_<id>_<secret>`. The store knows the id and a digest of the whole text, never the secret.

The secret has 256 random bits, so a plain SHA-256 is enough: nobody can try that many. A slow hash is for passwords.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass

PREFIX = "cf_"
"""The beginning of each key. Scanners for leaked secrets can find it."""
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_ID, _SECRET = 12, 43
"""Digits of base 62: 71 bits, and 256 bits."""
_KEY = re.compile(rf"cf_([0-9A-Za-z]{{{_ID}}})_[0-9A-Za-z]{{{_SECRET}}}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that nobody has yet."""

    key_id: str
    text: str
    """The whole key. It is shown once."""


def new_key() -> NewKey:
    """Make a random key."""
    key_id = _random(secrets.randbits(71), _ID)
    return NewKey(key_id, f"{PREFIX}{key_id}_{_random(secrets.randbits(256), _SECRET)}")


def id_of(text: str) -> str | None:
    """Return the id in the text of a key; None if the text is no key."""
    found = _KEY.match(text)
    return None if found is None else found[1]


def digest_of(text: str) -> str:
    """Return the digest of a key that is stored, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fits(text: str, digest: str) -> bool:
    """Return whether a key has a digest. The time that it takes does not depend on the digits that agree."""
    return hmac.compare_digest(digest_of(text), digest)


def _random(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(digits)
