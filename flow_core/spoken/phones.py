"""Phone numbers in words: digit by digit, in the groups of their country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flow_core.json import Json

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice

_NUMBER = re.compile(r"\+?[\d\s().\-/]{3,40}\Z", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{7,14}\Z", re.ASCII)
_GROUP = 3
"""Digits of a group in a number whose country has no groups for it."""


def is_e164(value: str) -> bool:
    """Return whether a text is a phone number with its country: a plus, and as many digits as the country allows."""
    if _E164.match(value) is None:
        return False
    import phonenumbers

    try:
        reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        return False
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def say_phone(value: Json, voice: Voice) -> str | None:
    """Say a phone number: "plus 1, 4 1 5, 5 5 5, 0 1 3 2". None if the value is no phone number."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NUMBER.match(text.strip()):
        return None
    text = text.strip()
    digits = re.sub(r"\D", "", text)
    if len(digits) < 3:
        return None
    groups = _groups_of_country(text, voice.region)
    if groups is None or len(groups) == 1 or "".join(groups) != digits:
        groups = _groups_of_three(digits)
    said = ", ".join(" ".join(group) for group in groups)
    return f"{voice.language.plus} {said}" if text.startswith("+") else said


def _groups_of_country(text: str, region: str) -> list[str] | None:
    import phonenumbers

    international = text.startswith("+")
    try:
        number = phonenumbers.parse(text, None if international else region)
    except phonenumbers.NumberParseException:
        return None
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL if international else phonenumbers.PhoneNumberFormat.NATIONAL
    return re.findall(r"\d+", phonenumbers.format_number(number, style))


def _groups_of_three(digits: str) -> list[str]:
    groups = [digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups
