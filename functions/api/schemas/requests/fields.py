"""The base model and the field types of request bodies. JSON uses camelCase, Python snake_case."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from flow_core.transfer.phone_number import is_e164, plain
from flow_core.variables.given import require_sound, require_variables
from functions.api.http.ids import ID_RULE, is_valid_id


class RequestModel(BaseModel):
    """A strict model. An unknown field is an error. The schema is built at its first use."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True, defer_build=True)


def _printable(text: str) -> str:
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("must not contain control characters")
    return text


def _language_tag(tag: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", tag):
        raise ValueError("must be a language tag, like en-US or es")
    return tag


def _time_zone(name: str) -> str:
    # Loads the rules of `check`, which only this request needs.
    from flow_core.check.locale import is_time_zone

    if not is_time_zone(name):
        raise ValueError("must be the name of a time zone, like Europe/London or America/New_York")
    return name


def _id(name: str) -> str:
    if not is_valid_id(name):
        raise ValueError(ID_RULE)
    return name


Id: TypeAlias = Annotated[str, AfterValidator(_id)]
"""The id of a flow or an agent."""
SessionVariables: TypeAlias = Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(require_variables)]
"""Initial values of variables, by name; at most 200."""
Arguments: TypeAlias = Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(require_sound)]
"""The arguments of a tool of a model, by name; at most 200."""
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
"""A name for people, of 1 to 200 characters."""
LanguageTag: TypeAlias = Annotated[str, Field(max_length=35), AfterValidator(_language_tag)]
"""A BCP 47 tag, such as en-GB. Engines of speech know more languages than flows do, so any is accepted."""
TimeZone: TypeAlias = Annotated[str, Field(max_length=64), AfterValidator(_time_zone)]
"""The name of a time zone of the IANA database."""
RoomName: TypeAlias = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_printable)]
"""The name of a LiveKit room, of 1 to 255 characters."""
TurnId: TypeAlias = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]
"""The id that the client chooses for a turn, of 1 to 64 characters."""
UserInput: TypeAlias = Annotated[str, Field(max_length=4000)]
"""The words of the caller, at most 4,000 characters."""

MAX_WHISPER = 1000
"""Characters of a whisper."""


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


Whisper: TypeAlias = Annotated[str, Field(max_length=MAX_WHISPER), AfterValidator(_filled)]
"""What a supervisor tells the agent of a call, of 1 to 1,000 characters."""


def e164(written: str) -> str:
    """Normalize a phone number to E.164.

    Args:
        written: The number. It may have dashes, dots, brackets, spaces and `tel:`. It may begin with 00, or without +.

    Returns:
        The number as E.164, such as `+15550100`.

    Raises:
        ValueError: If it is not a phone number.
    """
    number = plain(written)
    number = f"+{number[2:]}" if number.startswith("00") else number
    number = number if number.startswith("+") else f"+{number}"
    if not is_e164(number):
        raise ValueError("must be a phone number as E.164: + and 7 to 15 digits, like +15550100")
    return number


PhoneNumberField: TypeAlias = Annotated[
    str, Field(max_length=64), BeforeValidator(lambda value: e164(value) if isinstance(value, str) else value)
]
"""A phone number, normalized to E.164."""
