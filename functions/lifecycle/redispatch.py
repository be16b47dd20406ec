"""Dispatches another agent into a room whose agent left. The reason is in docs/decisions/0009."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flow_core.json import Json
from flow_core.state import Status
from functions.ports.rooms import AgentLeft, Rooms
from functions.ports.sessions import Sessions
from functions.records import Head


@dataclass(frozen=True, slots=True)
class Redispatch:
    """Dispatches an agent for the session that the agent who left has served."""

    sessions: Sessions
    rooms: Rooms
    capability: Callable[[Head], str | None] = lambda head: None
    """Signs the right to act for a session. None if this installation signs none."""
    language: Callable[[Head], str | None] = lambda head: head.state.session.language
    """Returns the language of a session's call. None for the default."""

    def __call__(self, left: AgentLeft) -> bool:
        """Return whether this call dispatched an agent. NoAgentError: LiveKit repeats its webhook."""
        head = self._called(left)
        return head is not None and self.rooms.dispatch(self._metadata(head), instead_of=left)

    def _called(self, left: AgentLeft) -> Head | None:
        """Find the session to serve: the open one, or else the last, so that an agent can hang up on the caller.

        A room belongs to one organization: that of the first session that the agent may have served. Somebody who
        learns a room's name and begins a session in it comes later. Their flow must never answer that caller.

        Args:
            left: The agent that left.

        Returns:
            The head of the session; None if there is none.
        """
        heads = (self.sessions.head(session_id) for session_id in self.sessions.in_room(left.room_name))
        served = [head for head in heads if head is not None and _may_have_served(left, head)]
        first = min(served, key=lambda head: head.created_at, default=None)
        ours = [
            head
            for head in served
            if first is not None
            and head.organization_id == first.organization_id
            and head.state.status is not Status.ABANDONED
        ]
        return max(ours, key=lambda head: (not head.state.status.ended, head.created_at), default=None)

    def _metadata(self, head: Head) -> dict[str, Json]:
        """Make the job metadata of the agent that left, and whether the call had begun."""
        known: dict[str, Json] = {
            "organizationId": head.organization_id,
            "agentId": head.agent_id,
            "flowId": head.flow_id,
            "roomName": head.room_name,
            "sessionId": head.session_id,
            "mode": head.state.session.channel,
            "language": self.language(head),
            "capability": self.capability(head),
            # Past the greeting: the agent that left may not have spoken the last reply to its end.
            "goesOn": True if head.turns > 1 or head.lease is not None else None,
        }
        return {name: value for name, value in known.items() if value is not None}


def _may_have_served(left: AgentLeft, head: Head) -> bool:
    """False for a session that ended before the agent joined, in a room whose name is used repeatedly."""
    return not (head.state.status.ended and head.updated_at < left.joined_at)
