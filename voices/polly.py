"""Amazon Polly's voices and languages, as a call uses them. No request is sent here."""

from __future__ import annotations

USUAL_REGIONS = {
    "ar": "ar-SA", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-US", "fi": "fi-FI", "fr": "fr-FR",
    "hi": "hi-IN", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "no": "no-NO", "pl": "pl-PL",
    "pt": "pt-BR", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""The usual region of each language, for a call whose language has none."""
ENGINES = ("standard", "neural", "long-form", "generative")
"""Polly's engines."""
DEFAULT_ENGINE = "generative"
"""The engine of `CALLFLOW_TTS=aws`."""
_VOICES = {
    "da-DK": "Sofie", "de-AT": "Hannah", "de-CH": "Sabrina", "de-DE": "Vicki", "en-AU": "Olivia", "en-GB": "Amy",
    "en-IE": "Niamh", "en-IN": "Kajal", "en-NZ": "Aria", "en-US": "Ruth", "en-ZA": "Ayanda", "es-ES": "Lucia",
    "es-MX": "Mia", "es-US": "Lupe", "fr-BE": "Isabelle", "fr-CA": "Gabrielle", "fr-FR": "Lea", "it-IT": "Bianca",
    "nl-BE": "Lisa", "nl-NL": "Laura", "no-NO": "Ida", "pl-PL": "Ola", "pt-BR": "Camila", "pt-PT": "Ines",
    "sv-SE": "Elin",
}  # fmt: skip
"""The voice for an agent that names none."""
_NEURAL_VOICES = frozenset({"Sofie", "Ida", "Ines", "Elin"})
"""The voices among them that the engine `generative` does not have."""
_CODES = {"ar": "arb", "no": "nb-NO", "zh": "cmn-CN", "ar-AE": "ar-AE", "zh-HK": "yue-CN"}
"""Polly's own codes, by language or by language and region. All others are those of BCP 47."""


def default_voice(language: str, region: str) -> str | None:
    """Return the voice for an agent that names none; None if no voice speaks the language.

    Args:
        language: The language, as `tags.parts_of` reads it.
        region: The region, empty if there is none. A region without its own voice gets that of the usual one.
    """
    return _VOICES.get(f"{language}-{region}") or _VOICES.get(USUAL_REGIONS.get(language, ""))


def engine_of(voice: str, engine: str) -> str:
    """Return the engine with which a voice speaks.

    Args:
        voice: Polly's name of the voice.
        engine: The engine of the settings. An empty string is `generative`.
    """
    chosen = engine or DEFAULT_ENGINE
    return "neural" if chosen == DEFAULT_ENGINE and voice in _NEURAL_VOICES else chosen


def language_code(language: str, region: str) -> str | None:
    """Return Polly's code of a call's language, for a voice that the agent names.

    Args:
        language: The language, as `tags.parts_of` reads it.
        region: The region, empty if there is none.

    Returns:
        The code. None without a region: Polly refuses such a code, and the voice speaks its own language.
    """
    if not region:
        return None
    tag = f"{language}-{region}"
    return _CODES.get(tag) or _CODES.get(language) or tag
