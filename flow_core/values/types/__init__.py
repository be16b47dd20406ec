"""The finder of each type: it says which words of an utterance are values. A finder is loaded when it is first used."""

from __future__ import annotations

from functools import cache
from typing import assert_never

from flow_core.authored.asked import ValueType
from flow_core.values.types.finder import Finder


@cache
def finder_of(value_type: ValueType) -> Finder:
    """Return the finder of a type. A ValueError for a string, whose value is the whole answer."""
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
            from flow_core.values.types.spelled.email import EMAIL

            return EMAIL
        case "phone":
            from flow_core.values.types.spelled.phone import PHONE

            return PHONE
        case "choice":
            from flow_core.values.types.choice import CHOICE

            return CHOICE
        case "string":
            raise ValueError("a string is the whole answer, and no words of it are searched")
        case "time":
            from flow_core.values.types.when.time import TIME

            return TIME
        case "datetime":
            from flow_core.values.types.when.moment import DATETIME

            return DATETIME
        case "duration":
            from flow_core.values.types.when.duration import DURATION

            return DURATION
        case "money":
            from flow_core.values.types.money import MONEY

            return MONEY
        case "digits":
            from flow_core.values.types.spelled.digits import DIGITS

            return DIGITS
        case "code":
            from flow_core.values.types.spelled.code import CODE

            return CODE
        case "name":
            from flow_core.values.types.spelled.name import NAME

            return NAME
        case "postcode":
            from flow_core.values.types.spelled.postcode import POSTCODE

            return POSTCODE
        case _:
            assert_never(value_type)
