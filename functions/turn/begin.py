"""The beginning of a session: its id, and its head before anything is stored of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from flow_core.state import Session, State
from functions.ports.sessions import Sessions
from functions.records import FlowPin, Head


def session_id_of(organization_id: str, flow_id: str, room_name: str) -> str:
    """The id of the session of a room: derived, so that two first calls cannot make two sessions."""
    parts = "\0".join((organization_id, flow_id, room_name)).encode("utf-8", "surrogatepass")
    return f"session_{hashlib.sha256(parts).hexdigest()[:32]}"


def new_head(
    organization_id: str, flow_id: str, pin: FlowPin, room_name: str, session: Session, **known: object
) -> Head:
    """A session as it stands before anything was stored of it."""
    return Head(
        session_id=session.id,
        organization_id=organization_id,
        flow_id=flow_id,
        pin=pin,
        room_name=room_name,
        created_at=session.started_at,
        updated_at=session.started_at,
        state=State(session=session),
        **known,  # type: ignore[arg-type]  # the fields of Head that a route knows
    )


def prepare(sessions: Sessions, head: Head) -> Head | None:
    """Store a session as `pending`. None where one is there already: it stays as it is."""
    pending = replace(head, version=1)
    return pending if sessions.advance(pending) else None
