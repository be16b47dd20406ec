"""The languages that Amazon hears, and its voices, for the language of a call."""

from __future__ import annotations

import logging

from livekit.agents import LanguageCode

_log = logging.getLogger(__name__)

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
