"""The bodies of requests about test rooms, calls, agents, phone numbers and versions."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, field_validator

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
    return BeforeValidator(lambda value: _one_version(value, words))


def _one_version(value: object, words: tuple[str, ...]) -> object:
    if value in words or (type(value) is int and 1 <= value < 10**9):
        return value
    raise ValueError(f"must be the number of a version, or {' or '.join(words)}")


MAX_SHARES = 10
"""Versions between which an agent may split its sessions."""


class ShareBody(RequestModel):
    """The percent of an agent's new sessions that gets a version."""

    version: Annotated[int, Field(ge=1, lt=10**9)]
    percent: Annotated[float, Field(ge=0, le=100)]


def _whole(split: list[ShareBody]) -> list[ShareBody]:
    if abs(sum(share.percent for share in split) - 100) > 1e-6:
        raise ValueError("must have percents that add up to 100")
    if len({share.version for share in split}) < len(split):
        raise ValueError("must name each version once")
    return split


Shares: TypeAlias = Annotated[list[ShareBody], Field(min_length=1, max_length=MAX_SHARES), AfterValidator(_whole)]
"""Versions with percents that add up to 100."""


class SplitBody(RequestModel):
    """Versions between which an agent splits its new sessions, by the session's id. The percents add up to 100."""

    split: Shares


ENVIRONMENT_RULE = "must be 1 to 40 lowercase letters, digits or -, the first a letter"
"""The message for a malformed name of an environment."""
_ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")


def is_environment_name(name: str) -> bool:
    """Return whether an environment may have a name."""
    return _ENVIRONMENT.match(name) is not None


class InEnvironmentBody(RequestModel):
    """The environment of the flow that names the version of an agent's new sessions. `draft` is the flow's draft."""

    environment: str

    @field_validator("environment")
    @classmethod
    def _named(cls, name: str) -> str:
        if not is_environment_name(name):
            raise ValueError(ENVIRONMENT_RULE)
        return name


def _version_or_split(value: object) -> object:
    if not isinstance(value, dict):
        return _one_version(value, ("latest",))
    try:
        return (InEnvironmentBody if "environment" in value else SplitBody).model_validate(value)
    except ValidationError as error:
        # One error for the field, as for a version: the members of a union have no names for a caller.
        first = error.errors()[0]
        place = "".join(f"{part}: " for part in first["loc"])
        raise ValueError(place + str(first["msg"]).removeprefix("Value error, ")) from None


FlowVersion: TypeAlias = Annotated[
    int | Literal["latest"] | SplitBody | InEnvironmentBody, BeforeValidator(_version_or_split)
]
"""The number of a published version, the latest, a split between versions, or an environment of the flow."""


class EnvironmentBody(RequestModel):
    """What an environment gives to new sessions: the number of a version, or a split between versions.

    `override` takes a version that the gate of the flow does not let pass. The audit keeps it.
    """

    version: Annotated[int, Field(ge=1, lt=10**9)] | None = None
    split: Shares | None = None
    override: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class TestRequest(RequestModel):
    """The test user, the initial variables and the version for a test room."""

    identity: Name | None = None
    variables: SessionVariables = Field(default_factory=dict)
    version: Annotated[int | Literal["latest", "draft"], checked_version("latest", "draft")] = "latest"


class PublishBody(RequestModel):
    """A note about the new version, which the list of versions shows, and why the gate is passed by.

    `override` publishes a draft that the gate does not let pass. The audit keeps it.
    """

    note: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    override: Annotated[str, Field(min_length=1, max_length=500)] | None = None


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
