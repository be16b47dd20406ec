"""A phone call from number to agent to flow, on a real livekit-server and worker, but without the telephone network."""

from __future__ import annotations

import asyncio

import pytest
from livekit import rtc

from testing.calls.calls import Calls, said
from testing.calls.faults import eventually
from testing.calls.flows import APOLOGY, COLLEAGUE, LATER
from testing.calls.phone_caller import PhoneCall, press
from testing.calls.speech import lacks, spoken

# The development server's secret is short. It protects nothing outside loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")


def test_a_call_reaches_the_flow_of_its_number_and_takes_keys_and_words(calls: Calls) -> None:
    calls.given_number("+15550100", "order-status")
    call, no = PhoneCall(calls, "+15550100"), spoken("No, thank you.")

    async def talk() -> None:
        async with call.caller() as caller:
            await caller.until_heard("hash key")
            greeting, mark = caller.sound(), caller.mark()
            await press(caller, "1001#")
            await caller.until_heard("another order")
            answer, mark = caller.sound(mark), caller.mark()
            await caller.say(no)
            await caller.until_gone()
            # The worker hangs up by deleting the room.
            assert caller.gone_why == rtc.DisconnectReason.ROOM_DELETED
        # Recognition takes time. A flow with a no-input time would ask again meanwhile.
        assert not await lacks(greeting, "order line", "order number")
        assert not await lacks(answer, "look that up", "shipped", "another order")
        assert not await lacks(caller.sound(mark), "thank you for calling", "goodbye")

    asyncio.run(talk())
    session = call.session()
    assert (session["status"], session["outcome"]) == ("completed", "told")
    assert session["agentId"] == "agent-of-order-status"
    assert session["context"]["variables"]["orderNumber"] == "1001"
    # The keys are one turn. The four turns have no input, the keys, the tool's result and the words.
    assert [turn["input"] for turn in session["turns"]][:3] == [None, "1001#", None]
    assert len(session["turns"]) == 4


def test_the_flow_tells_the_caller_of_a_failed_transfer_and_continues(calls: Calls) -> None:
    calls.given_number("+15550101", calls.publish("colleague", COLLEAGUE))
    call, please = PhoneCall(calls, "+15550101"), spoken("Yes, please.")

    async def talk() -> None:
        async with call.caller() as caller:
            # This server has no SIP. So no transfer succeeds.
            await caller.until_heard(APOLOGY)
            apology, mark = caller.sound(), caller.mark()
            await caller.say(please)
            await caller.until_gone()
        assert not await lacks(apology, "putting you through", "nobody is free", "call you back")
        assert not await lacks(caller.sound(mark), "call you", "goodbye")

    asyncio.run(talk())
    session = call.session()
    assert session["status"] == "completed"
    assert session["context"]["variables"]["again"] is True
    assert said(session)[-1] == ("assistant", LATER)


def test_a_call_to_an_unowned_number_is_hung_up(calls: Calls) -> None:
    async def talk() -> None:
        async with PhoneCall(calls, "+15550999").caller() as caller:
            await caller.until_gone()
            assert caller.gone_why == rtc.DisconnectReason.ROOM_DELETED
            assert caller.last_sound() == 0

    asyncio.run(talk())


def test_a_hang_up_of_the_caller_leaves_no_open_session(calls: Calls) -> None:
    calls.given_number("+15550100", "order-status")
    call = PhoneCall(calls, "+15550100")

    async def talk() -> None:
        async with call.caller() as caller:
            await caller.until_speaking()
        await eventually(lambda: call.session()["status"] == "abandoned")

    asyncio.run(talk())
