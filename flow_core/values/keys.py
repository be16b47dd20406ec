"""Reads a value from the keys that the caller pressed (DTMF). Never hears a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from flow_core.json import Json
from flow_core.values.answer import Choice, NoMatch, ValueType
from flow_core.values.choice import choice_at
from flow_core.values.date_parts import iso
from flow_core.values.number import from_digits as number_from_digits
from flow_core.values.phone import from_digits as phone_from_digits


def read_pressed(pressed: str, value_type: ValueType, choices: Sequence[Choice]) -> Json | NoMatch:
    """`#` at the end sends the keys and is no part of the value."""
    keys = pressed.strip().removesuffix("#")
    if not keys:
        return NoMatch("no key was pressed")
    if value_type == "string":
        return keys
    if value_type == "number":
        keys = keys.replace("*", ".", 1)
        return number_from_digits(keys) if _are_digits(keys.replace(".", "", 1)) else _not_digits()
    if not _are_digits(keys):
        return _not_digits()
    match value_type:
        case "integer":
            return number_from_digits(keys)
        case "boolean":
            return {"1": True, "2": False}.get(keys, NoMatch("1 is yes and 2 is no"))
        case "date":
            return _date(keys)
        case "email":
            return NoMatch("an email address cannot be keyed")
        case "phone":
            return phone_from_digits(keys)
        case "choice":
            return choice_at(int(keys[:9]), choices)
        case _:
            assert_never(value_type)


def _date(keys: str) -> str | NoMatch:
    if len(keys) != 8:
        return NoMatch("a date is keyed as 8 digits, month, day and year")
    month_first = iso(int(keys[4:]), int(keys[:2]), int(keys[2:4]))
    return iso(int(keys[:4]), int(keys[4:6]), int(keys[6:])) if isinstance(month_first, NoMatch) else month_first


def _are_digits(keys: str) -> bool:
    return keys.isascii() and keys.isdigit()


def _not_digits() -> NoMatch:
    return NoMatch("other keys than digits were pressed")
