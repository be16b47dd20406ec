"""Sends another agent to a caller whose agent left. Why we do: docs/decisions/0009."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.json import Json
from flow_core.state import Status
from functions.ports.rooms import AgentLeft, Rooms
from functions.ports.sessions import Sessions
from functions.records import Head


@dataclass(frozen=True, slots=True)
class SendAgent:
    sessions: Sessions
    rooms: Rooms

    def __call__(self, left: AgentLeft) -> bool:
        """Whether this call brought one. NoAgentError: LiveKit sends its webhook again."""
        head = self._called(left)
        return head is not None and self.rooms.dispatch(_metadata(head), instead_of=left)

    def _called(self, left: AgentLeft) -> Head | None:
        """The room's session that has not ended, or else the last: a caller who is still there has to be hung up on.

        A room is one organization's: whose session is the first of those that the agent who left may have served. Who
        learns a room's name and begins a session under it comes later, and their flow must never answer that caller.
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


def _may_have_served(left: AgentLeft, head: Head) -> bool:
    """False for what was over before the agent came, as in a room whose name is used again and again."""
    return not (head.state.status.ended and head.updated_at < left.joined_at)


def _metadata(head: Head) -> dict[str, Json]:
    """As the agent before it was told, or found out by asking; and whether the call had begun."""
    known: dict[str, Json] = {
        "organizationId": head.organization_id,
        "agentId": head.agent_id,
        "flowId": head.flow_id,
        "roomName": head.room_name,
        "sessionId": head.session_id,
        "mode": head.state.session.channel,
        # Further than the greeting: the agent who left may not have spoken the last reply, or not to its end.
        "goesOn": True if head.turns > 1 or head.lease is not None else None,
    }
    return {name: value for name, value in known.items() if value is not None}
