"""The language that Transcribe receives, and the voice with which Polly speaks."""

from __future__ import annotations

import logging

import pytest

from agent_worker.speech.amazon.languages import polly_voice, transcribe_language


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        (None, "en-US"),
        ("en", "en-US"),
        ("en_gb", "en-GB"),
        ("de", "de-DE"),
        ("de-AT", "de-DE"),
        ("de-CH", "de-CH"),
        ("es-MX", "es-US"),
        ("es-419", "es-US"),
        ("es-ES", "es-ES"),
        ("nl-BE", "nl-NL"),
        ("pt-PT", "pt-PT"),
        ("nb-NO", "no-NO"),
        ("zh-Hant-TW", "zh-TW"),
        ("uk-UA", "uk-UA"),
        ("tlh", "en-US"),
    ],
)
def test_transcribe_receives_a_language_with_its_region(language: str | None, asked: str) -> None:
    assert transcribe_language(language) == asked


@pytest.mark.parametrize(
    ("language", "engine", "voice"),
    [
        (None, "", ("Ruth", "generative")),
        ("en-GB", "", ("Amy", "generative")),
        ("de", "neural", ("Vicki", "neural")),
        ("de-AT", "", ("Hannah", "generative")),
        ("es-AR", "", ("Lupe", "generative")),
        ("fr_fr", "", ("Lea", "generative")),
        ("it", "", ("Bianca", "generative")),
        ("pt-PT", "", ("Ines", "neural")),
        ("pt-PT", "generative", ("Ines", "neural")),
        ("pt-PT", "standard", ("Ines", "standard")),
        ("pt", "", ("Camila", "generative")),
        ("nl-NL", "", ("Laura", "generative")),
        ("nb", "", ("Ida", "neural")),
    ],
)
def test_polly_speaks_with_a_voice_of_the_language(language: str | None, engine: str, voice: tuple[str, str]) -> None:
    assert polly_voice(language, engine) == voice


def test_a_language_without_a_voice_of_polly_logs_an_error(caplog: pytest.LogCaptureFixture) -> None:
    assert polly_voice("tlh", "") == ("Ruth", "generative")
    assert ["tlh" in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [True]


def test_a_language_without_a_usual_region_logs_an_error(caplog: pytest.LogCaptureFixture) -> None:
    transcribe_language("tlh")
    assert ["tlh" in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [True]
