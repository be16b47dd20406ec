"""Where agents and phone numbers are kept: number -> agent -> flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Agent:
    agent_id: str
    name: str
    flow_id: str
    flow_version: int | Literal["latest"]
    voice: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    e164: str
    organization_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class NumberGrant:
    """That an organization may have a number. A number has one at most: the newest."""

    e164: str
    organization_id: str
    at: int
    """When the operator gave it, in milliseconds since the epoch; 0 for a number that was taken without one."""
    released_at: int | None = None
    """When the organization gave the number up; None while it has it, or has not taken it yet."""


NumberPut: TypeAlias = Literal["put", "owned", "outdated"]
"""`owned`: another organization has the number. `outdated`: a newer grant of the number stands."""


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """What an incoming call was told; the same call again is told the same."""

    organization_id: str
    agent_id: str
    flow_id: str
    flow_version: int
    room_name: str
    session_id: str


class Agents(Protocol):
    def put_agent(self, organization_id: str, agent: Agent) -> None: ...

    def agent(self, organization_id: str, agent_id: str) -> Agent | None: ...

    def delete_agent(self, organization_id: str, agent_id: str) -> bool:
        """False if there was none."""
        ...

    def agents(self, organization_id: str, *, cursor: str | None, limit: int) -> tuple[tuple[Agent, ...], str | None]:
        """A page by agent id, and the cursor of the next. BadCursorError."""
        ...

    def put_number(
        self, number: PhoneNumber, *, grant: NumberGrant | None = None, instead_of: str | None = None
    ) -> NumberPut:
        """Give a number to an organization. Nothing is changed unless it is `put`.

        grant: kept with it, in place of an older one.
        instead_of: the organization that loses the number, if it has it.
        """
        ...

    def grant(self, e164: str) -> NumberGrant | None: ...

    def number(self, e164: str) -> PhoneNumber | None: ...

    def delete_number(self, organization_id: str, e164: str, *, at: int) -> bool:
        """Take a number from the organization that has it; its grant then tells when. False if it had none such.

        at: milliseconds since the epoch.
        """
        ...

    def numbers(
        self, organization_id: str, *, cursor: str | None, limit: int
    ) -> tuple[tuple[PhoneNumber, ...], str | None]: ...

    def answered_call(self, room_name: str, called_number: str) -> AnsweredCall | None: ...

    def keep_answered_call(self, called_number: str, call: AnsweredCall) -> AnsweredCall:
        """Keep the first answer given to a call, and give that one back."""
        ...
