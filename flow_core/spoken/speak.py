"""How each value is spoken: by the filter of its hole, by the type of its variable, or by its look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, assert_never

from flow_core.json import Json
from flow_core.spoken import days, letters, phones
from flow_core.spoken.lists import join
from flow_core.spoken.money import money_of, money_of_number, say_money
from flow_core.spoken.numbers import number_of, say_number, say_plain_number
from flow_core.text.filters import Filter
from flow_core.text.templates import as_text

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice

_Manner: TypeAlias = Filter | Literal["duration"]
"""How a value is spoken: as a filter says it, or as a duration."""

_MANNERS: Mapping[str, _Manner] = {
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "duration": "duration",
    "money": "money",
    "digits": "digits",
    "code": "spell",
    "postcode": "spell",
    "phone": "phone",
}
"""Type of a value that a caller was asked for -> how it is spoken. Values of other types are spoken by their look."""
_MAX_DEPTH = 100
"""Lists within each other that are spoken."""
_MAX_FORM_CHARACTERS = 40
"""Characters of the longest form of a date or phone number."""


class Spoken(NamedTuple):
    """A value in words."""

    text: str
    """The words; "" if there are none for the value."""
    error: str | None = None
    """What is wrong with the value, with the remedy. None if it is spoken as its author wants."""


def speak(value: Json, voice: Voice, filter: Filter | None = None, value_type: str | None = None) -> Spoken:
    """Say a value. Null is never heard, and neither is JSON.

    Args:
        value: The value of an expression.
        voice: Language, region and time zone.
        filter: The filter that the author names. A value that it cannot say is spoken as without a filter, with an
            error.
        value_type: The type of value that the caller was asked for, such as "code"; None if it is unknown. A value
            that is not of the type is spoken by its look, without an error.
    """
    wanted = filter or _MANNERS.get(value_type or "")
    errors: list[str] = []
    text = _say(value, voice, wanted, filter, errors, 0)
    return Spoken(text, errors[0] if errors else None)


def _say(
    value: Json, voice: Voice, wanted: _Manner | None, filter: Filter | None, errors: list[str], depth: int
) -> str:
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        value = _parsed(value)
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        if depth == _MAX_DEPTH:
            return ""
        return join([_say(item, voice, wanted, filter, errors, depth + 1) for item in value], voice)
    said = None if wanted is None else _by_manner(value, voice, wanted)
    if said is not None:
        return said
    if filter is not None and filter != "list":
        errors.append(f'the filter "{filter}" cannot say {_kind(value)}; {_NEEDS[filter]}')
    return _by_look(value, voice, errors)


_NEEDS: Mapping[Filter, str] = {
    "date": "it needs YYYY-MM-DD, a date with a time, or milliseconds",
    "time": "it needs HH:MM, a date with a time, or milliseconds",
    "datetime": "it needs a date with a time in ISO 8601, or milliseconds",
    "money": "it needs {amount, currency} or a number",
    "number": "it needs a number",
    "digits": "it needs digits",
    "spell": "it needs a short text",
    "phone": "it needs a phone number",
}


def _by_manner(value: Json, voice: Voice, manner: _Manner) -> str | None:
    """Say a value in a manner; None if the manner cannot say it."""
    match manner:
        case "date":
            day = days.date_of(value, voice)
            return None if day is None else days.say_date(day, voice)
        case "time":
            clock = days.time_of(value, voice)
            return None if clock is None else days.say_time(clock, voice)
        case "datetime":
            moment = days.moment_of(value, voice)
            return None if moment is None else days.say_moment(moment, voice)
        case "duration":
            return days.say_duration(value, voice)
        case "money":
            money = money_of(value) or money_of_number(value, voice)
            return None if money is None else say_money(money, voice)
        case "number":
            number = number_of(value)
            return None if number is None else say_number(number, voice)
        case "digits" | "spell":
            text = value if isinstance(value, str) else as_text(value) if number_of(value) is not None else None
            if text is None or len(text) > letters.MAX_CHARACTERS:
                return None
            return (letters.say_digits if manner == "digits" else letters.spell)(text, voice) or None
        case "phone":
            return phones.say_phone(value, voice)
        case "list":
            return None
        case _:
            assert_never(manner)


def _by_look(value: Json, voice: Voice, errors: list[str]) -> str:
    """Say a value that no manner fits."""
    if isinstance(value, bool):
        return voice.language.yes if value else voice.language.no
    if isinstance(value, int | float):
        return say_plain_number(value, voice)
    if isinstance(value, str):
        return _text_by_look(value, voice)
    money = money_of(value)
    if money is not None:
        return say_money(money, voice)
    errors.append("an object cannot be spoken: name one of its fields, such as {{ order.number }}")
    return ""


def _text_by_look(text: str, voice: Voice) -> str:
    """Say a text: a machine's form of a date, a moment or a phone number in words, other text unchanged.

    "10:30" and "P1D" stay, because a text that looks so may be another thing.
    """
    if text[:1] not in "0123456789+" or len(text) > _MAX_FORM_CHARACTERS:
        return text
    if phones.is_e164(text):
        return phones.say_phone(text, voice) or text
    if (moment := days.moment_of(text, voice)) is not None:
        return days.say_moment(moment, voice)
    if (day := days.date_of(text, voice)) is not None:
        return days.say_date(day, voice)
    return text


def _parsed(text: str) -> Json:
    """Return the list or object that a text is as JSON; the text if it is none."""
    try:
        value: Json = json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        return text
    return value


def _reject_constant(constant: str) -> Json:
    """Reject NaN and the infinities, which only Python accepts as JSON."""
    raise ValueError(constant)


def _kind(value: Json) -> str:
    """Return what a value is, without its content: it may hold a caller's words."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "this number"
    return "this text" if isinstance(value, str) else "an object"
