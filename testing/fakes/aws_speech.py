"""The plugin `livekit.plugins.aws` as far as the worker uses it, against an Amazon with a quota of its own.

The real plugin needs Amazon's SDK, which needs Python 3.12. Its classes let the errors of the SDK through: those of
Transcribe as they are, those of Polly as the cause of an `APIConnectionError`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectionError, APIConnectOptions, LanguageCode, stt, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS

TRANSCRIBE_STREAMS = 25
"""Transcribe's quota "Number of concurrent HTTP/2 streams for streaming transcription" of a new account."""
HEARD = "I can be heard."
"""The transcript of every stream's first audio."""


class LimitExceededException(Exception):  # noqa: N818 (the SDK's name)
    """As of `aws_sdk_transcribe_streaming.models`, also for a stream beyond the quota."""


class ThrottlingException(Exception):  # noqa: N818 (the service's name)
    """As botocore's error of the same code."""

    response = {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}  # noqa: RUF012 (as botocore has it)


@dataclass(slots=True)
class Amazon:
    """The account's quotas, and what was asked of it."""

    streams: int = TRANSCRIBE_STREAMS
    """Streams of Transcribe that may be open at once."""
    speaks: bool = True
    """Whether Polly answers."""
    open: int = 0
    asked: int = 0
    """Streams that were asked for."""
    synthesized: list[str] = field(default_factory=list)


AMAZON = Amazon(
    streams=int(os.environ.get("FAKE_TRANSCRIBE_STREAMS", TRANSCRIBE_STREAMS)),
    speaks=os.environ.get("FAKE_POLLY", "1") == "1",
)
"""The account of this process."""


class STT(stt.STT[Any]):
    """Transcribe."""

    def __init__(self, *, language: str, region: str) -> None:
        super().__init__(
            capabilities=stt.STTCapabilities(
                streaming=True, interim_results=True, aligned_transcript="word", offline_recognize=False
            )
        )
        self._config = (language, region)
        self._credentials = None

    async def _recognize_impl(self, *_: object, **__: object) -> stt.SpeechEvent:
        raise NotImplementedError("Amazon Transcribe does not support single frame recognition")


class SpeechStream(stt.SpeechStream):
    """A stream of Transcribe."""

    def __init__(self, stt: STT, opts: object, conn_options: APIConnectOptions, credentials: object) -> None:
        super().__init__(stt=stt, conn_options=conn_options, sample_rate=24_000)

    async def _run(self) -> None:
        AMAZON.asked += 1
        if AMAZON.open >= AMAZON.streams:
            raise LimitExceededException("You have reached your limit of concurrent streams")
        AMAZON.open += 1
        heard = False
        try:
            async for each in self._input_ch:
                if isinstance(each, rtc.AudioFrame) and not heard:
                    heard = True
                    words = stt.SpeechData(language=LanguageCode("en-US"), text=HEARD)
                    self._event_ch.send_nowait(
                        stt.SpeechEvent(stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[words])
                    )
        finally:
            AMAZON.open -= 1


class TTS(tts.TTS[Any]):
    """Polly, whose voice is a hum."""

    def __init__(self, *, voice: str, language: object, speech_engine: str, region: str) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=16_000, num_channels=1)
        self.voice, self.engine = voice, speech_engine

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        """Synthesize a text."""
        return _Spoken(tts=self, input_text=text, conn_options=conn_options)


class _Spoken(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        if not AMAZON.speaks:
            raise APIConnectionError from ThrottlingException()
        AMAZON.synthesized.append(self.input_text)
        output_emitter.initialize(request_id="polly", sample_rate=16_000, num_channels=1, mime_type="audio/pcm")
        output_emitter.push(b"\x00\x10" * 1600 + b"\x00\xf0" * 1600)


def install(folder: Path) -> Path:
    """Write packages into a folder under which the worker finds this plugin, and return the folder.

    Args:
        folder: An empty folder, to be put on the path of modules.
    """
    plugin = folder / "livekit" / "plugins" / "aws"
    plugin.mkdir(parents=True)
    (plugin / "__init__.py").write_text("from testing.fakes.aws_speech import STT, TTS, SpeechStream\n")
    (folder / "aws_sdk_transcribe_streaming.py").write_text("")
    return folder
