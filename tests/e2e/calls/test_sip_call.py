"""A telephone calls a number, with real livekit-sip, livekit-server, worker and Callflow on this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from livekit import api

from testing.calls.calls import Calls, Json, said
from testing.calls.livekit_stack import LiveKitSip, LiveKitStack
from testing.calls.phone_flows import APOLOGY, CONNECTING, DESK, FLOWERS, FOUND, GARDEN, GOODBYE, GREETING, ORDER
from testing.calls.sip_caller import RefusedError, SipCaller
from testing.calls.speech import lacks, spoken
from testing.processes import PATIENCE, free_port, running

GARDEN_NUMBER, FLOWERS_NUMBER = "+15550100", "+15550101"
CALLER = "+15550177"
ANSWERED = ["> INVITE", "< 100 INVITE", "< 180 INVITE", "< 200 INVITE", "> ACK"]
LOST_REFER = "transaction failed to complete"

# The development server's secret is short. It protects nothing outside loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")


@dataclass(frozen=True, slots=True)
class Telephony:
    sip: str
    stack: LiveKitStack
    calls: Calls
    server_log: Path

    def phone(self, number: str, **how: Any) -> SipCaller:
        return SipCaller(self.sip, number, CALLER, **how)

    def add(self, number: str, agent: str) -> None:
        command = [sys.executable, "-m", "local.cli", "phone", "add", number, "--agent", agent]
        url = self.stack.environment["CALLFLOW_API_URL"]
        subprocess.run([*command, "--url", url], env={**os.environ, **self.stack.environment}, check=True)

    def newest(self, flow_id: str) -> Json:
        """Return the session of the last call."""
        found = self.stack.api.get(f"/flows/{flow_id}/sessions", params={"limit": "1"}).json()["sessions"]
        return self.calls.session(found[0]["sessionId"])

    def becomes(self, flow_id: str, status: str, within: float = PATIENCE) -> Json:
        until(lambda: self.newest(flow_id)["status"] == status, within)
        return self.newest(flow_id)

    def rooms(self) -> list[str]:
        async def names() -> list[str]:
            keys = (self.stack.environment[name] for name in ("LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"))
            async with api.LiveKitAPI(self.stack.url, *keys) as server:
                listed = await server.room.list_rooms(api.ListRoomsRequest())
            return [room.name for room in listed.rooms if room.name.startswith("call-")]

        return asyncio.run(names())


@pytest.fixture(scope="module")
def telephony(livekit_sip: LiveKitSip, livekit_logs: Path) -> Iterator[Telephony]:
    """Create two numbers and their agents, and start a worker."""
    stack = livekit_sip.stack
    telephony = Telephony(livekit_sip.address, stack, Calls(stack.api), livekit_logs / "livekit-server.log")
    for number, flow_id, flow in ((GARDEN_NUMBER, "garden", GARDEN), (FLOWERS_NUMBER, "flowers", FLOWERS)):
        telephony.calls.publish(flow_id, flow)
        agent = {"name": flow_id, "flowId": flow_id, "flowVersion": "latest"}
        assert stack.api.put(f"/agents/{flow_id}-agent", json=agent).is_success
        telephony.add(number, f"{flow_id}-agent")
    log = livekit_logs / "phone-worker.log"
    log.write_text("")
    settings = {
        **stack.environment,
        "CALLFLOW_API_AUTH": "none",
        "CALLFLOW_HEALTH_PORT": "0",
        "CALLFLOW_DRAIN_SECONDS": "1",
    }
    command = [sys.executable, "-m", "agent_worker"]
    with running(command, lambda: "registered worker" in log.read_text(), environment=settings, log=log):
        yield telephony


def until(so: Callable[[], bool], within: float) -> None:
    deadline = time.monotonic() + within
    while not so():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def signals(phone: SipCaller) -> list[str]:
    """Return the messages without CSeq numbers. Print them with their times, for the report of a failed test."""
    began = phone.seen[0][0]
    print("\n".join(f"{at - began:7.2f} {what}" for at, what in phone.seen))
    return [what.rpartition(" ")[0] for _, what in phone.seen]


def test_a_call_reaches_the_flow_of_its_number_and_ends_after_the_last_word(telephony: Telephony) -> None:
    no = spoken("No, thank you.")

    async def talk() -> SipCaller:
        async with telephony.phone(GARDEN_NUMBER) as phone:
            assert not await lacks(await phone.turn(), "good morning", "garden", "gardener")
            mark = len(phone.line.heard)
            await phone.line.say(no)
            await phone.until_gone()
            assert not await lacks(phone.line.sound(mark), "thank you for calling", "wonderful afternoon")
            return phone

    phone = asyncio.run(talk())
    assert signals(phone) == [*ANSWERED, "< BYE", "> 200 BYE"]
    print(f"the first word after {phone.line.sounds[0] - phone.at('> INVITE'):.2f} s")
    session = telephony.becomes("garden", "completed")
    variables = session["context"]["variables"]
    assert [variables[name] for name in ("caller", "called", "channel")] == [CALLER, GARDEN_NUMBER, "phone"]
    assert [role for role, _ in said(session)] == ["assistant", "user", "assistant"]
    until(lambda: telephony.rooms() == [], PATIENCE)


@pytest.mark.parametrize(
    ("outcome", "signals_after"),
    [
        ("200 OK", ["> NOTIFY", "< 200 NOTIFY", "> NOTIFY", "< 200 NOTIFY", "< BYE", "> 200 BYE"]),
        (None, ["> BYE", "< 200 BYE"]),
    ],
    ids=["it is told that the desk answered", "the caller is taken away at once"],
)
def test_the_flow_transfers_a_caller_by_refer_to_its_number(
    telephony: Telephony, outcome: str | None, signals_after: list[str]
) -> None:
    yes = spoken("Yes, please.")

    async def talk() -> SipCaller:
        async with telephony.phone(GARDEN_NUMBER, outcome=outcome) as phone:
            await phone.turn()
            mark = len(phone.line.heard)
            await phone.line.say(yes)
            await phone.until_gone()
            assert not await lacks(phone.line.sound(mark), "one moment please", "for you")
            assert phone.at("< REFER") > phone.line.sounds[-1]
            return phone

    try:
        phone = asyncio.run(talk())
    except TimeoutError:
        # livekit-sip loses about one REFER in twenty: it gets the 202 but ignores it. So the test tries again.
        if LOST_REFER not in telephony.server_log.read_text():
            raise
        phone = asyncio.run(talk())
    assert phone.referred == [f"tel:{DESK}"]
    assert signals(phone) == [*ANSWERED, "< REFER", "> 202 REFER", *signals_after]
    until(lambda: telephony.rooms() == [], PATIENCE)
    session = telephony.newest("garden")
    assert session["status"] == "transferred"
    assert [text for role, text in said(session) if role == "assistant"] == [GREETING, CONNECTING]


@pytest.mark.parametrize(
    "how", [{"refer": "603 Decline"}, {"outcome": "486 Busy Here"}], ids=["REFER is refused", "nobody answers"]
)
def test_a_failed_transfer_leads_to_an_apology_and_continues_the_flow(
    telephony: Telephony, how: dict[str, str]
) -> None:
    yes, no = spoken("Yes, please."), spoken("No, thank you.")

    async def talk() -> SipCaller:
        async with telephony.phone(GARDEN_NUMBER, **how) as phone:
            await phone.turn()
            await phone.line.say(yes)
            await phone.until_seen("< REFER")
            assert not await lacks(await phone.turn(), "sorry", "busy at the moment", "tomorrow")
            mark = len(phone.line.heard)
            await phone.line.say(no)
            await phone.until_gone()
            assert not await lacks(phone.line.sound(mark), "wonderful afternoon")
            return phone

    phone = asyncio.run(talk())
    assert phone.referred == [f"tel:{DESK}"]
    assert signals(phone)[-2:] == ["< BYE", "> 200 BYE"]
    session = telephony.becomes("garden", "completed")
    assert [text for role, text in said(session) if role == "assistant"] == [GREETING, CONNECTING, APOLOGY, GOODBYE]


def test_a_hang_up_in_mid_sentence_abandons_the_session_at_once(telephony: Telephony) -> None:
    async def talk() -> SipCaller:
        async with telephony.phone(GARDEN_NUMBER) as phone:
            await phone.until_speaking()
            await asyncio.sleep(1)
            await phone.hang_up()
            return phone

    phone = asyncio.run(talk())
    telephony.becomes("garden", "abandoned")
    print(f"abandoned after {time.monotonic() - phone.at('> BYE'):.2f} s")
    until(lambda: telephony.rooms() == [], PATIENCE)


def test_consecutive_keys_are_one_turn(telephony: Telephony) -> None:
    async def talk() -> None:
        async with telephony.phone(FLOWERS_NUMBER) as phone:
            assert not await lacks(await phone.turn(), "number of your order", "hash key")
            mark = len(phone.line.heard)
            await phone.line.press("4071#")
            await phone.until_gone()
            assert not await lacks(phone.line.sound(mark), "flowers are on their way", "goodbye")

    asyncio.run(talk())
    session = telephony.becomes("flowers", "completed")
    assert [turn["input"] for turn in session["turns"]] == [None, "4071#"]
    assert [text for role, text in said(session) if role == "assistant"] == [ORDER, FOUND]


def test_an_unassigned_number_gets_no_answer(telephony: Telephony) -> None:
    """A scan for open telephone servers cannot find this one."""

    async def talk() -> list[str]:
        phone = telephony.phone("+15550199")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3), phone:
                pytest.fail("it was answered")
        return signals(phone)

    assert set(asyncio.run(talk())) <= {"> INVITE", "< 100 INVITE", "< 180 INVITE"}


def test_a_number_that_only_livekit_has_is_busy(telephony: Telephony) -> None:
    telephony.add("+15550102", "garden-agent")
    assert telephony.stack.api.delete("/phone-numbers/+15550102").is_success

    async def talk() -> None:
        async with telephony.phone("+15550102"):
            pytest.fail("it was answered")

    with pytest.raises(RefusedError, match="486"):
        asyncio.run(talk())


def test_a_call_of_sipp_reaches_the_flow(telephony: Telephony, tmp_path: Path) -> None:
    """SIPp is an independent implementation of SIP, in addition to our own telephone."""
    program = shutil.which("sipp")
    if program is None:
        pytest.skip("sipp is not here: make livekit")
    host = telephony.sip.partition(":")[0]
    command = [program, "-sn", "uac", "-i", host, "-p", str(free_port()), "-mp", str(free_port()), "-s", FLOWERS_NUMBER]
    done = subprocess.run(
        [*command, "-m", "1", "-d", "2000", "-nostdin", "-timeout", "30s", telephony.sip],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    telephony.becomes("flowers", "abandoned")
