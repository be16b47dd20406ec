"""Days in Dutch, as patterns: "5 mei 2024", "de vijfde van de vijfde", "volgende week dinsdag", "over een week"."""

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
)
from flow_core.languages.nl.numbers import BELOW_HUNDRED
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_MONTHS = """januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sept|sep
    oktober|okt november|nov december|dec""".split()
WEEKDAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
"""Monday to Sunday."""
_SHORT_WEEKDAYS = "ma di wo do vr za zondag".split()
"""The short name of Sunday is a filler, too: "zo"."""
PARTS_IN_ONE_WORD = {
    "morning": "ochtend morgen voormiddag".split(),
    "afternoon": "middag namiddag".split(),
    "evening": ["avond"],
    "night": ["nacht"],
}
"""Part of the day -> the words that are written together with a day: "vrijdagavond"."""
_ENDINGS = [ending for endings in PARTS_IN_ONE_WORD.values() for ending in endings]
_FIRST_ORDINALS = "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde".split()


def _ordinal(number: int, name: str) -> str:
    """Return the ways to write an ordinal: "vijfde|5e|5de", "eerste|1e|1ste"."""
    ending = "ste" if number in {1, 8} or number > 19 else "de"
    word = _FIRST_ORDINALS[number - 1] if number < 13 else name + ending
    return f"{word}|{number}e|{number}{ending}"


_MONTH_AND_DAY = "[de] {day} [van] {month}"
_NTH_OF_NTH = "[de] {nth} [van] [de] {nth month}"
_DAY_OF_MONTH = "[{weekday},] (de {nth}|[de] {digit nth})"
_IN_YEAR = "[van] [het jaar] {year}"
_BETWEEN = "[streep|streepje|schuine streep|,]"


