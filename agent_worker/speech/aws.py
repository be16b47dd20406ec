"""Amazon Transcribe and Polly.

Their plugin is imported on first use, because it is not installed in the environment of the tests.
"""

from __future__ import annotations

import importlib
import logging
from typing import Any

from livekit.agents import LanguageCode, stt, tts
from livekit.agents.types import NOT_GIVEN

_log = logging.getLogger(__name__)

PLUGIN = "livekit.plugins.aws"
"""The module of the plugin."""

_REGIONS = {
    "ar": "ar-SA", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-US", "fi": "fi-FI", "fr": "fr-FR",
    "hi": "hi-IN", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "no": "no-NO", "pl": "pl-PL",
    "pt": "pt-BR", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""The usual region of each language. Transcribe accepts no language without a region."""


def transcribe(*, language: str | None, region: str) -> stt.STT[Any]:
    """Create the client of Transcribe, with the credentials of the process.

    Args:
        language: A language tag, such as de or de-AT. None is en-US.
        region: The AWS region.

    Returns:
        The client.
    """
    client: stt.STT[Any] = importlib.import_module(PLUGIN).STT(language=transcribe_language(language), region=region)
    return client


def polly(*, voice: str | None, language: str | None, engine: str, region: str) -> tts.TTS[Any]:
    """Create the client of Polly, with the credentials of the process.

    Args:
        voice: Polly's name of the voice. None is Ruth, who speaks English.
        language: A language tag, such as de or de-AT.
        engine: Polly's engine. An empty string is `generative`.
        region: The AWS region.

    Returns:
        The client.
    """
    tag = LanguageCode(language) if language else None
    if tag and tag.language != "en" and not voice:
        _log.error("the agent has no voice, and Polly's Ruth does not speak %s; set a voice that does", language)
    client: tts.TTS[Any] = importlib.import_module(PLUGIN).TTS(
        voice=voice or "Ruth",
        # Only for a voice that speaks two languages. Polly refuses a language without a region, and one that the
        # voice does not speak.
        language=tag if tag and tag.region and voice else NOT_GIVEN,
        speech_engine=engine or "generative",
        region=region,
    )
    return client


def transcribe_language(language: str | None) -> str:
    """Return a language with its region. A language without a usual region is logged and becomes en-US."""
    if not language:
        return "en-US"
    tag = LanguageCode(language)
    if tag.region:
        return tag
    if tag.language not in _REGIONS:
        _log.error("Transcribe needs the region of the language %s, such as en-US; English is used", language)
    return _REGIONS.get(tag.language, "en-US")
