"""A caller as livekit-sip brings one into a room: a SIP participant with its numbers as attributes, and with keys."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field

from livekit import api

from local.processes.livekit import API_KEY, API_SECRET
from testing.calls.calls import Calls, Json
from testing.calls.voice_caller import VoiceCaller

CALLER = "+15550188"


@dataclass(frozen=True, slots=True)
class PhoneCall:
    calls: Calls
    number: str
    room_name: str = field(default_factory=lambda: f"phone-{uuid.uuid4().hex}")

    def caller(self) -> VoiceCaller:
        """Return a caller for one use as a context."""
        agent = api.RoomAgentDispatch(agent_name="callflow", metadata='{"mode": "phone"}')
        token = (
            api.AccessToken(API_KEY, API_SECRET)
            .with_identity(f"sip_{CALLER}")
            .with_kind("sip")
            .with_grants(api.VideoGrants(room_join=True, room=self.room_name))
            .with_attributes(
                {
                    "sip.phoneNumber": CALLER,
                    "sip.trunkPhoneNumber": self.number,
                    "sip.callID": f"SCL_{self.room_name}",
                }
            )
            .with_room_config(api.RoomConfiguration(agents=[agent]))
        )
        return VoiceCaller(self.calls.livekit_url(), token.to_jwt())

    def session(self) -> Json:
        """Return the session of the call. The worker created it with the same request."""
        asked = {
            "roomName": self.room_name,
            "calledNumber": self.number,
            "callerNumber": CALLER,
            "sipCallId": f"SCL_{self.room_name}",
        }
        answer = self.calls.api.post("/calls", json=asked)
        assert answer.status_code == 201
        return self.calls.session(answer.json()["sessionId"])


async def press(caller: VoiceCaller, keys: str) -> None:
    for key in keys:
        code = "0123456789*#".index(key)
        await caller.room.local_participant.publish_dtmf(code=code, digit=key)
        await asyncio.sleep(0.15)
