"""The phrases of handlers are understood as answers are: no word with a meaning is left over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.handlers.phrases import handler_in, handler_said, phrase_words, table_of
from flow_core.json import Json
from flow_core.languages import LANGUAGE_CODES, locale_of
from testing.flows import line, node
from tests.flow_core.conversations import parsed


def reached(said: str, *phrases: str, other: tuple[str, ...] = (), language: str = "en-US") -> str | None:
    """Return the handler that some words reach: "a" has `phrases`, "b" has `other`."""
    handlers: list[Json] = [
        {"id": "a", "phrases": [*phrases], "target": "end"},
        {"id": "b", "phrases": [*other], "target": "end"},
    ]
    flow = parsed(line(node("elicitation"), handlers=handlers))
    return handler_said(said, flow, locale_of(language), at=0, zone="UTC")


@pytest.mark.parametrize(
    "said",
    [
        "A person, please!",
        "person",
        "um, can I speak to a person please",
        "no, sorry, a person",
        "I would like a person",
        "a person, a person!",
    ],
)
def test_a_phrase_is_heard_with_the_words_around_it_that_change_no_answer(said: str) -> None:
    assert reached(said, "a person, please", "an operator") == "a"


@pytest.mark.parametrize(
    "said",
    [
        "not a person",
        "no person please",
        "anything but a person",
        "a person called me yesterday",
        "I am a person too",
        "a personal question",
        "we are five persons",
        "hello",
        "please",
        "",
        "a person " * 200,
    ],
)
def test_words_that_say_more_than_the_phrase_or_deny_it_reach_nothing(said: str) -> None:
    assert reached(said, "a person, please") is None


def test_two_handlers_in_one_answer_reach_none() -> None:
    assert reached("a person or the hours", "a person", other=("the hours",)) is None
    assert reached("a person, no, the hours", "a person", other=("the hours",)) == "b"
    assert reached("not the person but the hours", "a person", other=("the hours",)) == "b"


def test_the_longest_phrase_counts() -> None:
    assert reached("cancel my order", "cancel", other=("cancel my order",)) == "b"


def test_the_first_handler_with_a_phrase_has_it() -> None:
    assert reached("help", "help", other=("Help!",)) == "a"


@pytest.mark.parametrize(
    ("language", "phrase", "said"),
    [
        ("de-DE", "mit einem Menschen sprechen", "Ich möchte bitte mit einem Menschen sprechen"),
        ("es-ES", "¿a qué hora cierran?", "perdón, a qué hora cierran"),
        ("fr-FR", "parler à quelqu'un", "parler à quelqu'un s'il vous plaît"),
        ("it-IT", "un operatore", "un operatore per favore"),
        ("nl-NL", "een medewerker", "een medewerker alstublieft"),
        ("pt-BR", "falar com um atendente", "falar com um atendente por favor"),
    ],
)
def test_phrases_are_understood_in_every_language(language: str, phrase: str, said: str) -> None:
    assert reached(said, phrase, language=language) == "a"
    assert reached(phrase, phrase, language=language) == "a"


def test_each_language_that_callers_speak_is_read_once() -> None:
    flow = parsed(line(node("elicitation"), handlers=[{"id": "a", "phrases": ["ein Mensch"], "target": "end"}]))
    german, english = locale_of("de-DE").language, locale_of("en-US").language
    assert table_of(flow, german) is table_of(flow, german)
    assert set(flow.phrase_tables) == {"de"}
    assert table_of(flow, english).handlers == {("ein", "mensch"): "a"}


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("A person, please!", ("person",)),
        ("please", ("please",)),
        ("no thanks", ("no", "thank")),
        ("not please", ("not", "please")),
        ("...", ()),
        ("", ()),
    ],
)
def test_a_phrase_is_found_by_its_words_without_the_asides_around_them(phrase: str, words: tuple[str, ...]) -> None:
    assert phrase_words(phrase, locale_of().language) == words


def test_a_refusal_reaches_no_handler_for_a_phrase_that_begins_with_it() -> None:
    assert reached("no", "no thanks") is None
    assert reached("no thanks", "no thanks") == "a"


_words = st.sampled_from(
    [
        *"a person please help me the órder not but hours what's my order".split(),
        *"24/7 no rock & roll é wi-fi t.v. 5 cancel . ! um".split(),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_words, max_size=6), st.lists(st.lists(_words, min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_quick_look_at_the_words_changes_no_result(said: list[str], phrases: list[list[str]]) -> None:
    texts = [" ".join(phrase) for phrase in phrases]
    flow = parsed(line(node("elicitation"), handlers=[{"id": "a", "phrases": [*texts], "target": "end"}]))
    locale = locale_of()
    table = table_of(flow, locale.language)
    for utterance in (" ".join(said), *texts):
        careful = handler_in(utterance, table.handlers, locale, at=0, zone="UTC")
        assert handler_said(utterance, flow, locale, at=0, zone="UTC") == careful, utterance


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=80), st.sampled_from(sorted(LANGUAGE_CODES)))
def test_no_phrase_and_no_words_raise_an_error(phrase: str, said: str, language: str) -> None:
    assert reached(said, phrase, language=language) in {"a", None}
