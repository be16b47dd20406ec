"""Phone numbers as E.164: + and 7 to 15 digits. values/ reads the numbers that callers say."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s().\-]")
_E164 = re.compile(r"\+[1-9]\d{6,14}\Z", re.ASCII)


def plain(number: str) -> str:
    """Return a number without `tel:` and without separators between its digits."""
    return _SEPARATORS.sub("", number.removeprefix("tel:"))


def is_e164(number: str) -> bool:
    """Return whether a text is an E.164 number."""
    return _E164.match(number) is not None
