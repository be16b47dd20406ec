"""Reads the value that an elicitation asks for from the caller's words or keys. It asks and validates nothing.

The rules of each type are in types/. The words of each language are in a separate folder, such as en/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from flow_core.flow import ValueType
from flow_core.json import Json
from flow_core.values.answer import Choice, NoMatch
from flow_core.values.keys import read_keys
from flow_core.values.languages import language_of
from flow_core.values.types.boolean import read_boolean
from flow_core.values.types.choice import read_choice
from flow_core.values.types.date import read_date
from flow_core.values.types.email import read_email
from flow_core.values.types.number import read_integer, read_number
from flow_core.values.types.phone import read_phone
from flow_core.values.types.text import read_text

if TYPE_CHECKING:
    from flow_core.values.language import Language

__all__ = ["Choice", "NoMatch", "ValueType", "language_of", "read", "read_keys"]


def read(
    said: str,
    value_type: ValueType,
    *,
    choices: Sequence[Choice] = (),
    whole: bool,
    at: int,
    language: Language | None = None,
) -> Json | NoMatch:
    """Read the value in an utterance. No utterance raises an error.

    Args:
        said: The caller's words.
        value_type: The type of the value.
        choices: The choices on offer, for the type "choice".
        whole: Whether the utterance must be the value and nothing else. If False, other words may surround it.
        at: The turn's time in milliseconds since the epoch. Days are days in UTC.
        language: The caller's language; None for the default language.

    Returns:
        The value; NoMatch if the utterance has none, or more than one.
    """
    language = language or language_of()
    match value_type:
        case "string":
            return read_text(said)
        case "number":
            return read_number(said, language, whole=whole)
        case "integer":
            return read_integer(said, language, whole=whole)
        case "boolean":
            return read_boolean(said, language, whole=whole)
        case "date":
            return read_date(said, language, whole=whole, at=at)
        case "email":
            return read_email(said, language, whole=whole)
        case "phone":
            return read_phone(said, language, whole=whole)
        case "choice":
            return read_choice(said, choices, language, whole=whole)
        case _:
            assert_never(value_type)
