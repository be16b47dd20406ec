"""Whose call a job is: what the room's dispatch tells, or the phone number that was called."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

Mode = Literal["chat", "audio", "phone"]
MOST_OF_A_NUMBER, MOST_OF_A_CALL_ID = 100, 200
"""The API takes no longer ones, and a caller may send any."""


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class Call(_Wire):
    """The session that a worker speaks for."""

    organization_id: str
    flow_id: str
    room_name: str
    agent_id: str | None = None
    session_id: str = ""
    mode: Mode = "phone"
    goes_on: bool = False
    """Whether another agent was here before, and the caller has got further than the greeting."""


class PhoneCall(_Wire):
    """What LiveKit's SIP service tells of a caller."""

    room_name: str
    called_number: str
    caller_number: str | None = None
    sip_call_id: str | None = None


def named_call(metadata: str) -> Call | None:
    """The call that a job's metadata names; None where it names none, as a phone call's first dispatch."""
    try:
        return Call.model_validate_json(metadata)
    except ValidationError:
        return None


def phone_call(room_name: str, attributes: dict[str, str]) -> PhoneCall | None:
    """The call of a SIP participant, by its attributes; None if they do not tell which number was called."""
    called = attributes.get("sip.trunkPhoneNumber")
    if not called:
        return None
    return PhoneCall(
        room_name=room_name,
        called_number=called,
        caller_number=attributes.get("sip.phoneNumber", "")[:MOST_OF_A_NUMBER] or None,
        sip_call_id=attributes.get("sip.callID", "")[:MOST_OF_A_CALL_ID] or None,
    )
