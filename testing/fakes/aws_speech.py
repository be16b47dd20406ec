"""Amazon's plugin and SDK as far as the worker uses them, against an Amazon with a quota of its own.

Of `livekit.plugins.aws`, which needs Python 3.12, the worker uses Transcribe. The plugin lets the errors of Transcribe
through. Of `aiobotocore`, the worker uses the client of Polly.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, LanguageCode, NotGivenOr, stt

TRANSCRIBE_STREAMS = 25
"""Transcribe's quota "Number of concurrent HTTP/2 streams for streaming transcription" of a new account."""
HEARD = "I can be heard."
"""The transcript of every stream's first audio."""


class LimitExceededException(Exception):  # noqa: N818 (the SDK's name)
    """As of `aws_sdk_transcribe_streaming.models`, also for a stream beyond the quota."""


class BadRequestException(Exception):  # noqa: N818 (the SDK's name)
    """As of `aws_sdk_transcribe_streaming.models`."""


class ThrottlingException(Exception):  # noqa: N818 (the service's name)
    """As botocore's error of the same code."""

    response = {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}  # noqa: RUF012 (as botocore has it)


async def at_once() -> None:
    """Wait for nothing."""


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
    vocabularies: set[str] = field(default_factory=set)
    """The custom vocabularies of the account."""
    heard_with: list[str | None] = field(default_factory=list)
    """The vocabulary of each stream that was not refused for it."""
    synthesized: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    """The latest request of Polly."""
    clients: int = 0
    """Clients of Polly that are open."""
    voices_listed: int = 0
    listing_fails: Exception | None = None
    polly_waits: Callable[[], Awaitable[None]] = at_once
    """Is awaited before Polly answers."""
    sound_waits: Callable[[], Awaitable[None]] = at_once
    """Is awaited in the middle of Polly's sound."""

    def reset(self) -> None:
        """Make the account one of which nothing was asked."""
        fresh = Amazon()
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))


AMAZON = Amazon(
    streams=int(os.environ.get("FAKE_TRANSCRIBE_STREAMS", TRANSCRIBE_STREAMS)),
    speaks=os.environ.get("FAKE_POLLY", "1") == "1",
)
"""The account of this process."""


class STT(stt.STT[Any]):
    """Transcribe."""

    def __init__(self, *, language: str, region: str, vocabulary_name: NotGivenOr[str]) -> None:
        super().__init__(
            capabilities=stt.STTCapabilities(
                streaming=True, interim_results=True, aligned_transcript="word", offline_recognize=False
            )
        )
        self._config = SimpleNamespace(language=language, region=region, vocabulary_name=vocabulary_name)
        self._credentials = None

    async def _recognize_impl(self, *_: object, **__: object) -> stt.SpeechEvent:
        raise NotImplementedError("Amazon Transcribe does not support single frame recognition")


class SpeechStream(stt.SpeechStream):
    """A stream of Transcribe."""

    def __init__(self, stt: STT, opts: object, conn_options: APIConnectOptions, credentials: object) -> None:
        super().__init__(stt=stt, conn_options=conn_options, sample_rate=24_000)
        self._opts: Any = opts

    async def _run(self) -> None:
        AMAZON.asked += 1
        if (name := self._opts.vocabulary_name) and name not in AMAZON.vocabularies:
            raise BadRequestException("The requested vocabulary couldn't be found")
        AMAZON.heard_with.append(name or None)
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


class AioConfig:
    """As `aiobotocore.config.AioConfig`."""

    def __init__(self, **options: object) -> None:
        self.options = options


class AccessDeniedException(Exception):  # noqa: N818 (the service's name)
    """As botocore's error of the same code, for a role without the right to list voices."""

    response = {"Error": {"Code": "AccessDeniedException", "Message": "no"}}  # noqa: RUF012 (as botocore has it)


class _Session:
    def create_client(self, service: str, *, region_name: str, config: AioConfig) -> _Client:
        assert service == "polly"
        return _Client()


def get_session() -> _Session:
    """As `aiobotocore.session.get_session`."""
    return _Session()


class _Client:
    """A client of Polly, and the context that opens and closes it."""

    async def __aenter__(self) -> _Client:
        AMAZON.clients += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        AMAZON.clients -= 1

    async def describe_voices(self, **parameters: str) -> dict[str, object]:
        AMAZON.voices_listed += 1
        if AMAZON.listing_fails is not None:
            raise AMAZON.listing_fails
        return {"Voices": []}

    async def synthesize_speech(self, **parameters: str) -> dict[str, object]:
        """Answer with a hum of a fifth of a second."""
        await AMAZON.polly_waits()
        if not AMAZON.speaks:
            raise ThrottlingException
        AMAZON.synthesized.append(parameters["Text"])
        AMAZON.parameters = parameters
        return {"ResponseMetadata": {"RequestId": "polly"}, "AudioStream": _Sound()}


class _Sound:
    async def __aenter__(self) -> _Sound:
        return self

    async def __aexit__(self, *_: object) -> None: ...

    async def iter_chunks(self) -> AsyncIterator[bytes]:
        yield b"\x00\x10" * 1600
        await AMAZON.sound_waits()
        # A part may end within a sample.
        yield b"\x00"
        yield b"\xf0" + b"\x00\xf0" * 1599


def install(folder: Path) -> Path:
    """Write packages into a folder under which the worker finds this plugin, and return the folder.

    Args:
        folder: An empty folder, to be put on the path of modules.
    """
    plugin = folder / "livekit" / "plugins" / "aws"
    plugin.mkdir(parents=True)
    (plugin / "__init__.py").write_text("from testing.fakes.aws_speech import STT, SpeechStream\n")
    (folder / "aws_sdk_transcribe_streaming.py").write_text("")
    sdk = folder / "aiobotocore"
    sdk.mkdir()
    (sdk / "__init__.py").write_text("")
    (sdk / "session.py").write_text("from testing.fakes.aws_speech import get_session\n")
    (sdk / "config.py").write_text("from testing.fakes.aws_speech import AioConfig\n")
    return folder
