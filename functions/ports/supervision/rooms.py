"""LiveKit rooms, as the supervision of calls uses them: who is in a room, a supervisor's token, and whispers.

A supervisor is a user of the organization who listens to a call or takes it over. The token says so in two attributes,
which LiveKit shows to all participants and which no participant can change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Supervision: TypeAlias = Literal["listen", "takeOver"]
"""What a supervisor does. `listen`: hears the call, and nobody sees it. `takeOver`: speaks in place of the agent."""
MODE_ATTRIBUTE = "callflow.supervisor"
"""The attribute of a supervisor's participant with the `Supervision`. No other participant has it."""
SESSION_ATTRIBUTE = "callflow.session"
"""The attribute of a supervisor's participant with the id of the session."""
WHISPER_TOPIC = "callflow.whisper"
"""The topic of the data packets with whispers. The worker takes them only from LiveKit's server API."""


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A supervisor in a room."""

    name: str
    """Who it is, as in the audit."""
    mode: Supervision


@dataclass(frozen=True, slots=True)
class Occupants:
    """Who is in a room. A room that does not exist is empty."""

    caller: bool = False
    agent: bool = False
    """Whether an agent of this installation is there."""
    others: bool = False
    """Whether a recorder or another agent is there."""
    supervisors: tuple[Supervisor, ...] = ()


class SupervisedRooms(Protocol):
    """The rooms of calls. Every method may raise NoRoomsError."""

    def occupants(self, room_names: Collection[str]) -> Mapping[str, Occupants]:
        """Say who is in each of some rooms.

        Args:
            room_names: The rooms.

        Returns:
            The occupants of each room, after at most a few seconds. UnavailableError is raised if LiveKit gives no
            answer.
        """
        ...

    def supervisor_token(self, *, identity: str, name: str, room_name: str, session_id: str, mode: Supervision) -> str:
        """Make a token with which a supervisor enters a room within a few minutes. It dispatches no agent.

        Args:
            identity: The participant. A participant of the same identity would leave the room.
            name: Who it is.
            room_name: The room.
            session_id: The session of the call.
            mode: What the supervisor does.

        Returns:
            The token.
        """
        ...

    def whisper(self, room_name: str, whisper_id: str, text: str) -> bool:
        """Send a text to the agent in a room.

        Args:
            room_name: The room.
            whisper_id: A new id, by which the agent knows a repeated packet.
            text: The text.

        Returns:
            False if no agent is in the room. UnavailableError is raised if LiveKit gives no answer.
        """
        ...
