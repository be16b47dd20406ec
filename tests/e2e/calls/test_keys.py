"""Keys that are collected as the question says: typed in a chat, in a test with sound, and on the phone."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.call.dtmf import PAUSE_SECONDS
from testing.calls.calls import Calls, Json
from testing.calls.chat_caller import ChatCaller
from testing.calls.flows import flow
from testing.calls.phone_caller import PhoneCall, press
from testing.calls.speech import lacks
from testing.calls.voice_caller import VoiceCaller

# The development server's secret is short. It protects nothing outside loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")

ACCOUNT = "Please key in your account number of eight digits."
MENU = "Thank you. Press one for your balance, or two for a colleague."
GOODBYE = "You have chosen the balance. Goodbye!"
CONSENT = (
    "This call is recorded, so that we can train our staff and improve the service that we give to you and to "
    "everybody. Do you agree? Press one for yes."
)
KEYED = flow(
    "keyed",
    {
        "start": ("start", {}),
        "account": (
            "elicitation",
            {"prompt": ACCOUNT, "variable": "account", "keys": {"length": 8}, "noInputSeconds": 30},
        ),
        "menu": (
            "elicitation",
            {
                "prompt": MENU,
                "variable": "wish",
                "valueType": "choice",
                "choices": ["balance", "colleague"],
                "extraction": "parse",
                "keys": {"length": 1},
                "noInputSeconds": 30,
            },
        ),
        "bye": ("end", {"message": "You have chosen the {{ wish }}. Goodbye!"}),
        "sorry": ("end", {"message": "Nothing was keyed."}),
    },
    "start > account, account > menu, menu > bye, account.noMatch > sorry, account.noInput > sorry, "
    "menu.noMatch > sorry, menu.noInput > sorry",
)
FIRM = flow(
    "firm",
    {
        "start": ("start", {}),
        "consent": (
            "elicitation",
            {
                "prompt": CONSENT,
                "variable": "agreed",
                "valueType": "boolean",
                "extraction": "parse",
                "interruptible": False,
                "keys": {"length": 1},
                "noInputSeconds": 30,
            },
        ),
        "bye": ("end", {"message": "Thank you. Goodbye!"}),
        "sorry": ("end", {"message": "Nothing was keyed."}),
    },
    "start > consent, consent > bye, consent.noMatch > sorry, consent.noInput > sorry",
)


def keyed(session: Json) -> list[str | None]:
    return [turn["input"] for turn in session["turns"]]


async def press_as_people_do(caller: VoiceCaller) -> None:
    """Press a number with a pause in it, and then the hash key, which nobody asked for."""
    await press(caller, "0012")
    await asyncio.sleep(PAUSE_SECONDS + 0.5)
    await press(caller, "3456#")


def test_keys_in_a_chat_are_one_answer_despite_a_pause(calls: Calls) -> None:
    room = calls.started(calls.publish("keyed", KEYED), "test-chat")

    async def talk() -> None:
        async with ChatCaller(room) as caller:
            assert await caller.hear() == ACCOUNT
            await caller.press("0012")
            await asyncio.sleep(PAUSE_SECONDS + 0.5)
            await caller.press("3456#")
            assert await caller.hear() == MENU
            await caller.press("1")
            assert await caller.hear() == GOODBYE

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["context"]["variables"] == {"account": "00123456", "wish": "balance"}
    assert keyed(session) == [None, "00123456", "1"]


@pytest.mark.parametrize("phone", [False, True], ids=["audio", "phone"])
def test_spoken_questions_take_keys_as_they_say(calls: Calls, phone: bool) -> None:
    flow_id = calls.publish("keyed", KEYED)
    calls.given_number("+15550145", flow_id)
    call = PhoneCall(calls, "+15550145")
    room = calls.started(flow_id, "test-audio")

    async def talk() -> None:
        async with call.caller() if phone else VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_heard(ACCOUNT)
            mark = caller.mark()
            await press_as_people_do(caller)
            await caller.until_heard(MENU)
            await press(caller, "1")
            await caller.until_gone()
        assert not await lacks(caller.sound(mark), "balance", "colleague", "chosen", "goodbye")

    asyncio.run(talk())
    session = call.session() if phone else calls.session(room["sessionId"])
    assert session["context"]["variables"] == {"account": "00123456", "wish": "balance"}
    assert keyed(session) == [None, "00123456", "1"]


def test_a_key_does_not_cut_off_words_that_must_be_heard(calls: Calls) -> None:
    room = calls.started(calls.publish("firm", FIRM), "test-audio")

    async def talk() -> None:
        async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_speaking()
            await press(caller, "1")
            await caller.until_gone()
        assert not await lacks(caller.sound(), "recorded", "improve", "everybody", "agree", "thank you", "goodbye")

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["context"]["variables"] == {"agreed": True}
    assert keyed(session) == [None, "1"]
    assert not any(entry.get("interrupted") for entry in session["context"]["conversation"])
