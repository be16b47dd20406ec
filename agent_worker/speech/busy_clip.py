"""The sound of the busy sentence, for a call in which nothing speaks any longer.

The worker keeps one recording of each voice, made when that voice spoke its first call. An English recording by Piper
ships with the worker, for a voice that failed from the beginning:

    python -c 'from agent_worker.speech.busy_clip import *; from agent_worker.speech.local_tts import *; import asyncio
    from voices.piper import loaded_piper; asyncio.run(BusyClip("…", SHIPPED).record(LocalTTS(loaded_piper())))'
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livekit import rtc
from livekit.agents import tts

from agent_worker.speech.private_folder import NoFolderError, private_folder
from agent_worker.speech.settings import SpeechSettings

SHIPPED = Path(__file__).with_name("busy_clip.wav")
"""The English recording."""
MAX_CLIPS = 500
"""Maximum number of recordings of a worker, of about 250 KB each."""
MAX_CLIP_BYTES = 2_000_000
"""Maximum bytes of a recording: 20 seconds at 48,000 samples a second."""
_FRAME_SECONDS = 0.05
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BusyClip:
    """The busy sentence of a call, as text and as sound."""

    text: str
    """The sentence in the language of the call."""
    recording: Path | None = None
    """Where the recording in the voice of the call is, or will be. None for a call that needs none of its own."""

    def frames(self) -> Iterator[rtc.AudioFrame]:
        """Yield the recording of this voice, or else the English one, in frames of 50 ms."""
        for path in (self.recording, SHIPPED):
            try:
                if path is not None:
                    yield from _read(path)
                    return
            except (OSError, EOFError, wave.Error) as error:
                if not isinstance(error, FileNotFoundError):
                    _log.warning("a recording of the busy sentence cannot be read: %s", type(error).__name__)

    async def record(self, voice: tts.TTS[Any]) -> None:
        """Record the sentence, unless there is a recording. A failure is logged: the next call tries again.

        Args:
            voice: Speaks it. It must not be the one of a session, which would take a failure for one of the call.
        """
        if self.recording is None or self.recording.exists():
            return
        try:
            async with voice.synthesize(self.text) as spoken:
                frame = await spoken.collect()
            await asyncio.to_thread(_write, self.recording, frame)
        except Exception as error:  # any error of a provider's library: the call goes on
            _log.warning("the busy sentence was not recorded: %s", type(error).__name__)


def busy_clip(settings: SpeechSettings, *, text: str, voice: str | None, language: str | None) -> BusyClip:
    """Return the busy sentence of a call.

    Args:
        settings: The speech settings of the worker.
        text: The sentence in the language of the call.
        voice: The provider's name of the voice.
        language: A language tag.
    """
    folder = None if settings.tts.provider == "local" else _folder()
    if folder is None:
        return BusyClip(text)
    key = json.dumps([[str(engine) for engine in settings.tts_engines], settings.base_url, voice, language, text])
    return BusyClip(text, folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.wav")


def _folder() -> Path | None:
    """Return this user's folder of recordings. None if another user could have put a recording there."""
    try:
        return private_folder("busy")
    except NoFolderError as error:
        _log.warning("the busy sentence is not recorded: %s", error)
        return None


def _read(path: Path) -> Iterator[rtc.AudioFrame]:
    with wave.open(str(path), "rb") as sound:
        rate, channels = sound.getframerate(), sound.getnchannels()
        if sound.getsampwidth() != 2:
            raise wave.Error("not 16-bit PCM")
        while pcm := sound.readframes(int(rate * _FRAME_SECONDS)):
            yield rtc.AudioFrame(pcm, rate, channels, len(pcm) // (2 * channels))


def _write(path: Path, frame: rtc.AudioFrame) -> None:
    """Write a recording at once: another process may read it at any moment."""
    pcm = frame.data.tobytes()
    if len(pcm) > MAX_CLIP_BYTES or sum(1 for _ in path.parent.glob("*.wav")) >= MAX_CLIPS:
        raise ValueError("a limit of the recordings is reached")
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file, wave.open(file, "wb") as sound:
            sound.setnchannels(frame.num_channels)
            sound.setsampwidth(2)
            sound.setframerate(frame.sample_rate)
            sound.writeframes(pcm)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
