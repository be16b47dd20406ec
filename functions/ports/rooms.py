"""LiveKit rooms, as far as the API needs them: tokens that let someone in, word of what happens there, and agents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from flow_core.json import Json
from functions.ports.errors import CallflowError, PlainError


class NotFromLiveKitError(CallflowError):
    """A webhook that LiveKit did not sign."""


class NoRoomsError(PlainError):
    """LiveKit is not configured; the text says how to do it."""


class NoAgentError(PlainError):
    """No agent could be sent, for now: LiveKit is out of reach, or no worker is there. The same again may do it."""


@dataclass(frozen=True, slots=True)
class RoomFinished:
    """Everyone has gone, and LiveKit has closed the room."""

    room_name: str


@dataclass(frozen=True, slots=True)
class AgentLeft:
    """An agent is in the room no more: it went by itself, or its process died."""

    room_name: str
    identity: str
    """Who it was, as a participant."""
    joined_at: int = 0
    """Milliseconds since the epoch; 0 where LiveKit does not tell."""


RoomEvent: TypeAlias = RoomFinished | AgentLeft


class Living(Protocol):
    def living(self, room_names: Collection[str]) -> frozenset[str]:
        """Those of the rooms that someone is in, an agent included. At most a few seconds.

        UnavailableError, NoRoomsError: then nothing is known of any of them.
        """
        ...


class Rooms(Living, Protocol):
    @property
    def server_url(self) -> str:
        """Where a browser or a worker finds LiveKit."""
        ...

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        """Lets `identity` into the room, and has an agent sent there with `metadata`. NoRoomsError."""
        ...

    def event(self, body: bytes, authorization: str | None) -> RoomEvent | None:
        """What a webhook tells; None for what nobody here acts on. NotFromLiveKitError, NoRoomsError."""
        ...

    def dispatch(self, metadata: Mapping[str, Json], *, instead_of: AgentLeft) -> bool:
        """Send an agent to the room that `instead_of` has left, with `metadata`, and see that a worker took it.

        False, and nothing is changed, where no caller is there any more, or another agent is there or on its way. Told
        twice, also at the same time, it brings one agent. At most a few seconds. NoAgentError, NoRoomsError.
        """
        ...
