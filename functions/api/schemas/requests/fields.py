"""What the contract's JSON is made of: camelCase on the wire, snake_case here. Strict: an unknown field is an error."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from flow_core.flow import variable_name_problem
from flow_core.json import Unsound, sound
from flow_core.transfer.phone_number import is_e164, plain
from functions.api.http.ids import ID_RULE, is_valid_id


class RequestModel(BaseModel):
    # Built with the first request that is read by it.
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True, defer_build=True)


def _variables(given: dict[str, JsonValue]) -> dict[str, JsonValue]:
    for name in given:
        problem = variable_name_problem(name)
        if problem is not None:
            raise ValueError(f"the name {name[:100]!r} {problem}")
    for value in given.values():
        kept = sound(value)
        if isinstance(kept, Unsound):
            raise ValueError(f"hold {kept.error}")
        if kept != value:  # `1e999` is JSON, and infinity when it is read
            raise ValueError("hold a number that is too large")
    return given


def _printable(text: str) -> str:
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("must hold no control characters")
    return text


def _id(name: str) -> str:
    if not is_valid_id(name):
        raise ValueError(ID_RULE)
    return name


Id: TypeAlias = Annotated[str, AfterValidator(_id)]
SessionVariables: TypeAlias = Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(_variables)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
RoomName: TypeAlias = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_printable)]
TurnId: TypeAlias = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]
UserInput: TypeAlias = Annotated[str, Field(max_length=4000)]


def e164(written: str) -> str:
    """A number as E.164; dashes, dots, brackets and spaces, `tel:`, a leading 00 and a missing + are mended.

    ValueError.
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
