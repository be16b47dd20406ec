"""Amazon Transcribe and Polly. Their plugin is imported at use: it stands apart from what runs the tests."""

from __future__ import annotations

import importlib
import logging
from typing import Any

from livekit.agents import LanguageCode, stt, tts
from livekit.agents.types import NOT_GIVEN

_log = logging.getLogger(__name__)

PLUGIN = "livekit.plugins.aws"

_REGIONS = {
    "ar": "ar-SA", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-US", "fi": "fi-FI", "fr": "fr-FR",
    "hi": "hi-IN", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "no": "no-NO", "pl": "pl-PL",
    "pt": "pt-BR", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""Transcribe knows no language without a region."""


def transcribe(*, language: str | None, region: str) -> stt.STT[Any]:
    """`language` as de or de-AT; None is en-US. Credentials are those of the process. ImportError."""
    ears: stt.STT[Any] = importlib.import_module(PLUGIN).STT(language=transcribe_language(language), region=region)
    return ears


def polly(*, voice: str | None, language: str | None, engine: str, region: str) -> tts.TTS[Any]:
    """`voice` as Polly names it, None is Ruth, who speaks English; `engine` "" is generative. ImportError."""
    tag = LanguageCode(language) if language else None
    if tag and tag.language != "en" and not voice:
        _log.error("the agent names no voice, and Polly's Ruth does not speak %s; give it one that does", language)
    mouth: tts.TTS[Any] = importlib.import_module(PLUGIN).TTS(
        voice=voice or "Ruth",
        # For voices that speak two languages; Polly refuses one without a region, and one that the voice lacks.
        language=tag if tag and tag.region and voice else NOT_GIVEN,
        speech_engine=engine or "generative",
        region=region,
    )
    return mouth


def transcribe_language(language: str | None) -> str:
    """With its region. One that has no usual region is logged, and is en-US."""
    if not language:
        return "en-US"
    tag = LanguageCode(language)
    if tag.region:
        return tag
    if tag.language not in _REGIONS:
        _log.error("Transcribe needs the region of the language %s, such as en-US; listening for English", language)
    return _REGIONS.get(tag.language, "en-US")
