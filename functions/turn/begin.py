"""The beginning of a session: its id, and its head before the first turn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from flow_core.json import Variables
from flow_core.state import Hangup, Session, State, Status
from functions.ports.sessions import Sessions
from functions.records import FlowPin, Head, TestMetadata


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that the first turn begins if nothing has prepared it."""

    session_id: str
    organization_id: str
    flow_id: str
    room_name: str

    def head(self, pin: FlowPin, at: int, keep_days: int | None = None) -> Head:
        """Make the session's first head.

        Args:
            pin: The flow's definition.
            at: Milliseconds since the epoch.
            keep_days: See `new_head`.

        Returns:
            The head. It is not stored.
        """
        session = Session(id=self.session_id, channel="chat", started_at=at)
        return new_head(self.organization_id, self.flow_id, pin, self.room_name, session, keep_days=keep_days)


def session_id_of(organization_id: str, flow_id: str, room_name: str) -> str:
    """Derive the id of a room's session, so that two first requests cannot begin two sessions."""
    parts = "\0".join((organization_id, flow_id, room_name)).encode("utf-8", "surrogatepass")
    return f"session_{hashlib.sha256(parts).hexdigest()[:32]}"


def new_head(
    organization_id: str,
    flow_id: str,
    pin: FlowPin,
    room_name: str,
    session: Session,
    *,
    agent_id: str | None = None,
    given_variables: Variables | None = None,
    test_metadata: TestMetadata | None = None,
    keep_days: int | None = None,
) -> Head:
    """Make the head of a session of which nothing is stored yet.

    Args:
        organization_id: The owner of the flow.
        flow_id: The flow.
        pin: The flow's definition.
        room_name: The room of the call.
        session: The facts of the call.
        agent_id: The agent that the phone number points to.
        given_variables: The variables that the flow begins with.
        test_metadata: Marks a test from the dashboard.
        keep_days: The days after its last turn that the session is stored. None for the days of the installation.

    Returns:
        The head, with version 0.
    """
    return Head(
        session_id=session.id,
        organization_id=organization_id,
        flow_id=flow_id,
        pin=pin,
        room_name=room_name,
        created_at=session.started_at,
        updated_at=session.started_at,
        state=State(session=session),
        agent_id=agent_id,
        given_variables={} if given_variables is None else given_variables,
        test_metadata=test_metadata,
        keep_days=keep_days,
    )


def ended(head: Head) -> Head:
    """Return the head of a session that has ended before its first turn. It stands for one that was erased."""
    return replace(head, state=replace(head.state, status=Status.ABANDONED, action=Hangup()))


def prepare(sessions: Sessions, head: Head) -> Head | None:
    """Store a session as `pending`. None if one is stored already: it stays as it is."""
    pending = replace(head, version=1)
    return pending if sessions.advance(pending) else None
