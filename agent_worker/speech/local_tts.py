"""Local text to speech in calls: Piper with the voice joe, as `voices/piper.py` loads it."""

from __future__ import annotations

from contextlib import aclosing
from typing import Never

from livekit.agents import APIConnectOptions, tts, utils
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS

from voices.piper import Piper
from voices.this_machine import NAMES


class LocalTTS(tts.TTS[Never]):
    """Synthesizes whole texts. The session passes an answer sentence by sentence.

    Args:
        piper: The loaded voice.
    """

    def __init__(self, piper: Piper) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=piper.sample_rate, num_channels=1
        )
        self._piper = piper

    @property
    def model(self) -> str:
        """The name of the voice, for metrics."""
        return NAMES[-1]

    @property
    def provider(self) -> str:
        """The name of the provider, for metrics."""
        return "piper"

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        """Synthesize a text. Called by the session."""
        return _Spoken(self, self._piper, text, conn_options)


class _Spoken(tts.ChunkedStream):
    def __init__(self, local_tts: LocalTTS, piper: Piper, text: str, conn_options: APIConnectOptions) -> None:
        super().__init__(tts=local_tts, input_text=text, conn_options=conn_options)
        self._piper = piper

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        rate = self._piper.sample_rate
        output_emitter.initialize(
            request_id=utils.shortuuid("piper_"), sample_rate=rate, num_channels=1, mime_type="audio/pcm"
        )
        has_audio = False
        async with aclosing(self._piper.sentences(self.input_text)) as sentences:
            async for pcm in sentences:
                output_emitter.push(pcm)
                output_emitter.flush()
                has_audio = True
        if not has_audio:
            # LiveKit counts a text without audio, such as "…", as a failure, and ends the session after three.
            output_emitter.push(bytes(2 * (rate // 10)))
