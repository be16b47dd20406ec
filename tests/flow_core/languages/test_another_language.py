"""A language with another grammar of days and times than English: a part of German, as data and two small readers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

import pytest

from flow_core.languages.days import (
    DayMeaning,
    Distance,
    DistanceMeaning,
    Side,
    Unit,
    ago,
    date_with_year,
    date_without_year,
    day_of_month,
    distance,
    fixed,
    weekday,
)
from flow_core.languages.en import English
from flow_core.languages.en.money import Money
from flow_core.languages.language import DateReader, DateWords, MoneyWords, NumberReader, TimeWords
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    DayPart,
    LengthMeaning,
    TimeMeaning,
    at_clock,
    fixed_time,
    near_half_to,
    o_clock,
    part_of_unit,
    past,
    to,
    units,
)
from flow_core.languages.utterance import Word, text_at
from flow_core.values import Locale, NoMatch, Question, ValueType, read, read_keys, read_slots

AT = 1_795_964_400_000
"""2026-11-29T15:00:00Z, a Sunday."""
_NUMBERS = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".replace("ü", "u").replace("ö", "o")
NUMBERS = {word: value for value, word in enumerate(_NUMBERS.split())} | {
    "ein": 1, "eine": 1, "einer": 1, "zwanzig": 20, "dreissig": 30, "zweiundachtzig": 82,
}  # fmt: skip


class Numbers:
    """Numerals are one word each."""

    def below_hundred(self, words: Sequence[Word], index: int) -> tuple[int, int] | None:
        value = NUMBERS.get(text_at(words, index))
        return None if value is None else (value, index + 1)

    def cardinal(self, words: Sequence[Word], index: int, *, conjoin: bool = True) -> tuple[int, int] | None:
        return self.below_hundred(words, index)

    def digits(self, words: Sequence[Word], index: int) -> tuple[str, int]:
        return "", index

    def digit_at(self, words: Sequence[Word], index: int) -> str | None:
        return None

    def joined(self, first: object, second: object) -> int | None:
        return None

    def is_ordinal_end(self, words: Sequence[Word], index: int) -> bool:
        return False

    def is_pronoun(self, words: Sequence[Word], index: int) -> bool:
        return False


class Years:
    """A year is one word, or digits."""

    def years_at(self, words: Sequence[Word], index: int) -> Sequence[tuple[int, int]]:
        text = text_at(words, index)
        if text.isdigit() and len(text) in {2, 4}:
            return ((int(text), index + 1),)
        return {"neunzehnhundertzweiundachtzig": ((1982, index + 1),), "zweiundachtzig": ((82, index + 1),)}.get(
            text, ()
        )


_DATE = "[den] {day} {month}"


class Dates:
    months: PhraseTable[int] = PhraseTable((("mai", 5), ("dezember|dez", 12), ("august", 8)))
    weekdays: PhraseTable[int] = PhraseTable((("montag", 0), ("dienstag", 1), ("freitag|freitagabend", 4)))
    ordinals: PhraseTable[int] = PhraseTable((("fünfte|fünften", 5), ("achte|achten", 8), ("neunte|neunten", 9)))
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("tag|tage|tagen", "day"),
            ("woche|wochen", "week"),
            ("monat|monate|monaten", "month"),
            ("stunde|stunden", "hour"),
            ("minute|minuten", "minute"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("ein paar", 3), ("einem|einen", 1)))
    abbreviations = re.compile("dez|[0-9]{1,2}")
    introductions = frozenset({"am"})
    articles = frozenset({"der"})
    days: Patterns[DayMeaning] = Patterns(
        (
            ("heute|heute abend", fixed(Distance(0))),
            ("morgen", fixed(Distance(1))),
            ("übermorgen", fixed(Distance(2))),
            ("in {count} {unit}", distance),
            ("vor {count} {unit}", ago),
            ("[diesen] {weekday}", weekday("any")),
            ("nächsten {weekday}", weekday("next")),
            ("{weekday} nächster woche", weekday("of next week")),
            ("(der|den|dem) {nth}", day_of_month()),
            (f"[{{weekday}},] {_DATE}|[der|den|dem] {{nth}} {{nth month}}", date_without_year()),
            (f"[{{weekday}},] ({_DATE}|[der|den|dem] {{nth}} {{nth month}}) {{year}}", date_with_year),
        )
    )
    before_day: Patterns[DistanceMeaning] = Patterns((("{count} {unit} nach", distance),))
    near_day: Patterns[Side] = Patterns((("nach", "future"),))
    after_day: Patterns[DistanceMeaning] = Patterns((("in {count} {unit}", distance),))
    month_first: frozenset[str] = frozenset()
    sunday_first: frozenset[str] = frozenset()
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {"tag": "d", "monat": "m", "jahr": "y"}
    past_questions: Phrases = phrases("geboren|geburtsdatum")


class Times:
    times: Patterns[TimeMeaning] = Patterns(
        (
            ("[{part}] [um] {hour} uhr [{minutes}] [{part after}]", o_clock),
            ("[{part}] [um] {clock} [uhr] [{part after}]", at_clock),
            ("[um] halb {hour} [{part after}]", to(30)),
            ("[um] viertel nach {hour} [{part after}]", past(15)),
            ("[um] {fives} nach {hour} [{part after}]", past()),
            ("[um] {fives} vor halb {hour} [{part after}]", near_half_to(-1)),
            ("[um] {fives} nach halb {hour} [{part after}]", near_half_to(1)),
            ("mittag", fixed_time(12)),
        )
    )
    hours: PhraseTable[int] = PhraseTable(())
    parts: PhraseTable[DayPart] = PhraseTable(
        (("abends|abend|am abend|freitagabend|heute abend", "evening"), ("morgens", "morning"))
    )
    part_questions: PhraseTable[DayPart] = PhraseTable((("abendessen", "evening"),))
    clock_marks = frozenset({"h"})
    introductions = frozenset({"um", "gegen"})
    now: Phrases = phrases("jetzt|sofort")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            ("eineinhalb {unit}", part_of_unit(Fraction(3, 2))),
            ("eine halbe {unit}", part_of_unit(Fraction(1, 2))),
        )
    )
    no_length_after: frozenset[str] = frozenset()
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"und"})
    lead_in: PhraseTable[Side] = PhraseTable((("in", "future"), ("vor", "past")))
    lead_out: PhraseTable[Side] = PhraseTable(())


class Amounts(Money):
    decimal_mark = ","


class PartlyGerman(English):
    code = "de"
    region = "DE"
    money: MoneyWords = Amounts()
    numbers: NumberReader = Numbers()
    date_words: DateWords = Dates()
    dates: DateReader = Years()
    times: TimeWords = Times()


GERMAN = Locale("de-DE", PartlyGerman(), "DE")


@pytest.mark.parametrize(
    ("said", "value_type", "value"),
    [
        ("am fünften Mai", "date", "2027-05-05"),
        ("am 5. Mai 2027", "date", "2027-05-05"),
        ("Dienstag, den 5. Mai 2026", "date", "2026-05-05"),
        ("Montag, den 5. Mai 2026", "date", None),
        ("5. Dez.", "date", "2026-12-05"),
        ("am neunten achten zweiundachtzig", "date", "1982-08-09"),
        ("fünfter", "date", None),
        ("10.08.1983", "date", "1983-08-10"),
        ("am 24.12.", "date", "2026-12-24"),
        ("24.12", "date", None),
        ("um 7.10.", "date", None),
        ("in einer Woche", "date", "2026-12-06"),
        ("vor zwei Wochen", "date", "2026-11-15"),
        ("heute in acht Tagen", "date", "2026-12-07"),
        ("Dienstag in einer Woche", "date", "2026-12-08"),
        ("nächsten Freitag", "date", "2026-12-04"),
        ("Dienstag nächster Woche", "date", "2026-12-01"),
        ("übermorgen", "date", "2026-12-01"),
        ("vor Freitag", "date", None),
        ("halb acht", "time", "19:30"),
        ("halb acht morgens", "time", "07:30"),
        ("zwanzig Uhr dreissig", "time", "20:30"),
        ("19 Uhr", "time", "19:00"),
        ("19h30", "time", "19:30"),
        ("19h", "time", "19:00"),
        ("19x30", "time", None),
        ("fünf nach halb acht", "time", "19:35"),
        ("fünf vor halb acht abends", "time", "19:25"),
        ("viertel nach acht", "time", "20:15"),
        ("halb", "time", None),
        ("heute Abend um neun Uhr", "time", "21:00"),
        ("Freitagabend um neun Uhr", "time", None),
        ("um neun Uhr Freitagabend", "time", None),
        ("Freitagabend um neun Uhr", "datetime", "2026-12-04T21:00"),
        ("Freitagabend", "date", "2026-12-04"),
        ("morgen um halb acht", "datetime", "2026-11-30T19:30"),
        ("heute Abend um acht Uhr", "datetime", "2026-11-29T20:00"),
        ("in einer Stunde", "datetime", "2026-11-29T16:00"),
        ("vor einer Stunde", "datetime", "2026-11-29T14:00"),
        ("eineinhalb Stunden", "duration", "PT1H30M"),
        ("eine Stunde und zehn Minuten", "duration", "PT1H10M"),
        ("eine halbe Stunde", "duration", "PT30M"),
    ],
)
def test_days_and_times_of_another_grammar_are_read_from_its_data(
    said: str, value_type: ValueType, value: str | None
) -> None:
    given = read(said, Question(value_type), GERMAN, at=AT)
    assert (None if isinstance(given, NoMatch) else given) == value


def test_a_word_for_a_day_and_a_part_of_it_gives_two_slots_their_values() -> None:
    slots = {"day": Question("date"), "time": Question("time")}
    said = read_slots("Freitagabend um neun Uhr", slots, GERMAN, at=AT)
    assert said == {"day": "2026-12-04", "time": "21:00"}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("3,5", 3.5),
        ("1.234,5", 1234.5),
        ("1.500", 1500),
        ("1.234.567", 1234567),
        ("-7,25", -7.25),
        ("3.5", 3.5),
        ("12.50", 12.5),
        ("1,500", 1.5),
        ("1,000", None),
        ("1.500.25", None),
        ("1,234.5", None),
    ],
)
def test_numbers_in_digits_have_the_decimal_mark_of_the_language(said: str, value: float | None) -> None:
    given = read(said, Question("number"), GERMAN, at=AT)
    assert (None if isinstance(given, NoMatch) else given) == value


def test_an_amount_in_digits_has_two_decimals_at_most_after_the_mark_of_the_language() -> None:
    assert read("1.500 Euro", Question("money"), GERMAN, at=AT) == {"amount": 1500, "currency": "EUR"}
    assert read("12,50 €", Question("money"), GERMAN, at=AT) == {"amount": 12.5, "currency": "EUR"}
    assert isinstance(read("1,500 €", Question("money"), GERMAN, at=AT), NoMatch)


def test_keys_and_questions_follow_the_language_and_its_region() -> None:
    assert read_keys("05031962", Question("date"), GERMAN, at=AT) == "1962-03-05"
    assert read_keys("05131962", Question("date"), GERMAN, at=AT) == "1962-05-13"
    assert read("12.12.35", Question("date", prompt="Wann sind Sie geboren?"), GERMAN, at=AT) == "1935-12-12"
    assert read("12.12.35", Question("date"), GERMAN, at=AT) == "2035-12-12"
    # The order of the question comes before that of the region.
    month_first = Question("date", prompt="Wie ist Ihr Geburtsdatum: Monat, Tag, Jahr?")
    assert read_keys("05031962", month_first, GERMAN, at=AT) == "1962-05-03"
