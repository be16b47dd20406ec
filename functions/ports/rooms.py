"""LiveKit rooms, as the API uses them: tokens for participants, events from webhooks, and agent dispatches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from flow_core.json import Json
from functions.errors import CallflowError, PlainError
from functions.ports.supervision.rooms import SupervisedRooms
from functions.ports.supervision.takeovers import Takeover


class NotFromLiveKitError(CallflowError):
    """A webhook that LiveKit did not sign."""


class NoRoomsError(PlainError):
    """LiveKit is not configured. The text says how to configure it."""


class NoAgentError(PlainError):
    """No agent could be dispatched now: LiveKit cannot be reached, or no worker is registered. A retry may succeed."""


@dataclass(frozen=True, slots=True)
class RoomFinished:
    """All participants have left, and LiveKit has closed the room."""

    room_name: str


@dataclass(frozen=True, slots=True)
class AgentLeft:
    """An agent has left the room, or its process has died."""

    room_name: str
    identity: str
    """The agent's identity as a participant."""
    joined_at: int = 0
    """When the agent joined, in milliseconds since the epoch; 0 if LiveKit does not tell."""


@dataclass(frozen=True, slots=True)
class TakeoverChanged:
    """A person has taken a call over, or has left it. LiveKit may report both late, repeatedly and in any order."""

    session_id: str
    takeover: Takeover


RoomEvent: TypeAlias = RoomFinished | AgentLeft | TakeoverChanged


class OccupiedRooms(Protocol):
    """Finds the rooms that have a participant."""

    def occupied(self, room_names: Collection[str]) -> frozenset[str]:
        """Find the occupied rooms. An agent is a participant too; a supervisor is none.

        Args:
            room_names: The rooms to look at.

        Returns:
            The occupied ones, after at most a few seconds. UnavailableError or NoRoomsError is raised if LiveKit gives
            no answer; then nothing is known about any room.
        """
        ...


class Rooms(OccupiedRooms, SupervisedRooms, Protocol):
    """LiveKit's rooms. Every method may raise NoRoomsError."""

    @property
    def server_url(self) -> str:
        """LiveKit's address for browsers and workers."""
        ...

    def grant_secrets(self) -> Sequence[str]:
        """Return the secrets with which grants of phone numbers may be signed, the present one first; not empty."""
        ...

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        """Make a token with which a participant enters a room. LiveKit then dispatches an agent.

        Args:
            identity: The participant.
            room_name: The room, which LiveKit creates.
            metadata: The metadata of the agent's job.

        Returns:
            The token.
        """
        ...

    def event(self, body: bytes, authorization: str | None) -> RoomEvent | None:
        """Read a webhook.

        Args:
            body: The body of the request, unchanged.
            authorization: Its Authorization header.

        Returns:
            The event; None for an event that nothing here handles. NotFromLiveKitError is raised for a wrong signature.
        """
        ...

    def dispatch(self, metadata: Mapping[str, Json], *, instead_of: AgentLeft) -> bool:
        """Dispatch an agent to replace one that left, and wait until a worker has taken the dispatch.

        The same call twice, also at the same time, brings one agent.

        Args:
            metadata: The metadata of the agent's job.
            instead_of: The agent that left, and its room.

        Returns:
            False, without a change, if the room has no caller, or another agent is present or joins. The call takes at
            most a few seconds. NoAgentError is raised if no worker took the dispatch.
        """
        ...
