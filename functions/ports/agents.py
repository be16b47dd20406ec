"""Agents, phone numbers and environments.

A number belongs to an organization and leads to an agent. The agent names a flow and its version, or an environment of
the flow, such as staging, which names the version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from functions.records import FlowPin


@dataclass(frozen=True, slots=True)
class Share:
    """The part of an agent's sessions that gets a version."""

    version: int
    percent: float
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Split:
    """Versions between which an agent splits its new sessions. The percents add up to 100."""

    split: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class InEnvironment:
    """The version that an environment of the flow has when a session begins."""

    environment: str


FlowVersion: TypeAlias = int | Literal["latest"] | Split | InEnvironment
"""The versions that an agent gives to its new sessions."""
DRAFT = "draft"
"""The environment that every flow has: its draft."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A name for the version of a flow that agents give to their new sessions, such as `staging`."""

    name: str
    version: int | Split
    at: int
    """When it got this version, in milliseconds since the epoch."""
    by: str
    """Who gave it, as in the audit."""
    had: tuple[int, ...] = ()
    """The versions that it had, each once, newest last, with the one that it has."""


@dataclass(frozen=True, slots=True)
class Agent:
    """The configuration that a phone number points to."""

    agent_id: str
    name: str
    flow_id: str
    flow_version: FlowVersion
    voice: str | None = None
    """The voice of text to speech; None for the worker's default."""
    language: str | None = None
    """The language of its calls, as a BCP 47 tag. None: the flow's."""
    time_zone: str | None = None
    """The time zone of its calls, as a name of the IANA database. None: the flow's."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A phone number of an organization."""

    e164: str
    organization_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class NumberGrant:
    """The operator's permission for an organization to use a number. A number has at most one: the newest."""

    e164: str
    organization_id: str
    at: int
    """When the operator gave it, in milliseconds since the epoch; 0 for a number that was taken without a grant."""
    released_at: int | None = None
    """When the organization released the number, in milliseconds since the epoch. None while it has the number, or has
    not taken it yet."""


NumberPut: TypeAlias = Literal["put", "owned", "outdated"]
"""The result of `Agents.put_number`. `owned`: another organization has the number. `outdated`: a newer grant exists."""


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """The answer to an incoming call. A repeated request for the same call gets the same answer."""

    organization_id: str
    agent_id: str
    flow_id: str
    flow_version: int | Literal["draft"]
    room_name: str
    session_id: str
    language: str | None = None
    """The agent's language when the call began. None if it names none."""
    time_zone: str | None = None
    """The agent's time zone when the call began. None if it names none."""
    draft: FlowPin | None = None
    """The stored revision of the draft, if the call runs the draft."""


class Agents(Protocol):
    """Stores agents, phone numbers and answered calls. Every method may raise UnavailableError."""

    def put_agent(self, organization_id: str, agent: Agent) -> None:
        """Save an agent, and replace the one with the same id."""
        ...

    def agent(self, organization_id: str, agent_id: str) -> Agent | None:
        """Return an agent, or None if it does not exist."""
        ...

    def delete_agent(self, organization_id: str, agent_id: str) -> bool:
        """Delete an agent. False if it does not exist."""
        ...

    def agents(self, organization_id: str, *, cursor: str | None, limit: int) -> tuple[tuple[Agent, ...], str | None]:
        """List agents by id.

        Args:
            organization_id: The organization.
            cursor: The cursor of the page, None for the first. BadCursorError is raised for any other text.
            limit: The number of agents at most.

        Returns:
            The agents, and the cursor of the next page; None after the last.
        """
        ...

    def put_number(
        self, number: PhoneNumber, *, grant: NumberGrant | None = None, instead_of: str | None = None
    ) -> NumberPut:
        """Give a number to an organization.

        Args:
            number: The number and its new owner.
            grant: A grant that is saved with the number and replaces an older one.
            instead_of: The organization that loses the number, if it has it.

        Returns:
            `put`, or why nothing was changed.
        """
        ...

    def grant(self, e164: str) -> NumberGrant | None:
        """Return the newest grant of a number; None if there is none."""
        ...

    def number(self, e164: str) -> PhoneNumber | None:
        """Return a number; None if no organization has it."""
        ...

    def delete_number(self, organization_id: str, e164: str, *, at: int) -> bool:
        """Release a number. Its grant then has the time of the release.

        Args:
            organization_id: The organization that releases the number.
            e164: The number.
            at: The time of the release, in milliseconds since the epoch.

        Returns:
            False if the organization does not have the number.
        """
        ...

    def numbers(
        self, organization_id: str, *, cursor: str | None, limit: int
    ) -> tuple[tuple[PhoneNumber, ...], str | None]:
        """List an organization's numbers in the order of their digits. Arguments and result are as for `agents`."""
        ...

    def answered_call(self, room_name: str, called_number: str) -> AnsweredCall | None:
        """Return the stored answer to a call; None for a new call."""
        ...

    def keep_answered_call(self, called_number: str, call: AnsweredCall) -> AnsweredCall:
        """Store the first answer to a call, and return the stored answer."""
        ...

    def forget_answered_call(self, room_name: str, called_number: str) -> None:
        """Delete the answer to a call, if there is one."""
        ...


class Environments(Protocol):
    """Stores the environments of flows. Every method may raise UnavailableError."""

    def all(self, organization_id: str, flow_id: str) -> tuple[Environment, ...]:
        """Return the environments of a flow by name. The draft is not among them. One consistent read."""
        ...

    def put(self, organization_id: str, flow_id: str, environment: Environment, *, limit: int) -> bool:
        """Create or replace an environment.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            environment: The environment.
            limit: The environments that a flow may have.

        Returns:
            False, without a change, if it would be one too many. ConflictError is raised if other requests change the
            environments all the time.
        """
        ...

    def delete(self, organization_id: str, flow_id: str, name: str) -> bool:
        """Delete an environment. False if it does not exist; ConflictError as in `put`."""
        ...
