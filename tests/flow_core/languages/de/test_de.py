"""What German callers do who do not answer, how they correct a value and fill a form, and what is read back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.languages.de.numbers import in_one_word
from flow_core.text.filters import Filter
from flow_core.values import (
    NoMatch,
    Question,
    Replacement,
    declines,
    locale_of,
    move_of,
    read,
    read_confirmation,
    read_keys,
    read_slots,
)
from tests.flow_core.spoken.speaking import said as spoken

GERMAN = locale_of("de-DE")
AT = 1_795_964_400_000
"""Sunday, November 29, 2026, 15:00 UTC."""


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("wie bitte?", "repeat"),
        ("könnten Sie das bitte noch einmal wiederholen", "repeat"),
        ("Entschuldigung, was haben Sie gesagt?", "repeat"),
        ("hallo, ich habe Sie nicht verstanden, können Sie das wiederholen", "repeat"),
        ("etwas lauter bitte", "repeat"),
        ("Moment bitte", "wait"),
        ("ähm, einen Augenblick, ich muss kurz nachsehen", "wait"),
        ("können Sie kurz warten", "wait"),
        ("warten Sie, ich suche die Nummer", "wait"),
        ("okay, ich schaue nach", "wait"),
        ("hallo?", "hello"),
        ("hallo, sind Sie noch da?", "hello"),
        ("hören Sie mich", "hello"),
        ("mhm", "backchannel"),
        ("ach so, verstehe", "backchannel"),
        ("alles klar", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, GERMAN) == move


@pytest.mark.parametrize(
    "said", ["", "vier", "können Sie vier sagen", "hallo, es ist Freitag", "nein", "ein Mitarbeiter"]
)
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, GERMAN) is None


@pytest.mark.parametrize(
    "said",
    [
        "habe ich nicht",
        "nein, tut mir leid, habe ich nicht",
        "weiß ich leider nicht",
        "keine Ahnung",
        "das möchte ich nicht sagen",
        "hab ich gerade nicht da",
        "überspringen bitte",
    ],
)
def test_a_caller_declines(said: str) -> None:
    assert declines(said, GERMAN)


@pytest.mark.parametrize("said", ["ich habe eine", "eine", "ich habe es nicht, aber meine Frau", "", "vier"])
def test_a_caller_who_says_more_does_not_decline(said: str) -> None:
    assert not declines(said, GERMAN)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("ja", True),
        ("ja, das stimmt", True),
        ("nein, das ist falsch", False),
        ("nein, Samstag", Replacement("2026-12-05")),
        ("ja, aber machen wir Samstag", Replacement("2026-12-05")),
        ("nein, es sollte Samstag sein", Replacement("2026-12-05")),
        ("nein, ich meinte Samstag", Replacement("2026-12-05")),
        ("doch lieber am Samstag", Replacement("2026-12-05")),
        ("nicht Freitag, sondern Samstag", Replacement("2026-12-05")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, verdict: bool | Replacement) -> None:
    question = Question("date", prompt="An welchem Tag?")
    assert read_confirmation(said, question, GERMAN, at=AT, prompt="Freitag. Ist das richtig?") == verdict


@pytest.mark.parametrize(
    "said",
    ["nein, nicht Freitag", "vielleicht", "ja?", "geht auch Samstag?", "ja, aber mit Fenster", "ein Mitarbeiter"],
)
def test_a_confirmation_is_asked_again_for_anything_else(said: str) -> None:
    question = Question("date", prompt="An welchem Tag?")
    answer = read_confirmation(said, question, GERMAN, at=AT, prompt="Freitag. Ist das richtig?")
    assert isinstance(answer, NoMatch) or answer is False


SLOTS = {
    "people": Question("integer", prompt="Für wie viele Personen?"),
    "day": Question("date", prompt="An welchem Tag?"),
    "time": Question("time", prompt="Um wie viel Uhr?"),
    "name": Question("name", prompt="Auf welchen Namen?"),
}


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (
            "einen Tisch für vier am Freitag um halb acht",
            {"people": 4, "day": "2026-12-04", "time": "19:30"},
        ),
        (
            "guten Tag, ich hätte gern für morgen um acht einen Tisch für sechs Personen",
            {"people": 6, "day": "2026-11-30", "time": "20:00"},
        ),
        (
            "Freitag um acht zu viert auf Müller",
            {"people": 4, "day": "2026-12-04", "time": "20:00", "name": "Müller"},
        ),
        ("für vier am Freitag, nein, Samstag", {"people": 4, "day": "2026-12-05"}),
    ],
)
def test_one_sentence_fills_several_slots(said: str, values: Mapping[str, Json]) -> None:
    assert read_slots(said, SLOTS, GERMAN, at=AT, prompt="Was kann ich für Sie reservieren?") == values


def test_a_sentence_with_a_word_that_no_slot_understands_is_no_match() -> None:
    assert isinstance(read_slots("ein Taxi für vier", SLOTS, GERMAN, at=AT), NoMatch)


@pytest.mark.parametrize("tag", ["de-DE", "de-AT", "de-CH"])
@pytest.mark.parametrize(
    ("value", "value_type", "filter"),
    [
        ("2026-12-04", "date", "date"),
        ("07:30", "time", "time"),
        ("00:05", "time", "time"),
        ("19:00", "time", "time"),
        ("2026-12-04T08:15", "datetime", "datetime"),
        ("PT1H30M", "duration", None),
        (1234567, "integer", "number"),
        (1.234, "number", "number"),
        (-12.5, "number", "number"),
        ({"amount": 1234.5, "currency": "EUR"}, "money", "money"),
        ({"amount": 12.5, "currency": "CHF"}, "money", "money"),
        ("+491712345678", "phone", "phone"),
        ("007123", "digits", "digits"),
        ("anna-schmidt_4@t-online.de", "email", "spell"),
        ("MX47", "code", "spell"),
    ],
)
def test_a_value_that_is_spoken_is_read_back(
    value: Json, value_type: ValueType, filter: Filter | None, tag: str
) -> None:
    words = spoken(value, filter, language=tag, asked=value_type)
    assert read(words, Question(value_type), locale_of(tag), at=AT) == value


def test_keys_are_day_month_and_year() -> None:
    assert read_keys("05031962", Question("date"), GERMAN, at=AT) == "1962-03-05"


@pytest.mark.parametrize("name", ["Wolf", "Müller-Lüdenscheidt", "Özil", "Weizsäcker"])
def test_a_name_keeps_its_letters(name: str) -> None:
    assert read(name, Question("name", prompt="Wie ist Ihr Name?"), GERMAN, at=AT) == name


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("elf", 11),
        ("einundzwanzig", 21),
        ("hunderteins", 101),
        ("hundertundeins", 101),
        ("zweihundertfunfundsiebzig", 275),
        ("neunzehnhundertvierundachtzig", 1984),
        ("tausendeins", 1001),
        ("zweitausendsechsundzwanzig", 2026),
        ("zweihundertfunfzigtausenddreihundert", 250_300),
        ("hunderttausend", 100_000),
        ("zwanzighundert", None),
        ("tausendtausend", None),
        ("zehnundzwanzig", None),
        ("hundertzweihundert", None),
        ("tausend" * 20, None),
        ("haus", None),
    ],
)
def test_a_number_is_one_word(word: str, value: int | None) -> None:
    assert in_one_word(word) == value


def test_the_region_decides_the_currency_the_mark_and_the_postcode() -> None:
    def heard(said: str, value_type: ValueType, tag: str) -> Json | NoMatch:
        return read(said, Question(value_type), locale_of(tag), at=AT)

    assert heard("zwanzig", "money", "de-AT") == {"amount": 20, "currency": "EUR"}
    assert heard("zwanzig", "money", "de-CH") == {"amount": 20, "currency": "CHF"}
    assert heard("1.234", "number", "de-DE") == 1234
    assert heard("1.234", "number", "de-CH") == 1.234
    assert heard("1010", "postcode", "de-AT") == "1010"
    assert isinstance(heard("1010", "postcode", "de-DE"), NoMatch)


@pytest.mark.parametrize("said", ["drei vier Leute", "zwei drei", "acht neun"])
def test_two_digits_in_a_row_are_an_estimate_and_no_number(said: str) -> None:
    assert isinstance(read(said, SLOTS["people"], GERMAN, at=AT), NoMatch)
