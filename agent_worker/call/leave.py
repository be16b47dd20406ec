"""Ends a call: by a SIP REFER whose status is checked, or by deleting the room."""

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
"""Seconds from the last sample sent until the caller has heard it: jitter buffers hold a sample that long."""
RINGING_SECONDS = 30
"""Seconds that the destination of a transfer may ring."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leave:
    """Carries out a transfer or a hang-up."""

    job: JobContext

    async def __call__(self, action: Transfer | Hangup) -> bool:
        """Carry out an action.

        Args:
            action: The transfer or hang-up that the API asks for.

        Returns:
            Whether the call is over here. False if the transfer failed and the call continues.
        """
        match action:
            case Transfer(to=to):
                caller = _sip_caller(self.job.room)
                if caller is None:
                    _log.info("the transfer ends the test: there is no SIP participant")
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
    """Return whether a response without an error reports a success."""
    # LiveKit Cloud reports a status, which may be a failure. livekit-server 1.13.5 and older versions of livekit-sip
    # send an empty response after the destination answered.
    return answer.status == api.SIPTransferStatus.STS_TRANSFER_SUCCESSFUL or not answer.ByteSize()


def address(to: str) -> str:
    """Return a transfer's destination in LiveKit's notation: a SIP URI or a `tel:` URI."""
    return to if to.lower().startswith(("sip:", "sips:", "tel:")) else f"tel:{to}"


def _sip_caller(room: rtc.Room) -> rtc.RemoteParticipant | None:
    for participant in room.remote_participants.values():
        if participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP:
            return participant
    return None
