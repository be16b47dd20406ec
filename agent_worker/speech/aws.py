"""Amazon Transcribe and Polly.

Their plugin is imported on first use, because it is not installed in the environment of the tests.
"""

from __future__ import annotations

import importlib
import logging
from functools import cache
from typing import Any

from livekit.agents import APIConnectionError, APIError, APIStatusError, LanguageCode, stt, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, APIConnectOptions, NotGivenOr

_log = logging.getLogger(__name__)

PLUGIN = "livekit.plugins.aws"
"""The module of the plugin."""

_REGIONS = {
    "ar": "ar-SA", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-US", "fi": "fi-FI", "fr": "fr-FR",
    "hi": "hi-IN", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "no": "no-NO", "pl": "pl-PL",
    "pt": "pt-BR", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""The usual region of each language. Transcribe accepts no language without a region."""
_OTHER_REGIONS = frozenset({
    "ar-AE", "de-CH", "en-AB", "en-AU", "en-GB", "en-IE", "en-IN", "en-NZ", "en-WL", "en-ZA", "es-ES", "fr-CA", "pt-PT",
    "zh-HK", "zh-TW",
})  # fmt: skip
"""The other regions of these languages that Transcribe streams, by the SDK's `LanguageCode`."""
_NORWEGIAN = {"nb": "no", "nn": "no"}
_VOICES = {
    "da-DK": "Sofie", "de-AT": "Hannah", "de-CH": "Sabrina", "de-DE": "Vicki", "en-AU": "Olivia", "en-GB": "Amy",
    "en-IE": "Niamh", "en-IN": "Kajal", "en-NZ": "Aria", "en-US": "Ruth", "en-ZA": "Ayanda", "es-ES": "Lucia",
    "es-MX": "Mia", "es-US": "Lupe", "fr-BE": "Isabelle", "fr-CA": "Gabrielle", "fr-FR": "Lea", "it-IT": "Bianca",
    "nl-BE": "Lisa", "nl-NL": "Laura", "no-NO": "Ida", "pl-PL": "Ola", "pt-BR": "Camila", "pt-PT": "Ines",
    "sv-SE": "Elin",
}  # fmt: skip
"""Polly's voice for an agent that names none."""
_NEURAL_VOICES = frozenset({"Sofie", "Ida", "Ines", "Elin"})
"""The voices among them that the engine `generative` does not have."""
_STATUSES = {"BadRequestException": 400, "ConflictException": 409, "LimitExceededException": 429}
"""The HTTP status of each error with which Transcribe refuses a stream. The API reference names them."""


def transcribe(*, language: str | None, region: str) -> stt.STT[Any]:
    """Create the client of Transcribe, with the credentials of the process.

    Args:
        language: A language tag, such as de or de-AT. None is en-US.
        region: The AWS region.

    Returns:
        The client.
    """
    client: stt.STT[Any] = _transcribe_class()(language=transcribe_language(language), region=region)
    return client


@cache
def _transcribe_class() -> Any:
    """Return the plugin's class, with errors that livekit-agents tries again.

    The plugin lets the errors of Amazon's SDK through. livekit-agents takes an error of an unknown class for a fault of
    the program: it never opens a stream again, and the caller is not heard until the call ends.
    """
    plugin = importlib.import_module(PLUGIN)

    class Stream(plugin.SpeechStream):  # type: ignore[name-defined, misc]  # known at run time only
        async def _run(self) -> None:
            try:
                await super()._run()
            except APIError:
                raise
            except Exception as error:  # any error of the SDK: each one ends the stream
                raise transcribe_error(error) from error

    class Transcribe(plugin.STT):  # type: ignore[name-defined, misc]  # known at run time only
        def stream(
            self,
            *,
            language: NotGivenOr[str] = NOT_GIVEN,
            conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        ) -> stt.RecognizeStream:
            stream: stt.RecognizeStream = Stream(
                stt=self, conn_options=conn_options, opts=self._config, credentials=self._credentials
            )
            return stream

    return Transcribe


def transcribe_error(error: Exception) -> APIError:
    """Return the error of livekit-agents for an error of Transcribe or of the connection to it.

    Args:
        error: The SDK's error, by the name of its class: the SDK is not installed everywhere.

    Returns:
        An error that may be tried again, unless Transcribe finds the request itself invalid. It quotes nothing.
    """
    name = type(error).__name__
    if name in _STATUSES:
        return APIStatusError(name, status_code=_STATUSES[name])
    return APIConnectionError(name)


def polly(*, voice: str | None, language: str | None, engine: str, region: str) -> tts.TTS[Any]:
    """Create the client of Polly, with the credentials of the process.

    Args:
        voice: Polly's name of the voice. None chooses one that speaks the language.
        language: A language tag, such as de or de-AT.
        engine: Polly's engine. An empty string is `generative`.
        region: The AWS region.

    Returns:
        The client.
    """
    tag = LanguageCode(language) if language else None
    chosen, engine = (voice, engine or "generative") if voice else polly_voice(language, engine)
    client: tts.TTS[Any] = importlib.import_module(PLUGIN).TTS(
        voice=chosen,
        # Only for a voice that speaks two languages. Polly refuses a language without a region, and one that the
        # voice does not speak.
        language=tag if tag and tag.region and voice else NOT_GIVEN,
        speech_engine=engine,
        region=region,
    )
    return client


def polly_voice(language: str | None, engine: str) -> tuple[str, str]:
    """Choose Polly's voice for an agent that names none.

    Args:
        language: A language tag, such as de or de-AT. None is American English.
        engine: Polly's engine. An empty string is `generative`.

    Returns:
        The voice and the engine. A voice that the engine `generative` does not have speaks with `neural`. A language
        without a voice is logged, and Ruth speaks, who knows English only.
    """
    tag = _tag(language or "en-US")
    voice = _VOICES.get(tag) or _VOICES.get(_REGIONS.get(tag.language, ""))
    if voice is None:
        _log.error("the agent has no voice, and Callflow knows none of Polly's for %s; set a voice", language)
    if voice in _NEURAL_VOICES and engine in ("", "generative"):
        engine = "neural"
    return voice or "Ruth", engine or "generative"


def transcribe_language(language: str | None) -> str:
    """Return a language with a region that Transcribe streams.

    Args:
        language: A language tag, such as de or de-AT. None is en-US.

    Returns:
        The tag, or that of the usual region: de-DE for de and for de-AT. A language without a usual region is returned
        as it is if it has a region; or else it is logged and becomes en-US.
    """
    if not language:
        return "en-US"
    tag = _tag(language)
    usual = _REGIONS.get(tag.language)
    if usual is None and not tag.region:
        _log.error("Transcribe needs the region of the language %s, such as en-US; English is used", language)
        return "en-US"
    with_region = f"{tag.language}-{tag.region}"
    return with_region if usual is None or with_region in _OTHER_REGIONS else usual


def _tag(language: str) -> LanguageCode:
    """Read a language tag. Amazon knows Norwegian by one code."""
    tag = LanguageCode(language)
    return tag if tag.language not in _NORWEGIAN else LanguageCode(f"no-{tag.region or 'NO'}")
