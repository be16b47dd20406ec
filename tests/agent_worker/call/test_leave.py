"""Transfers and hang-ups, against a fake LiveKit server."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from google.protobuf.message import Message
from livekit import api

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.call import leave
from agent_worker.call.leave import RINGING_SECONDS, Leave, address
from tests.agent_worker.call.rooms import AGENT, BROWSER, SIP, FakeLiveKit, Room

pytestmark = pytest.mark.anyio

TO = Transfer(to="+15550199")
DONE = api.TransferSIPParticipantResponse(status=api.SIPTransferStatus.STS_TRANSFER_SUCCESSFUL)
"""The response of a LiveKit that reports a status. The responses of others are in transfers.json."""


@pytest.fixture(autouse=True)
def _no_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leave, "LAST_WORD_SECONDS", 0.0)


async def go(livekit: FakeLiveKit, action: Transfer | Hangup, room: Room) -> bool:
    """Carry out an action, and return whether the call is over."""

    async with livekit.job(room) as job:
        return await Leave(job.as_context)(action)


async def test_a_hang_up_deletes_the_room() -> None:
    livekit = FakeLiveKit()
    assert await go(livekit, Hangup(), Room(caller=SIP))
    assert (livekit.deleted, livekit.transfers) == (["room-1"], [])


async def test_a_transfer_that_succeeded_ends_the_call_here() -> None:
    livekit = FakeLiveKit(DONE)
    assert await go(livekit, TO, Room(agent=AGENT, watcher=BROWSER, caller=SIP))
    assert livekit.deleted == ["room-1"]
    (asked,) = livekit.transfers
    assert (asked.room_name, asked.participant_identity, asked.transfer_to) == ("room-1", "caller", "tel:+15550199")
    assert asked.ringing_timeout.seconds == RINGING_SECONDS


@pytest.mark.parametrize(
    "answer",
    [
        api.TransferSIPParticipantResponse(status=api.SIPTransferStatus.STS_TRANSFER_FAILED),
        api.TransferSIPParticipantResponse(transfer_id="STX_1", status=api.SIPTransferStatus.STS_TRANSFER_ONGOING),
        api.TransferSIPParticipantResponse.FromString(b"\x10\x63"),
        (404, "not_found"),
        (408, "deadline_exceeded"),
        (400, "invalid_argument"),
        (503, "unavailable"),
        (500, "internal"),
    ],
    ids="failed ongoing tomorrows no-caller no-answer invalid unavailable internal".split(),
)
async def test_a_transfer_that_did_not_succeed_leaves_the_caller_in_the_room(answer: Message | tuple[int, str]) -> None:
    livekit = FakeLiveKit(answer)
    assert not await go(livekit, TO, Room(caller=SIP))
    assert (len(livekit.transfers), livekit.deleted) == (1, [])


async def test_a_transfer_without_a_response_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    livekit = FakeLiveKit()

    async with livekit.job(Room(caller=SIP)) as job:
        asked = job.api.sip.transfer_sip_participant

        class Impatient:
            async def transfer_sip_participant(
                self, request: api.TransferSIPParticipantRequest
            ) -> api.TransferSIPParticipantResponse:
                async with asyncio.timeout(0.05):
                    return await asked(request)

        monkeypatch.setattr(type(job.api), "sip", Impatient())
        assert not await Leave(job.as_context)(TO)
    assert livekit.deleted == []


@pytest.mark.parametrize("error", [TimeoutError(), OSError(), aiohttp.ServerDisconnectedError()], ids=repr)
async def test_a_transfer_fails_if_livekit_is_unreachable(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeLiveKit().job(Room(caller=SIP)) as job:

        class Broken:
            async def transfer_sip_participant(self, request: object) -> None:
                raise error

        monkeypatch.setattr(type(job.api), "sip", Broken())
        assert not await Leave(job.as_context)(TO)


async def test_in_a_browser_a_transfer_ends_the_test() -> None:
    livekit = FakeLiveKit(DONE)
    assert await go(livekit, TO, Room(tester=BROWSER, agent=AGENT))
    assert (livekit.deleted, livekit.transfers) == (["room-1"], [])


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("+15550199", "tel:+15550199"),
        ("tel:+15550199", "tel:+15550199"),
        ("sip:desk@example.com", "sip:desk@example.com"),
        ("sips:desk@example.com;transport=tls", "sips:desk@example.com;transport=tls"),
        ("SIP:desk@example.com", "SIP:desk@example.com"),
    ],
)
def test_a_destination_becomes_a_uri(written: str, wanted: str) -> None:
    assert address(written) == wanted
