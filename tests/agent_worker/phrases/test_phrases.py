"""The worker's own words, in each language."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import agent_worker.phrases
from agent_worker.phrases.phrases import Phrases, phrase, phrases_in
from flow_core.languages import LANGUAGE_CODES, locale_of

FOLDER = Path(agent_worker.phrases.__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("??.py"))
FIELDS = ("goodbye", "cut_off", "go_on", "busy")


def sentences(words: Phrases) -> list[str]:
    return [*words.slow, *words.out_of_reach, *(getattr(words, name) for name in FIELDS)]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_goodbye_is_the_apology_of_the_flow(language: str) -> None:
    """The worker cannot import the flow's text, so it has a copy."""
    assert phrases_in(language).goodbye == locale_of(language).language.said.apology


def test_every_language_that_a_flow_may_have_is_translated() -> None:
    assert {"de", "en", "es", "fr", "it", "nl", "pt"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_complete_and_shares_no_sentence_with_english(language: str) -> None:
    words, english = phrases_in(language), phrases_in("en")
    assert (len(words.slow), len(words.out_of_reach)) == (len(english.slow), len(english.out_of_reach))
    said = sentences(words)
    assert len(set(said)) == len(said)
    assert all(sentence == sentence.strip() and sentence[-1] == "." for sentence in said)
    assert language == "en" or not set(said) & set(sentences(english))
    assert words.back == f"{words.cut_off} {words.go_on}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_follows_itself(language: str) -> None:
    for phrases in (phrases_in(language).slow, phrases_in(language).out_of_reach):
        spoken = [phrase(phrases, number) for number in range(12)]
        assert all(first != second for first, second in pairwise(spoken))
        assert spoken[: len(phrases)] == list(phrases)


@pytest.mark.parametrize(
    ("language", "known"),
    [
        (None, "en"),
        ("", "en"),
        ("en-GB", "en"),
        ("de", "de"),
        ("de_AT", "de"),
        ("PT-br", "pt"),
        ("es-419", "es"),
        ("nb-NO", "no"),
        ("ja-JP", "en"),
        ("deu", "en"),
        ("phrases", "en"),
        ("../de", "en"),
    ],
)
def test_the_words_are_in_the_language_of_the_call_or_in_english(language: str | None, known: str) -> None:
    assert phrases_in(language) is phrases_in(known)
    assert phrases_in(known).busy.split()[0] in {"en": "All", "de": "Im", "es": "En", "pt": "No", "no": "Alle"}[known]