def _in_week(week: str) -> str:
    """Return the ways to name a day of this, the next or the last week."""
    return f"{week} week [op] {{weekday}}|[op] {{weekday}} [,] [van] {week} week"


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable(
        (f"{name}|{_SHORT_WEEKDAYS[number]}|" + "|".join(f"{name}{part}" for part in _ENDINGS), number)
        for number, name in enumerate(WEEKDAYS)
    )
    ordinals: PhraseTable[int] = PhraseTable(
        (_ordinal(number, name), number) for name, number in BELOW_HUNDRED.items() if 0 < number < 32
    )
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("seconde|seconden|secondes|secondje|sec", "second"),
            ("minuut|minuten|minuutje|minuutjes|min", "minute"),
            ("uur|uren|uurtje|uurtjes", "hour"),
            ("dag|dagen|dagje|dagjes", "day"),
            ("week|weken|weekje|weekjes", "week"),
            ("maand|maanden|maandje", "month"),
            ("kwartaal|kwartalen", "quarter"),
            ("jaar|jaren|jaartje", "year"),
            ("decennium|decennia", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable(())
    abbreviations = re.compile("jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec|ma|di|wo|do|vr|za|a[.]s|a.m|p.m")
    introductions = frozenset({"op"})
    articles = frozenset({"de"})
    days: Patterns[DayMeaning] = Patterns(
        (
            ("vandaag|vanavond|vanmiddag|vanochtend|vanmorgen|deze (ochtend|middag|avond)", fixed(Distance(0))),
            ("vannacht", fixed(None)),
            # "De morgen" is the morning.
            ("de morgen", fixed(None)),
            ("morgen|morgenochtend|morgenvroeg|morgen vroeg|morgenmiddag|morgenavond|morgennacht", fixed(Distance(1))),
            (
                "overmorgen|overmorgenochtend|overmorgenmiddag|overmorgenavond|[de] dag na morgen",
                fixed(Distance(2)),
            ),
            (
                "gisteren|gister|gisterochtend|gisterenochtend|gistermorgen|gisterenmorgen|gistermiddag|gisterenmiddag"
                "|gisteravond|gisterenavond",
                fixed(Distance(-1)),
            ),
            ("eergisteren|eergisteravond|eergisterenavond", fixed(Distance(-2))),
            ("over {count} {unit}", distance),
            ("{count} {unit} geleden", ago),
            ("{weekday}|deze {weekday}", weekday("any")),
            ("[de|deze] (aanstaande|komende|eerstvolgende) {weekday}", weekday("coming")),
            ("a.s {weekday}|{weekday} (aanstaande|a.s)", weekday("coming")),
            ("[de] volgende {weekday}", weekday("coming or next")),
            ("[de] (vorige|afgelopen|laatste|voorbije) {weekday}|{weekday} jongstleden", weekday("last")),
            (_in_week("deze"), weekday("of this week")),
            (_in_week("volgende"), weekday("of next week")),
            (_in_week("(vorige|afgelopen)"), weekday("of last week")),
            ("de ({weekday}|dag) (daarna|erna|erop|daarop)|de daaropvolgende {weekday}", beside("future")),
            ("de (volgende|daaropvolgende) dag", beside("future")),
            ("de ({weekday}|dag) (ervoor|daarvoor)|de vorige dag", beside("past")),
            (_DAY_OF_MONTH, day_of_month()),
            (f"{_DAY_OF_MONTH} (van|in) deze maand|deze maand, [op] de {{nth}}", day_of_month(0)),
            (f"{_DAY_OF_MONTH} (van|in) [de] volgende maand|volgende maand, [op] de {{nth}}", day_of_month(1)),
            (f"{_DAY_OF_MONTH} (van|in) [de] (vorige|afgelopen) maand", day_of_month(-1)),
            (f"[{{weekday}},] ({_MONTH_AND_DAY}|{_NTH_OF_NTH})", date_without_year()),
            (f"[{{weekday}},] {_MONTH_AND_DAY}, [van] dit jaar", date_without_year(0)),
            (f"[{{weekday}},] {_MONTH_AND_DAY}, [van] volgend jaar", date_without_year(1)),
            (f"[{{weekday}},] {_MONTH_AND_DAY}, [van] (vorig|afgelopen) jaar", date_without_year(-1)),
            (f"[{{weekday}},] ({_MONTH_AND_DAY}|{_NTH_OF_NTH}), {_IN_YEAR}", date_with_year),
            (f"{{first}} {_BETWEEN} {{second}} {_BETWEEN} {{year}}", in_digits),
            ("[de] {nth} {weekday} (van|in) {month} [, {full year}]", nth_weekday),
            ("[de] laatste {weekday} (van|in) {month} [, {full year}]", nth_weekday),
            ("[de] ({nth}|laatste) {weekday} (van|in) (de|deze) maand", nth_weekday_of_month(0)),
            ("[de] ({nth}|laatste) {weekday} (van|in) [de] volgende maand", nth_weekday_of_month(1)),
            ("eerste kerstdag|[de] 1e kerstdag|kerstmis", fixed(DayOfYear(12, 25))),
            ("tweede kerstdag|[de] 2e kerstdag", fixed(DayOfYear(12, 26))),
            ("kerstavond", fixed(DayOfYear(12, 24))),
            ("oudjaar|oudjaarsdag|oudejaarsdag|oudejaarsavond|oudjaarsavond", fixed(DayOfYear(12, 31))),
            ("nieuwjaar|nieuwjaarsdag", fixed(DayOfYear(1, 1))),
            ("pakjesavond|sinterklaasavond", fixed(DayOfYear(12, 5))),
            ("driekoningen", fixed(DayOfYear(1, 6))),
            ("valentijnsdag|valentijn", fixed(DayOfYear(2, 14))),
            ("dodenherdenking", fixed(DayOfYear(5, 4))),
            ("bevrijdingsdag", fixed(DayOfYear(5, 5))),
            ("halloween", fixed(DayOfYear(10, 31))),
            ("allerheiligen", fixed(DayOfYear(11, 1))),
            ("goede vrijdag", fixed(EasterDay(-2))),
            ("eerste paasdag|paaszondag", fixed(EasterDay(0))),
            ("tweede paasdag|paasmaandag", fixed(EasterDay(1))),
            ("hemelvaart|hemelvaartsdag", fixed(EasterDay(39))),
            ("eerste pinksterdag|pinksterzondag", fixed(EasterDay(49))),
            ("tweede pinksterdag|pinkstermaandag", fixed(EasterDay(50))),
            ("de {nth} van de maand", day_of_month()),
            ("(een|elke|iedere|sommige|zo een) {weekday}", fixed(None)),
            ("voor {count} {unit}", fixed(None)),
            ("{month} [in] {full year}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} (na|vanaf)", distance),
            ("{count} {unit} voor", ago),
            ("[de] dag na", fixed_distance(1)),
            ("[de] dag voor", fixed_distance(-1)),
        )
    )
    near_day: Patterns[Side] = Patterns((("na", "future"), ("voor", "past")))
    after_day: Patterns[DistanceMeaning] = Patterns((("over {count} {unit}", distance),))
    month_first: frozenset[str] = frozenset()
    sunday_first: frozenset[str] = frozenset()
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "dag": "d", "dagen": "d", "dd": "d", "maand": "m", "maanden": "m", "mm": "m", "jaar": "y", "jaartal": "y",
        "jjjj": "y", "jj": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """geboren|geboortedatum|geboortedag|geboorte|verjaardag|gebeurd|gebeurde|is het gebeurd|plaatsgevonden|
        plaats gevonden|vond het plaats|ongeval|ongeluk|incident|schade ontstaan|begon|begonnen|voor het laatst|
        voor het eerst|gekocht|besteld|ontvangen|aangekomen|verhuisd|gemerkt|opgemerkt|overleden"""
    )
