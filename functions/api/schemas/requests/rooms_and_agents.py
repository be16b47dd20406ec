"""What rooms, agents and phone numbers are asked for with."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from functions.api.schemas.requests.fields import Id, Name, PhoneNumberField, RequestModel, RoomName, SessionVariables


def _version(*words: str) -> BeforeValidator:
    """One message for the field, where a union would tell one for each member."""

    def check(value: object) -> object:
        if value in words or (type(value) is int and 1 <= value < 10**9):
            return value
        raise ValueError(f"must be a version's number, or {' or '.join(words)}")

    return BeforeValidator(check)


FlowVersion: TypeAlias = Annotated[int | Literal["latest"], _version("latest")]


class TestRequest(RequestModel):
    identity: Name | None = None
    variables: SessionVariables = Field(default_factory=dict)
    version: Annotated[int | Literal["latest", "draft"], _version("latest", "draft")] = "latest"


class PublishBody(RequestModel):
    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """What is new in this version, for whoever reads the list of versions."""


class AgentBody(RequestModel):
    name: Name
    flow_id: Id
    flow_version: FlowVersion = "latest"
    voice: Name | None = None
    language: Name | None = None


class PhoneNumberBody(RequestModel):
    agent_id: Id
    grant: Annotated[str, Field(max_length=2000)] | None = None
    """What `callflow phone grant` prints: the operator's signed permission for the organization to have the number."""


class CallRequest(RequestModel):
    room_name: RoomName
    called_number: PhoneNumberField
    caller_number: Annotated[str, Field(max_length=100)] | None = None
    sip_call_id: Annotated[str, Field(max_length=200)] | None = None
