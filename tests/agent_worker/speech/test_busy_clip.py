"""The recordings of the busy sentence."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from livekit.agents import APIConnectionError, tts

from agent_worker.phrases.phrases import phrases_in
from agent_worker.speech import busy_clip as module
from agent_worker.speech.busy_clip import BusyClip, busy_clip
from agent_worker.speech.local_stt import LocalSTT
from agent_worker.speech.local_tts import LocalTTS
from agent_worker.speech.settings import Engine, SpeechSettings

WORDS = phrases_in("en")

pytestmark = pytest.mark.anyio

AWS = SpeechSettings(stt=Engine("aws"), tts=Engine("aws"))
TEXT = WORDS.busy


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


async def said(clip: BusyClip, local_stt: LocalSTT) -> str:
    event = await local_stt.recognize(list(clip.frames()))
    return event.alternatives[0].text.lower()


async def test_the_recording_that_ships_says_the_busy_sentence(local_stt: LocalSTT) -> None:
    words = await said(BusyClip(TEXT), local_stt)
    assert "lines are busy" in words
    assert "call again in a few minutes" in words


async def test_a_voice_is_recorded_once_and_then_played(local_tts: LocalTTS, local_stt: LocalSTT) -> None:
    clip = busy_clip(AWS, text="The office opens at nine.", voice="Ruth", language="en")
    assert clip.recording is not None
    await clip.record(local_tts)
    assert "opens at nine" in (await said(clip, local_stt)).replace("9", "nine")
    written = clip.recording.stat().st_mtime_ns
    await clip.record(local_tts)
    assert clip.recording.stat().st_mtime_ns == written
    assert [each.name for each in clip.recording.parent.iterdir()] == [clip.recording.name]


def test_each_voice_language_and_engine_has_its_own_recording() -> None:
    clips = [
        busy_clip(AWS, text=TEXT, voice=None, language=None),
        busy_clip(AWS, text=TEXT, voice="Ruth", language=None),
        busy_clip(AWS, text=TEXT, voice="Ruth", language="en-GB"),
        busy_clip(AWS, text=phrases_in("de").busy, voice="Ruth", language="en-GB"),
        busy_clip(replace(AWS, tts=Engine("aws", "neural")), text=TEXT, voice="Ruth", language="en-GB"),
    ]
    assert len({clip.recording for clip in clips}) == len(clips)


def test_the_local_voice_needs_no_recording() -> None:
    assert busy_clip(replace(AWS, tts=Engine("local")), text=TEXT, voice=None, language=None).recording is None


async def test_a_recording_that_fails_leaves_nothing_and_the_english_one_is_played(
    local_tts: LocalTTS, local_stt: LocalSTT, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = busy_clip(AWS, text=TEXT, voice="Ruth", language="en")
    assert clip.recording is not None

    def refuses(*_: object, **__: object) -> tts.ChunkedStream:
        raise APIConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(LocalTTS, "synthesize", refuses)
        await clip.record(local_tts)
    monkeypatch.setattr(module, "MAX_CLIP_BYTES", 10)
    await clip.record(local_tts)
    assert list(clip.recording.parent.iterdir()) == []
    clip.recording.write_bytes(b"RIFF")
    assert "lines are busy" in await said(clip, local_stt)


@pytest.mark.parametrize("planted", ["open", "link", "file"])
def test_a_folder_that_others_could_write_is_not_used(temporary: Path, planted: str) -> None:
    folder = temporary / f"callflow-busy-{os.getuid()}"
    if planted == "open":
        folder.mkdir()
        folder.chmod(0o777)
    elif planted == "link":
        (temporary / "elsewhere").mkdir()
        folder.symlink_to(temporary / "elsewhere")
    else:
        folder.write_text("")
    assert busy_clip(AWS, text=TEXT, voice=None, language=None).recording is None
