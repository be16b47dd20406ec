"""The contract's JSON as models: camelCase on the wire, snake_case here. Strict: an unknown field is an error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from flow_core.check.document import DEEPEST
from flow_core.flow import variable_name_problem
from flow_core.phone_number import is_e164, plain
from flow_core.state import Message
from functions.api.names import FIT, fits
from functions.records import Interruption, TurnCall


class Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True)


class WireReply(Wire):
    """Made here, by the names that are used here."""

    model_config = ConfigDict(populate_by_name=True)


def _variables(given: dict[str, JsonValue]) -> dict[str, JsonValue]:
    for name in given:
        problem = variable_name_problem(name)
        if problem is not None:
            raise ValueError(f"the name {name[:100]!r} {problem}")
    for value in given.values():
        _storable(value, 1)
    return given


def _storable(value: JsonValue, depth: int) -> None:
    """ValueError. `1e999` is JSON, and infinity when it is read; a deep value would not be read again once stored."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("hold a number that is too large")
    if isinstance(value, dict | list):
        if depth > DEEPEST:
            raise ValueError(f"are nested more than {DEEPEST} levels deep")
        for item in value.values() if isinstance(value, dict) else value:
            _storable(item, depth + 1)


def present(written: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without the fields that have nothing to tell."""
    return {name: value for name, value in written.items() if value is not None}


def _printable(text: str) -> str:
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise ValueError("must hold no control characters")
    return text


def _id(name: str) -> str:
    if not fits(name):
        raise ValueError(FIT)
    return name


Id: TypeAlias = Annotated[str, AfterValidator(_id)]
GivenVariables: TypeAlias = Annotated[dict[str, JsonValue], Field(max_length=200), AfterValidator(_variables)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
RoomName: TypeAlias = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_printable)]
TurnId: TypeAlias = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]
Said: TypeAlias = Annotated[str, Field(max_length=4000)]


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


PhoneNumber: TypeAlias = Annotated[
    str, Field(max_length=64), BeforeValidator(lambda value: e164(value) if isinstance(value, str) else value)
]


class WireInterruption(Wire):
    turn_id: TurnId
    heard: Annotated[str, Field(max_length=8000)]


class WireMissed(Wire):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=8000)]


class ProcessRequest(Wire):
    room_name: RoomName
    user_input: Said | None = None
    turn_id: TurnId | None = None
    user_id: Name | None = None
    variables: GivenVariables = Field(default_factory=dict)
    dtmf: Annotated[str, Field(max_length=64, pattern=r"^[0-9*#A-Da-d]*$")] | None = None
    no_input: bool = False
    interrupted: WireInterruption | None = None
    missed: Annotated[list[WireMissed], Field(max_length=100)] = Field(default_factory=list)

    def call(self, turn_id: str) -> TurnCall:
        """Blank input is no input: nothing was said."""
        cut = self.interrupted
        return TurnCall(
            turn_id=turn_id,
            user_input=self.user_input if self.user_input and self.user_input.strip() else None,
            dtmf=self.dtmf or None,
            no_input=self.no_input,
            variables=self.variables,
            interrupted=None if cut is None else Interruption(cut.turn_id, cut.heard),
            missed=tuple(Message(missed.role, missed.content, turn_id) for missed in self.missed),
            user_id=self.user_id,
        )


class ProcessReply(WireReply):
    """For the OpenAPI document: a reply goes out as the bytes that were stored."""

    session_id: str
    turn_id: str
    status: str
    current_node_id: str | None
    response: str
    completed: bool
    action: dict[str, Any]
    last_response: str | None = None


def _version(*words: str) -> BeforeValidator:
    """One message for the field, where a union would tell one for each member."""

    def check(value: object) -> object:
        if value in words or (type(value) is int and 1 <= value < 10**9):
            return value
        raise ValueError(f"must be a version's number, or {' or '.join(words)}")

    return BeforeValidator(check)


FlowVersion: TypeAlias = Annotated[int | Literal["latest"], _version("latest")]


class TestRequest(Wire):
    identity: Name | None = None
    variables: GivenVariables = Field(default_factory=dict)
    version: Annotated[int | Literal["latest", "draft"], _version("latest", "draft")] = "latest"


class TestRoom(WireReply):
    session_id: str
    room_name: str
    token: str
    identity: str
    server_url: str
    flow_name: str


class AgentBody(Wire):
    name: Name
    flow_id: Id
    flow_version: FlowVersion = "latest"
    voice: Name | None = None
    language: Name | None = None


class PhoneNumberBody(Wire):
    agent_id: Id


class CallRequest(Wire):
    room_name: RoomName
    called_number: PhoneNumber
    caller_number: Annotated[str, Field(max_length=100)] | None = None
    sip_call_id: Annotated[str, Field(max_length=200)] | None = None
