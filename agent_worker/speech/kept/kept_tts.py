"""Text to speech that plays the kept sound of a text, if there is one."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from livekit import rtc
from livekit.agents import APIConnectOptions, tts, utils
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS

from agent_worker.speech.kept.fixed_texts import FixedTexts
from agent_worker.speech.kept.sound import Sound
from agent_worker.speech.kept.sounds import Sounds


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything that decides how a text sounds, but the text."""

    engine: str
    """The engine, as `CALLFLOW_TTS` names it."""
    voice: str | None
    """The provider's name of the voice. None for the provider's choice."""
    language: str | None
    """A language tag. None for the provider's choice."""
    settings: tuple[str, ...] = ()
    """Other settings of the engine, such as the address of its server."""

    def key(self, text: str, sample_rate: int) -> str:
        """Return the name under which the sound of a text is kept. It does not tell the text."""
        parts = [self.engine, self.voice, self.language, self.settings, sample_rate, text]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


class KeptTTS(tts.TTS[Any]):
    """Plays what is kept, and lets the engine speak the rest. It keeps only texts that are always the same.

    Args:
        live: The engine, or several of which the next one speaks if one fails. It takes whole texts.
        voice: How the first engine speaks. The sounds are kept under it.
        sounds: Where they are kept.
        keeps_live: Whether what `live` speaks may be kept: it is the first engine, and no other.
    """

    def __init__(self, live: tts.TTS[Any], voice: Voice, sounds: Sounds, *, keeps_live: bool) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False),
            sample_rate=live.sample_rate,
            num_channels=live.num_channels,
        )
        self.live = live
        self.fixed = FixedTexts()
        """The texts of the call that are always the same."""
        self._voice, self._sounds, self._keeps_live = voice, sounds, keeps_live
        self._speaking, self._held = 0, False
        self._quiet, self._loud = asyncio.Event(), asyncio.Event()
        self._quiet.set()
        live.on("metrics_collected", self._forward_metrics)

    @property
    def model(self) -> str:
        """The model of the engine, for metrics."""
        return self.live.model

    @property
    def provider(self) -> str:
        """The provider of the engine, for metrics."""
        return self.live.provider

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        """Speak a text. Called by the session."""
        return _Spoken(self, text, conn_options)

    def prewarm(self) -> None:
        """Prepare the engine. Called by the session."""
        self.live.prewarm()

    async def aclose(self) -> None:
        """Close the engine. Called by the session."""
        self.live.off("metrics_collected", self._forward_metrics)
        await self.live.aclose()

    async def kept(self, text: str) -> Sound | None:
        """Return the kept sound of a text that is always the same; None if there is none."""
        return await asyncio.to_thread(self._sounds.get, self._key(text))

    async def keep(self, text: str, sound: Sound) -> None:
        """Keep the sound of a text that is always the same, with the samples a second of this voice."""
        await asyncio.to_thread(lambda: self._sounds.put(self._key(text), sound.resampled(self.sample_rate)))

    def claim(self, text: str) -> bool:
        """Return whether the sound of a text is to be made now: it is not kept, and no other process makes it."""
        key = self._key(text)
        return not self._sounds.has(key) and self._sounds.claim(key)

    def release(self, text: str) -> None:
        """End a claim."""
        self._sounds.release(self._key(text))

    def hold(self, held: bool) -> None:
        """Say whether nothing is to be made ahead now. Where the worker also hears, making costs the caller time."""
        self._held = held
        self._changed()

    async def quiet(self) -> None:
        """Wait until sounds may be made ahead: the engine speaks nothing for the caller, and nobody holds it."""
        await self._quiet.wait()

    async def loud(self) -> None:
        """Wait until nothing is to be made ahead any more."""
        await self._loud.wait()

    def _key(self, text: str) -> str:
        return self._voice.key(text, self.sample_rate)

    def _began(self, by: int) -> None:
        self._speaking += by
        self._changed()

    def _changed(self) -> None:
        is_loud = self._speaking > 0 or self._held
        now, other = (self._loud, self._quiet) if is_loud else (self._quiet, self._loud)
        now.set()
        other.clear()

    def _forward_metrics(self, *metrics: object) -> None:
        self.emit("metrics_collected", *metrics)


class _Spoken(tts.ChunkedStream):
    _tts_request_span_name: ClassVar[str] = "tts_kept"

    def __init__(self, kept_tts: KeptTTS, text: str, conn_options: APIConnectOptions) -> None:
        # The engine tries again by itself. If this stream did, a kept part would be heard twice.
        super().__init__(tts=kept_tts, input_text=text, conn_options=replace(conn_options, max_retry=0))
        self._kept_tts, self._live_options = kept_tts, conn_options

    async def _metrics_monitor_task(self, event_aiter: Any) -> None:
        """Report nothing: the engine reports what it speaks."""
        async for _ in event_aiter:
            pass

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        kept_tts = self._kept_tts
        output_emitter.initialize(
            request_id=utils.shortuuid("kept_"),
            sample_rate=kept_tts.sample_rate,
            num_channels=kept_tts.num_channels,
            mime_type="audio/pcm",
        )
        for part in kept_tts.fixed.cut(self.input_text):
            sound = await kept_tts.kept(part.text) if part.fixed else None
            if sound is not None:
                for frame in sound.frames():
                    output_emitter.push_frame(frame)
            else:
                await self._speak(part.text, output_emitter, keep=part.fixed and kept_tts._keeps_live)

    async def _speak(self, text: str, output_emitter: tts.AudioEmitter, *, keep: bool) -> None:
        """Let the engine speak a text, and keep its sound if it is whole."""
        kept_tts, frames = self._kept_tts, list[rtc.AudioFrame]()
        kept_tts._began(1)
        try:
            async with kept_tts.live.synthesize(text, conn_options=self._live_options) as spoken:
                async for audio in spoken:
                    output_emitter.push_frame(audio.frame)
                    if keep:
                        frames.append(audio.frame)
        finally:
            kept_tts._began(-1)
        if frames:
            await kept_tts.keep(text, Sound.of(rtc.combine_audio_frames(frames)))
