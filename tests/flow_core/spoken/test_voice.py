"""The voice of a language tag: its words, region and time zone."""

from __future__ import annotations

import pytest

from flow_core.check.locale import KNOWN_LANGUAGES
from flow_core.spoken.language import SpokenLanguage
from flow_core.spoken.voice import voice_of


@pytest.mark.parametrize("code", KNOWN_LANGUAGES)
def test_every_language_of_a_flow_has_words(code: str) -> None:
    voice = voice_of(code, "UTC")
    words: SpokenLanguage = voice.language
    assert voice.code == code
    assert voice.region == words.region
    assert set("@.-_/+#*&'") == set(words.symbols)


@pytest.mark.parametrize(
    ("tag", "code", "region"),
    [
        ("en-GB", "en", "GB"),
        ("EN_gb", "en", "GB"),
        ("de-Latn-AT", "de", "AT"),
        ("de-1996", "de", "DE"),
        ("es-419", "es", "ES"),
        ("ja-JP", "en", "US"),
        ("", "en", "US"),
    ],
)
def test_a_tag_gives_a_language_and_a_region(tag: str, code: str, region: str) -> None:
    voice = voice_of(tag, "UTC")
    assert (voice.code, voice.region) == (code, region)


def test_a_region_that_cldr_does_not_know_is_spoken_as_the_language() -> None:
    assert str(voice_of("en-XX", "UTC").cldr()) == "en"
