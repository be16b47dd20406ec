"""Amazon Polly as text to speech.

livekit-agents' plugin opens a connection for each text, and asks for MP3, whose decoding delays the first sound. This
class shares a client between all texts of a call, and asks for samples.
"""

from __future__ import annotations

import asyncio
from typing import Any, Never

from livekit.agents import APIConnectionError, APIConnectOptions, LanguageCode, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS

from agent_worker.speech.amazon.languages import polly_voice
from agent_worker.speech.amazon.polly_client import shared_client
from voices.polly import engine_of, language_code

SAMPLE_RATE = 16_000
"""Samples a second. Polly sends no more of them uncompressed."""


class Polly(tts.TTS[Never]):
    """Speaks with Amazon Polly, with the credentials of the process.

    Args:
        voice: Polly's name of the voice.
        language: A language with its region, for a voice that speaks two languages. None for the voice's own one.
        engine: Polly's engine, such as `generative`.
        region: The AWS region.
    """

    def __init__(self, *, voice: str, language: str | None, engine: str, region: str) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=SAMPLE_RATE, num_channels=1)
        self.voice, self.engine, self.language = voice, engine, language
        self.region = region
        """The AWS region."""
        self._opening: asyncio.Task[None] | None = None

    @property
    def model(self) -> str:
        """The engine, for metrics."""
        return self.engine

    @property
    def provider(self) -> str:
        """The name of the provider, for metrics."""
        return "Amazon Polly"

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        """Speak a text. Called by the session."""
        return _Spoken(self, text, conn_options)

    def prewarm(self) -> None:
        """Open a connection, unless one is open. Called by the session, and when the caller begins to speak."""
        if self._opening is None or self._opening.done():
            self._opening = asyncio.get_running_loop().create_task(shared_client(self.region).open())

    async def aclose(self) -> None:
        """Stop opening a connection. The client is shared, and ends with the job."""
        if self._opening is not None:
            self._opening.cancel()


class _Spoken(tts.ChunkedStream):
    def __init__(self, polly: Polly, text: str, conn_options: APIConnectOptions) -> None:
        super().__init__(tts=polly, input_text=text, conn_options=conn_options)
        self._polly = polly

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        polly = self._polly
        shared = shared_client(polly.region)
        language = {} if polly.language is None else {"LanguageCode": polly.language}
        try:
            client = await shared.get()
            answer: dict[str, Any] = await client.synthesize_speech(
                Text=self._input_text,
                TextType="text",
                OutputFormat="pcm",
                SampleRate=str(SAMPLE_RATE),
                Engine=polly.engine,
                VoiceId=polly.voice,
                **language,
            )
            output_emitter.initialize(
                request_id=answer["ResponseMetadata"]["RequestId"],
                sample_rate=SAMPLE_RATE,
                num_channels=1,
                mime_type="audio/pcm",
            )
            async with answer["AudioStream"] as sound:
                async for part in sound.iter_chunks():
                    output_emitter.push(part)
        except asyncio.CancelledError:
            # The caller cut the text off. The next one needs another connection.
            shared.broke_off()
            polly.prewarm()
            raise
        except Exception as error:  # any error of the SDK: livekit-agents tries again
            raise APIConnectionError from error
        shared.answered()


def polly(*, voice: str | None, language: str | None, engine: str, region: str) -> Polly:
    """Create text to speech by Polly.

    Args:
        voice: Polly's name of the voice. None chooses one that speaks the language.
        language: A language tag, such as de or de-AT.
        engine: Polly's engine. An empty string is `generative`.
        region: The AWS region.

    Returns:
        The client.
    """
    tag = LanguageCode(language) if language else None
    chosen, engine = (voice, engine_of(voice, engine)) if voice else polly_voice(language, engine)
    # Polly refuses a language without a region, and one that the voice does not speak.
    spoken = language_code(tag.language, tag.region or "") if tag and voice else None
    return Polly(voice=chosen, language=spoken, engine=engine, region=region)
