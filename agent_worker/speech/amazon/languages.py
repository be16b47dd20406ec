"""The languages that Amazon hears, and its voice for the language of a call. The voices are in `voices/polly.py`."""

from __future__ import annotations

import logging

from livekit.agents import LanguageCode

from voices.polly import USUAL_REGIONS, default_voice, engine_of

_log = logging.getLogger(__name__)

_OTHER_REGIONS = frozenset({
    "ar-AE", "de-CH", "en-AB", "en-AU", "en-GB", "en-IE", "en-IN", "en-NZ", "en-WL", "en-ZA", "es-ES", "fr-CA", "pt-PT",
    "zh-HK", "zh-TW",
})  # fmt: skip
"""The other regions of these languages that Transcribe streams, by the SDK's `LanguageCode`."""
_NORWEGIAN = {"nb": "no", "nn": "no"}


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
    voice = default_voice(tag.language, tag.region or "")
    if voice is None:
        _log.error("the agent has no voice, and Callflow knows none of Polly's for %s; set a voice", language)
    spoken_by = voice or "Ruth"
    return spoken_by, engine_of(spoken_by, engine)


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
    usual = USUAL_REGIONS.get(tag.language)
    if usual is None and not tag.region:
        _log.error("Transcribe needs the region of the language %s, such as en-US; English is used", language)
        return "en-US"
    with_region = f"{tag.language}-{tag.region}"
    return with_region if usual is None or with_region in _OTHER_REGIONS else usual


def _tag(language: str) -> LanguageCode:
    """Read a language tag. Amazon knows Norwegian by one code."""
    tag = LanguageCode(language)
    return tag if tag.language not in _NORWEGIAN else LanguageCode(f"no-{tag.region or 'NO'}")
