"""A transfer on the wire: the request of the worker, and recorded responses of a real LiveKit.

`transfers.json` was recorded during a telephone call that was transferred, with each of these results.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from livekit import api

from agent_worker.backend.reply import Transfer
from agent_worker.call import leave
from agent_worker.call.leave import RINGING_SECONDS, Leave
from testing.fakes.loopback import Exchange, Loopback, Received
from tests.agent_worker.call.rooms import AGENT, SIP, Job, Room

pytestmark = pytest.mark.anyio

KEY, SECRET = "an-api-key", "an-api-secret-of-more-than-thirty-two-bytes"
ANSWERS: dict[str, Any] = json.loads(Path(__file__).with_name("transfers.json").read_text())["answers"]
ACCEPTED = {
    "the desk answered",
    "the caller was taken away at once",
    # LiveKit reports this case like a success. No caller is left to hear an apology.
    "the caller hung up while the desk rang",
}
TOLD_BY_SIP = {
    "REFER refused with 603": "603",
    "REFER refused with 404": "404",
    "REFER refused with 503": "503",
    "the desk is busy": "486",
    "the desk does not answer": "480",
    "the desk's network fails": "503",
}


@pytest.fixture(autouse=True)
def _no_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leave, "LAST_WORD_SECONDS", 0.0)


async def transfer(name: str) -> tuple[bool, list[Received]]:
    """Transfer with a recorded response, and return whether the call is over and the requests."""
    recorded = ANSWERS[name]

    def answer(exchange: Exchange) -> None:
        if exchange.received.target == "/twirp/livekit.SIP/TransferSIPParticipant":
            kind = {"Content-Type": recorded["contentType"]}
            exchange.answer(recorded["status"], recorded["body"].encode(), kind)
        else:
            exchange.answer(200, b"", {"Content-Type": "application/protobuf"})

    with Loopback(answer) as server:
        async with api.LiveKitAPI(server.origin, KEY, SECRET) as client:
            room = Room(**{"agent-1": AGENT, "sip_+15550177": SIP})
            over = await Leave(Job(room, client).as_context)(Transfer(to="+15550123"))
        return over, server.received


def methods(asked: list[Received]) -> list[str]:
    return [each.target.rpartition("/")[2] for each in asked]


async def test_a_transfer_is_requested_with_the_rights_of_the_room() -> None:
    _, [asked, _] = await transfer("the desk answered")
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/protobuf")
    request = api.TransferSIPParticipantRequest.FromString(asked.body)
    assert request.room_name == "room-1"
    assert request.participant_identity == "sip_+15550177"
    assert request.transfer_to == "tel:+15550123"
    assert request.ringing_timeout.seconds == RINGING_SECONDS
    assert not request.play_dialtone
    token = jwt.decode(asked.headers["authorization"].removeprefix("Bearer "), SECRET, algorithms=["HS256"])
    assert (token["video"]["roomAdmin"], token["video"]["room"]) == (True, "room-1")
    assert token["sip"]["call"] is True


@pytest.mark.parametrize("name", sorted(ACCEPTED))
async def test_an_empty_response_means_success(name: str) -> None:
    assert (ANSWERS[name]["status"], ANSWERS[name]["body"]) == (200, "")
    over, asked = await transfer(name)
    assert over
    assert methods(asked) == ["TransferSIPParticipant", "DeleteRoom"]


@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - ACCEPTED))
async def test_an_error_leaves_the_caller_in_the_room(name: str) -> None:
    over, asked = await transfer(name)
    assert not over
    assert methods(asked) == ["TransferSIPParticipant"]


@pytest.mark.parametrize("name", sorted(TOLD_BY_SIP))
async def test_the_log_names_the_sip_status_and_not_the_destination(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    await transfer(name)
    [line] = [record.getMessage() for record in caplog.records if record.name == "agent_worker.call.leave"]
    assert line == f"the transfer failed: SIP status {TOLD_BY_SIP[name]}"
