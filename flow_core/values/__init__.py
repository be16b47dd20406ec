"""Reads the value that an elicitation asks for from what a caller said or keyed. Never asks again, never validates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from flow_core.json import Json
from flow_core.values.answer import Choice, NoMatch, ValueType
from flow_core.values.boolean import read_boolean
from flow_core.values.choice import read_choice
from flow_core.values.date import read_date
from flow_core.values.email import read_email
from flow_core.values.keys import read_pressed
from flow_core.values.number import read_integer, read_number
from flow_core.values.phone import read_phone
from flow_core.values.text import read_text

__all__ = ["Choice", "NoMatch", "ValueType", "read", "read_keys"]


def read(said: str, value_type: ValueType, *, choices: Sequence[Choice] = (), whole: bool, at: int) -> Json | NoMatch:
    """The value in an utterance: the whole of it must be the value if `whole`, else the value stands somewhere in it.

    `at` is the turn's time in milliseconds since the epoch; a day is a day in UTC. Never raises for any `said`.
    """
    match value_type:
        case "string":
            return read_text(said)
        case "number":
            return read_number(said, whole=whole)
        case "integer":
            return read_integer(said, whole=whole)
        case "boolean":
            return read_boolean(said, whole=whole)
        case "date":
            return read_date(said, whole=whole, at=at)
        case "email":
            return read_email(said, whole=whole)
        case "phone":
            return read_phone(said, whole=whole)
        case "choice":
            return read_choice(said, choices, whole=whole)
        case _:
            assert_never(value_type)


def read_keys(
    digits: str,
    value_type: ValueType,
    *,
    choices: Sequence[Choice] = (),
    at: int,  # the same door as `read`; a keyed date names its year itself
) -> Json | NoMatch:
    """The value in the keys that were pressed; a "#" at the end is no part of it. Never raises for any `digits`."""
    return read_pressed(digits, value_type, choices)
