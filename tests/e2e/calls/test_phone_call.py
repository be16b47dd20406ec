"""A phone call from number to agent to flow, on a real livekit-server and worker. The telephone network is left out."""

from __future__ import annotations

import asyncio

import pytest
from livekit import rtc

from testing.calls.calls import Calls, said
from testing.calls.faults import eventually
from testing.calls.flows import APOLOGY, COLLEAGUE, LATER
from testing.calls.phone_caller import PhoneCall, press
from testing.calls.speech import lacks, spoken

# The development server's secret is short; it guards nothing beyond loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")


def test_a_number_leads_to_its_flow_where_keys_and_words_are_answers(calls: Calls) -> None:
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
            # Hung up by deleting the room.
            assert caller.gone_why == rtc.DisconnectReason.ROOM_DELETED
        # To understand takes its time, in which a flow that waits for words would ask again.
        assert not await lacks(greeting, "order line", "order number")
        assert not await lacks(answer, "look that up", "shipped", "another order")
        assert not await lacks(caller.sound(mark), "thank you for calling", "goodbye")

    asyncio.run(talk())
    session = call.session()
    assert (session["status"], session["outcome"]) == ("completed", "told")
    assert session["agentId"] == "agent-of-order-status"
    assert session["context"]["variables"]["orderNumber"] == "1001"
    # The keys are one turn: nothing, keys, the tool, words.
    assert [turn["input"] for turn in session["turns"]][:3] == [None, "1001#", None]
    assert len(session["turns"]) == 4


def test_the_caller_hears_of_a_failed_transfer_and_the_call_continues(calls: Calls) -> None:
    calls.given_number("+15550101", calls.publish("colleague", COLLEAGUE))
    call, please = PhoneCall(calls, "+15550101"), spoken("Yes, please.")

    async def talk() -> None:
        async with call.caller() as caller:
            # This server has no SIP: nobody can be transferred.
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


def test_a_caller_who_hangs_up_leaves_no_session_open(calls: Calls) -> None:
    calls.given_number("+15550100", "order-status")
    call = PhoneCall(calls, "+15550100")

    async def talk() -> None:
        async with call.caller() as caller:
            await caller.until_speaking()
        await eventually(lambda: call.session()["status"] == "abandoned")

    asyncio.run(talk())
