"""The identity of a call: the session that a job serves, or the phone number that a caller dialed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError

from agent_worker.backend.wire import WireModel

Mode = Literal["chat", "audio", "phone"]
"""How the caller takes part: typed text, a browser's microphone, or a telephone."""
MAX_NUMBER_CHARACTERS = 100
"""Maximum characters of a phone number that the API accepts. A caller may send a longer one, which is cut."""
MAX_CALL_ID_CHARACTERS = 200
"""Maximum characters of a SIP call id that the API accepts. A longer one is cut."""


class Call(WireModel):
    """The session that a job serves."""

    organization_id: str
    flow_id: str
    room_name: str
    agent_id: str | None = None
    session_id: str = ""
    mode: Mode = "phone"
    language: str | None = None
    """The language of the agent or of the flow, as a language tag. None if neither names one."""
    is_continuation: bool = Field(default=False, alias="goesOn")
    """Whether another agent served the call before and the session is past its greeting."""
    capability: str | None = Field(default=None, repr=False)
    """The backend's signature that this worker serves the call. None from a backend that signs none."""


class PhoneCall(WireModel):
    """The attributes of a caller that LiveKit's SIP service reports."""

    room_name: str
    called_number: str
    caller_number: str | None = None
    sip_call_id: str | None = None


def named_call(metadata: str) -> Call | None:
    """Return the call that a job's metadata names, or None. The first dispatch of a phone call has no metadata."""
    try:
        return Call.model_validate_json(metadata)
    except ValidationError:
        return None


def phone_call(room_name: str, attributes: dict[str, str]) -> PhoneCall | None:
    """Return the call of a SIP participant, or None if its attributes do not name the called number."""
    called = attributes.get("sip.trunkPhoneNumber")
    if not called:
        return None
    return PhoneCall(
        room_name=room_name,
        called_number=called,
        caller_number=attributes.get("sip.phoneNumber", "")[:MAX_NUMBER_CHARACTERS] or None,
        sip_call_id=attributes.get("sip.callID", "")[:MAX_CALL_ID_CHARACTERS] or None,
    )
