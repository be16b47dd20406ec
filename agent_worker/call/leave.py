"""How a call ends: a transfer by SIP REFER with its status checked, or a hang-up that takes the room away."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import assert_never

import aiohttp
from livekit import api, rtc
from livekit.agents import JobContext

from agent_worker.backend.reply import Hangup, Transfer

LAST_WORD_SECONDS = 0.5
"""From the last sample's leaving here until a caller has heard it: jitter buffers hold it that long."""
RINGING_SECONDS = 30
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leave:
    """Call it with what the flow wants. True: the call is over here; False: it goes on, the transfer failed."""

    job: JobContext

    async def __call__(self, action: Transfer | Hangup) -> bool:
        match action:
            case Transfer(to=to):
                caller = _sip_caller(self.job.room)
                if caller is None:
                    _log.info("a transfer ends the test: nobody is on the phone")
                elif not await self._transfer(caller, to):
                    return False
            case Hangup():
                pass
            case never:
                assert_never(never)
        await asyncio.sleep(LAST_WORD_SECONDS)
        await self.job.delete_room()
        return True

    async def _transfer(self, caller: rtc.RemoteParticipant, to: str) -> bool:
        request = api.TransferSIPParticipantRequest(
            room_name=self.job.room.name, participant_identity=caller.identity, transfer_to=address(to)
        )
        request.ringing_timeout.FromSeconds(RINGING_SECONDS)
        try:
            answer = await self.job.api.sip.transfer_sip_participant(request)
        except api.SipCallError as error:
            _log.warning("the transfer failed: SIP status %s", error.sip_status_code)
            return False
        except (api.TwirpError, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("the transfer failed: %s", type(error).__name__)
            return False
        if not _succeeded(answer):
            _log.warning("the transfer failed: status %s", answer.status)
            return False
        return True


def _succeeded(answer: api.TransferSIPParticipantResponse) -> bool:
    """No error does not mean success where a status is told. Servers of one's own tell none: livekit-server 1.13.5, and
    livekit-sip below later ones, answer with nothing at all, once the new leg was answered.
    """
    return answer.status == api.SIPTransferStatus.STS_TRANSFER_SUCCESSFUL or not answer.ByteSize()


def address(to: str) -> str:
    """A transfer's destination as LiveKit wants it."""
    return to if to.lower().startswith(("sip:", "sips:", "tel:")) else f"tel:{to}"


def _sip_caller(room: rtc.Room) -> rtc.RemoteParticipant | None:
    for participant in room.remote_participants.values():
        if participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP:
            return participant
    return None
