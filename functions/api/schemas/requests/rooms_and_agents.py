"""The bodies of requests about test rooms, calls, agents, phone numbers and versions."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from functions.api.schemas.requests.fields import (
    Id,
    LanguageTag,
    Name,
    PhoneNumberField,
    RequestModel,
    RoomName,
    SessionVariables,
    TimeZone,
)


def checked_version(*words: str) -> BeforeValidator:
    """Return the check of a version. A union type would report one error for each of its members; this reports one."""

    def check(value: object) -> object:
        if value in words or (type(value) is int and 1 <= value < 10**9):
            return value
        raise ValueError(f"must be the number of a version, or {' or '.join(words)}")

    return BeforeValidator(check)


FlowVersion: TypeAlias = Annotated[int | Literal["latest"], checked_version("latest")]
"""The number of a published version, or the latest."""


class TestRequest(RequestModel):
    """The test user, the initial variables and the version for a test room."""

    identity: Name | None = None
    variables: SessionVariables = Field(default_factory=dict)
    version: Annotated[int | Literal["latest", "draft"], checked_version("latest", "draft")] = "latest"


class PublishBody(RequestModel):
    """A note about the new version. The list of versions shows it."""

    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class AgentBody(RequestModel):
    """The configuration of an agent. `language` and `timeZone` come before those of the flow."""

    name: Name
    flow_id: Id
    flow_version: FlowVersion = "latest"
    voice: Name | None = None
    language: LanguageTag | None = None
    time_zone: TimeZone | None = None


class PhoneNumberBody(RequestModel):
    """The agent that answers a phone number.

    `grant` is the operator's signed permission for the organization to use the number. The command
    `callflow phone grant` prints it.
    """

    agent_id: Id
    grant: Annotated[str, Field(max_length=2000)] | None = None


class CallRequest(RequestModel):
    """A phone call that has reached a worker."""

    room_name: RoomName
    called_number: PhoneNumberField
    caller_number: Annotated[str, Field(max_length=100)] | None = None
    sip_call_id: Annotated[str, Field(max_length=200)] | None = None
