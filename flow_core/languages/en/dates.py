"""Days in English, as patterns: "May 6th, 2024", "the sixth of May", "next Tuesday", "a week tomorrow"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from flow_core.languages.days import (
    DayMeaning,
    DayOfYear,
    Distance,
    DistanceMeaning,
    EasterDay,
    Side,
    Unit,
    ago,
    beside,
    date_with_year,
    date_without_year,
    day_of_month,
    distance,
    fixed,
    fixed_distance,
    in_digits,
    nth_weekday,
    nth_weekday_of_month,
    weekday,
    weeks_alone,
)
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_MONTHS = """january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep
    october|oct november|nov december|dec""".split()
_WEEKDAYS = "monday|mon tuesday|tue|tues wednesday|wed|weds thursday|thu|thur|thurs friday|fri saturday sunday".split()
_UNITS_OF_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINALS = [
    *_UNITS_OF_ORDINALS,
    *"tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
    "twentieth",
    *(f"twenty {unit}" for unit in _UNITS_OF_ORDINALS),
    "thirtieth",
    "thirty first",
]
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}

_MONTH_AND_DAY = "({month} [the] {day}|[the] {day} [day] [of] {month})"
_DAY_OF_MONTH = "[{weekday},] (the {nth}|[the] {digit nth})"
_NTH_OF_NTH = "[the] {nth} of [the] {nth month}"
_IN_YEAR = "[of|in] [the year] {year}"
_BETWEEN = "[slash|stroke|dash|,]"


def _in_week(week: str) -> str:
    """Return the ways to name a day of this, the next or the last week."""
    between = "(of|in|,)" if week == "this" else "[of|in|,]"
    return f"[the] {{weekday}} {between} {week} week|{week} week, [on] {{weekday}}|{week} weeks {{weekday}}"


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_WEEKDAYS))
    ordinals: PhraseTable[int] = PhraseTable(
        (f"{name}|{number}{_ENDINGS.get(number, 'th')}", number) for number, name in enumerate(_ORDINALS, 1)
    )
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("second|seconds|sec|secs", "second"),
            ("minute|minutes|min|mins|minutes time", "minute"),
            ("hour|hours|hr|hrs", "hour"),
            ("day|days", "day"),
            ("week|weeks", "week"),
            ("fortnight|fortnights", "fortnight"),
            ("month|months|calendar month|calendar months", "month"),
            ("year|years|yr|yrs", "year"),
            ("decade|decades", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("a|an|one", 1), ("a couple of|a couple|couple of|couple", 2)))
    abbreviations = re.compile("jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|thur?s?|fri|a|p|a.m|p.m")
    introductions = frozenset({"on"})
    articles = frozenset({"the"})
    days: Patterns[DayMeaning] = Patterns(
        (
            ("today|tonight|this (morning|afternoon|evening|night)", fixed(Distance(0))),
            ("tomorrow", fixed(Distance(1))),
            ("yesterday|last night", fixed(Distance(-1))),
            ("[the] day after tomorrow", fixed(Distance(2))),
            ("[the] day before yesterday", fixed(Distance(-2))),
            ("a fortnight", fixed(Distance(14, alone=True))),
            ("in {count} {unit} [time|from now|from today]|{count} {unit} (from now|hence|time)", distance),
            ("{count} {unit} ago [today]", ago),
            ("{weekday}|this {weekday}", weekday("any")),
            ("[this|the] coming {weekday}", weekday("coming")),
            ("next {weekday}", weekday("next")),
            ("[the] last {weekday}|[this|the] past {weekday}", weekday("last")),
            ("[the] {weekday} after next", weekday("after next")),
            ("[the] {weekday} [of|in|,] the week after next|the week after next, [on] {weekday}",
             weekday("of the week after next")),
            (_in_week("this"), weekday("of this week")),
            (_in_week("next"), weekday("of next week")),
            (_in_week("last"), weekday("of last week")),
            ("the ({weekday}|day) (after|following) [that]|[the] following {weekday}", beside("future")),
            ("the (following|next) day", beside("future")),
            ("the ({weekday}|day) before [that]|the previous day", beside("past")),
            (_DAY_OF_MONTH, day_of_month()),
            (f"{_DAY_OF_MONTH} (of|in) this month|this month, [on] the {{nth}}", day_of_month(0)),
            (f"{_DAY_OF_MONTH} (of|in) [the] next month|next month, [on] the {{nth}}", day_of_month(1)),
            (f"{_DAY_OF_MONTH} (of|in) last month|last month, [on] the {{nth}}", day_of_month(-1)),
            (f"[{{weekday}},] ({_MONTH_AND_DAY}|{_NTH_OF_NTH}) [, {{weekday}}]", date_without_year()),
            (f"[{{weekday}},] {_MONTH_AND_DAY}, [of] this year", date_without_year(0)),
            (f"[{{weekday}},] {_MONTH_AND_DAY}, [of] next year", date_without_year(1)),
            (f"[{{weekday}},] {_MONTH_AND_DAY}, [of] last year", date_without_year(-1)),
            (f"[{{weekday}},] ({_MONTH_AND_DAY}|{_NTH_OF_NTH}), {_IN_YEAR} [, {{weekday}}]", date_with_year),
            (f"{{full year}}, {_MONTH_AND_DAY}", date_with_year),
            (f"{{first}} {_BETWEEN} {{second}} {_BETWEEN} {{year}}", in_digits),
            ("[the] {nth} {weekday} (of|in) {month} [, {full year}]", nth_weekday),
            ("[the] last {weekday} (of|in) {month} [, {full year}]", nth_weekday),
            ("[the] ({nth}|last) {weekday} (of|in) (the|this) month", nth_weekday_of_month(0)),
            ("[the] ({nth}|last) {weekday} (of|in) next month", nth_weekday_of_month(1)),
            ("christmas|christmas day|xmas|xmas day", fixed(DayOfYear(12, 25))),
            ("christmas eve|xmas eve", fixed(DayOfYear(12, 24))),
            ("boxing day", fixed(DayOfYear(12, 26))),
            ("(new years|new year) eve", fixed(DayOfYear(12, 31))),
            ("(new years|new year) day", fixed(DayOfYear(1, 1))),
            ("halloween", fixed(DayOfYear(10, 31))),
            ("(valentines|valentine) day", fixed(DayOfYear(2, 14))),
            ("good friday", fixed(EasterDay(-2))),
            ("easter sunday|easter day", fixed(EasterDay(0))),
            ("easter monday", fixed(EasterDay(1))),
            ("[the] {nth} of the month", day_of_month()),
            ("(a|some|any|every|each) {weekday}", fixed(None)),
            ("for {count} {unit}", fixed(None)),
            # "May twenty twenty four" is a month, and no May 20th.
            ("{month} [of|in] {full year}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} (from|after|on|following)", distance),
            ("{count} {unit} before", ago),
            ("{count} {unit}", weeks_alone),
            ("[the] day (after|following)", fixed_distance(1)),
            ("[the] day before", fixed_distance(-1)),
        )
    )
    near_day: Patterns[Side] = Patterns((("after|following", "future"), ("before", "past")))
    after_day: Patterns[DistanceMeaning] = Patterns((("week", fixed_distance(7)), ("fortnight", fixed_distance(14))))
    month_first = frozenset("US AS FM GU MH MP PH PR PW UM VI".split())
    sunday_first = month_first | frozenset("CA IN ZA".split())
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "day": "d", "days": "d", "dd": "d", "month": "m", "months": "m", "mm": "m", "year": "y", "years": "y",
        "yyyy": "y", "yy": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """birth|birthday|birthdate|born|did it happen|did this happen|did that happen|happened|took place|
        did it take place|did it start|did it begin|did it occur|occurred|incident|accident|did you last|
        did you first|did you buy|did you order|did you receive|did you arrive|did you move|did you notice|did the"""
    )
