"""Reads a value from the keys that the caller pressed (DTMF). It reads no words."""

from __future__ import annotations

from typing import assert_never

from flow_core.json import Json
from flow_core.languages import Locale
from flow_core.values.answer import NoMatch
from flow_core.values.question import Question, Reading
from flow_core.values.types.choice import choice_at
from flow_core.values.types.number import from_digits as number_from_digits
from flow_core.values.types.when.asked import asked_of
from flow_core.values.types.when.calendar import NO_SUCH_DATE
from flow_core.values.types.when.date import keyed_date
from flow_core.values.types.when.time import keyed_time


def read_keys(digits: str, question: Question, locale: Locale, *, at: int, zone: str = "UTC") -> Json | NoMatch:
    """Read the value in the keys that the caller pressed. No text raises an error.

    Args:
        digits: The keys, `0-9*#A-D`. A "#" at the end sends the keys and is not part of the value.
        question: What was asked.
        locale: The caller's language and region.
        at: The turn's time in milliseconds since the epoch.
        zone: IANA. Days and times are those of this zone.

    Returns:
        The value; NoMatch if the keys are no value of the type.
    """
    value_type, choices = question.value_type, question.choices
    keys = digits.strip().removesuffix("#")
    if not keys:
        return NoMatch("no key was pressed")
    if value_type == "string":
        return keys
    if value_type == "money":
        from flow_core.values.types.money import from_keys

        return from_keys(keys, locale.region)
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
            return _date(keys, Reading(question, locale, at, zone))
        case "email":
            return NoMatch("an email address cannot be keyed")
        case "phone":
            from flow_core.values.types.spelled import phone

            return phone.from_digits(keys, question)
        case "choice":
            return choice_at(int(keys[:9]), choices)
        case "time":
            return keyed_time(keys)
        case "datetime" | "duration":
            return NoMatch(f"a {value_type} cannot be keyed")
        case "digits":
            from flow_core.values.types.spelled import digits as identifier

            return identifier.from_digits(keys, question)
        case "code":
            from flow_core.values.types.spelled.code import from_spelled

            return from_spelled(keys, question)
        case "postcode":
            from flow_core.values.postal import written

            return written(keys, question.country or locale.region) or NoMatch("the country has no such postcode")
        case "name":
            return NoMatch("a name cannot be keyed")
        case _:
            assert_never(value_type)


def _date(keys: str, reading: Reading) -> str | NoMatch:
    if len(keys) != 8:
        return NoMatch("a date is keyed as 8 digits, with the day and the month in the order of the caller's region")
    day = keyed_date(keys, asked_of(reading))
    return day.isoformat() if day is not None else NO_SUCH_DATE


def _are_digits(keys: str) -> bool:
    return keys.isascii() and keys.isdigit()


def _not_digits() -> NoMatch:
    return NoMatch("other keys than digits were pressed")
