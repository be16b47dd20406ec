"""The finder of each type: it says which words of an utterance are values. A finder is loaded when it is first used."""

from __future__ import annotations

from functools import cache
from typing import assert_never

from flow_core.flow import ValueType
from flow_core.values.types.finder import Finder

UNREADABLE: frozenset[ValueType] = frozenset(
    (
        "money",
        "digits",
        "code",
        "name",
        "postcode",
    )
)
"""The types that have no finder. check/ refuses a flow that asks for one."""
_NOTHING = Finder("value", lambda words, reading: ())


@cache
def finder_of(value_type: ValueType) -> Finder:
    """Return the finder of a type."""
    match value_type:
        case "number":
            from flow_core.values.types.number import NUMBER

            return NUMBER
        case "integer":
            from flow_core.values.types.number import INTEGER

            return INTEGER
        case "boolean":
            from flow_core.values.types.boolean import BOOLEAN

            return BOOLEAN
        case "date":
            from flow_core.values.types.when.date import DATE

            return DATE
        case "email":
            from flow_core.values.types.email import EMAIL

            return EMAIL
        case "phone":
            from flow_core.values.types.phone import PHONE

            return PHONE
        case "choice":
            from flow_core.values.types.choice import CHOICE

            return CHOICE
        case "string":
            from flow_core.values.types.text import TEXT

            return TEXT
        case "time":
            from flow_core.values.types.when.time import TIME

            return TIME
        case "datetime":
            from flow_core.values.types.when.moment import DATETIME

            return DATETIME
        case "duration":
            from flow_core.values.types.when.duration import DURATION

            return DURATION
        case "money" | "digits" | "code" | "name" | "postcode":
            return _NOTHING
        case _:
            assert_never(value_type)
