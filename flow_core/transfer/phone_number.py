"""Phone numbers as E.164: + and 7 to 15 digits. What a caller says as a number is read in values/."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s().\-]")
_E164 = re.compile(r"\+[1-9]\d{6,14}\Z", re.ASCII)


def plain(written: str) -> str:
    """A number without `tel:` and the marks that people write between its digits."""
    return _SEPARATORS.sub("", written.removeprefix("tel:"))


def is_e164(number: str) -> bool:
    return _E164.match(number) is not None
