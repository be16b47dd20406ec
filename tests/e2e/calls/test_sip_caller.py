"""SipCaller is a correct telephone: SIPp takes its call and returns its audio."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path

import numpy as np

from testing.calls.livekit_stack import missing
from testing.calls.sip_caller import SipCaller
from testing.calls.voice_caller import RATE
from testing.processes import HOST, free_port


def test_sipp_receives_the_prompt_and_the_hang_up(tmp_path: Path) -> None:
    program = shutil.which("sipp")
    if program is None:
        missing("sipp")
    port, media_port = free_port(), free_port()
    command = [program, "-sn", "uas", "-i", HOST, "-p", str(port), "-mp", str(media_port), "-rtp_echo", "-m", "1"]
    sipp = subprocess.Popen([*command, "-nostdin"], cwd=tmp_path, stdout=subprocess.DEVNULL)
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.int16)

    async def talk() -> SipCaller:
        # SipCaller sends an unanswered INVITE again.
        async with SipCaller(f"{HOST}:{port}", "echo") as phone:
            await phone.line.say(tone)
            await asyncio.sleep(0.3)
            return phone

    try:
        phone = asyncio.run(talk())
        assert sipp.wait(15) == 0
    finally:
        sipp.kill()
        sipp.wait()
    heard = phone.line.sound()
    loud = heard[np.abs(heard) > 300]
    assert abs(len(loud) / RATE - 1) < 0.1
    assert abs(np.abs(heard).max() / 8000 - 1) < 0.05
    assert [what for _, what in phone.seen][-2:] == ["> BYE 2", "< 200 BYE 2"]
