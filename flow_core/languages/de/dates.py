"""Days in German, as patterns: "der fünfte Mai 2024", "am 5.", "nächste Woche Dienstag", "heute in einer Woche"."""

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

_MONTHS = """januar|jänner|jan februar|feber|feb märz|mär april|apr mai juni|juno|jun juli|julei|jul august|aug
    september|sept|sep oktober|okt november|nov dezember|dez""".split()
WEEKDAYS = "montag dienstag mittwoch donnerstag freitag samstag sonntag".split()
"""The names of the days, from Monday on."""
_PARTS_OF_A_DAY = "morgen früh vormittag mittag nachmittag abend nacht".split()


def _weekday_names(name: str) -> str:
    """Return a day of the week alone and with a part of the day: "freitag", "freitagabend", "freitag morgen"."""
    named = (name, "sonnabend") if name == "samstag" else (name,)
    return "|".join(
        part for each in named for part in (each, *(f"{each}{part}" for part in _PARTS_OF_A_DAY), f"{each} morgen")
    )


_STEMS = """erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt
    sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst zweiundzwanzigst dreiundzwanzigst
    vierundzwanzigst fünfundzwanzigst sechsundzwanzigst siebenundzwanzigst achtundzwanzigst neunundzwanzigst
    dreißigst einunddreißigst""".split()
_ENDINGS = ("e", "en", "er", "es", "em")


def _ordinals(number: int, stems: str) -> str:
    """Return the forms of an ordinal. In digits it is a number with a full stop, which is no part of the word."""
    return "|".join([str(number), *(f"{stem}{ending}" for stem in stems.split("|") for ending in _ENDINGS)])


_THE = "[am|den|der|dem|des|vom|zum|an dem]"
_A_THE = "(am|den|der|dem|des|vom|zum|an dem)"
_DATE = f"{_THE} {{day}} {{month}}"
_NTH_OF_NTH = f"{_THE} {{nth}} {{nth month}}"
_WEEKDAY_BEFORE = "[[am] [dem|den|der] {weekday},]"
_BEFORE_YEAR = "[,|im jahr|im jahre|des jahres]"
_THIS, _NEXT, _LAST = "(diese|dieser)", "(nächste|nächster|nächsten|kommende|kommender)", "(letzte|letzter|vorige)"


def _in_week(week: str) -> str:
    """Return the ways to name a day of this, the next or the last week."""
    return f"[am] {{weekday}} [,|in|in der|der] {week} woche|[in der|in] {week} woche, [am] {{weekday}}"


def _year(word: str) -> str:
    return f"({word} jahr|{word}s jahres|{word[:-1]}n jahres|im {word[:-1]}n jahr)"


def _month(stem: str) -> str:
    return f"({stem}en monat|{stem}en monats|des {stem}en monats|im {stem}en monat)"


def _unclear(said: Mapping[str, object]) -> Distance | None:
    return None


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable((_weekday_names(name), number) for number, name in enumerate(WEEKDAYS))
    ordinals: PhraseTable[int] = PhraseTable(
        (_ordinals(number, stems), number) for number, stems in enumerate(_STEMS, 1)
    )
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("sekunde|sekunden|sek", "second"),
            ("minute|minuten|min|minütchen", "minute"),
            ("stunde|stunden|std|h|stündchen", "hour"),
            ("tag|tage|tagen|tages", "day"),
            ("woche|wochen", "week"),
            ("monat|monate|monaten|monats", "month"),
            ("quartal|quartale|quartalen", "quarter"),
            ("jahr|jahre|jahren|jahres", "year"),
            ("jahrzehnt|jahrzehnte|jahrzehnten", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("ein|eine|einem|einer|einen|eines", 1),))
    abbreviations = re.compile("[0-9]{1,2}|jan|feb|mär|mar|apr|jun|jul|aug|sept?|okt|nov|dez|min|std|sek")
    introductions: frozenset[str] = frozenset()
    articles = frozenset({"der", "den", "dem", "am"})
    days: Patterns[DayMeaning] = Patterns(
        (
            ("heute|heut|heute (morgen|früh|vormittag|mittag|nachmittag|abend|nacht)", fixed(Distance(0))),
            # "Der Morgen" is the morning.
            ("der morgen|den morgen", fixed(None)),
            ("morgen|morgen (früh|vormittag|mittag|nachmittag|abend|nacht)", fixed(Distance(1))),
            ("gestern|gestern (morgen|früh|vormittag|mittag|nachmittag|abend|nacht)", fixed(Distance(-1))),
            ("übermorgen|übermorgen (früh|vormittag|mittag|nachmittag|abend)", fixed(Distance(2))),
            ("vorgestern|vorgestern (früh|vormittag|mittag|nachmittag|abend)", fixed(Distance(-2))),
            ("in {count} {unit} [von heute an|ab heute]", distance),
            # For most people "in acht Tagen" is a week from now.
            ("in (acht|8) tagen|vor (acht|8) tagen", fixed(None)),
            ("vor {count} {unit}", ago),
            ("[am] {weekday}|(diesen|den|der) {weekday}", weekday("any")),
            ("[am] [den|dem|der] (kommenden|kommender) {weekday}", weekday("coming")),
            ("[am] [den|dem|der] (nächsten|nächster) {weekday}", weekday("coming or next")),
            ("[am] [den|dem] (letzten|vergangenen|vorigen) {weekday}", weekday("last")),
            ("[am] (übernächsten|übernächster) {weekday}", weekday("after next")),
            ("[am] {weekday} (übernächste|übernächster) woche|(übernächste|übernächster) woche, [am] {weekday}",
             weekday("of the week after next")),
            (_in_week(_THIS), weekday("of this week")),
            (_in_week(_NEXT), weekday("of next week")),
            (_in_week(_LAST), weekday("of last week")),
            ("[am] ({weekday}|tag) (danach|darauf)|am (nächsten|folgenden) tag|[am] darauffolgenden {weekday}|"
             "tags darauf", beside("future")),
            ("[am] ({weekday}|tag) (davor|zuvor)|am vortag", beside("past")),
            (f"{_WEEKDAY_BEFORE} {_A_THE} {{nth}}", day_of_month()),
            (f"{_WEEKDAY_BEFORE} {_A_THE} {{nth}} ({_month('dies')}|dieses monats)", day_of_month(0)),
            (f"{_WEEKDAY_BEFORE} {_A_THE} {{nth}} ({_month('nächst')}|{_month('kommend')})", day_of_month(1)),
            (f"{_WEEKDAY_BEFORE} {_A_THE} {{nth}} ({_month('letzt')}|{_month('vorig')})", day_of_month(-1)),
            (f"{_WEEKDAY_BEFORE} ({_DATE}|{_NTH_OF_NTH}) [, {{weekday}}]", date_without_year()),
            (f"{_WEEKDAY_BEFORE} {_DATE}, {_year('dieses')}|{_WEEKDAY_BEFORE} {_DATE}, dieses jahres",
             date_without_year(0)),
            (f"{_WEEKDAY_BEFORE} {_DATE}, ({_year('nächstes')}|{_year('kommendes')})", date_without_year(1)),
            (f"{_WEEKDAY_BEFORE} {_DATE}, ({_year('letztes')}|{_year('voriges')})", date_without_year(-1)),
            (f"{_WEEKDAY_BEFORE} ({_DATE}|{_NTH_OF_NTH}), {_BEFORE_YEAR} {{year}} [, {{weekday}}]", date_with_year),
            ("[am] {first} [,] {second} [,] {year}", in_digits),
            (f"{_THE} {{nth}} {{weekday}} im [monat] {{month}} [, {{full year}}]", nth_weekday),
            (f"{_THE} letzten {{weekday}} im [monat] {{month}} [, {{full year}}]", nth_weekday),
            (f"{_THE} ({{nth}}|letzten) {{weekday}} (im|diesen|dieses|in diesem) (monat|monats)",
             nth_weekday_of_month(0)),
            (f"{_THE} ({{nth}}|letzten) {{weekday}} ({_month('nächst')}|{_month('kommend')})",
             nth_weekday_of_month(1)),
            ("[am] [der|den] ({nth}|1) (weihnachtstag|weihnachtsfeiertag|feiertag)", fixed(None)),
            ("[am] [der|den] (ersten|erster|erste|1) (weihnachtstag|weihnachtsfeiertag)", fixed(DayOfYear(12, 25))),
            ("[am] [der|den] (zweiten|zweiter|zweite|2) (weihnachtstag|weihnachtsfeiertag)|[am] stephanstag|"
             "[am] stefanitag", fixed(DayOfYear(12, 26))),
            ("[an|am] heiligabend|heiliger abend|am heiligen abend", fixed(DayOfYear(12, 24))),
            ("[an|zu] silvester", fixed(DayOfYear(12, 31))),
            ("[an|zu] neujahr|[am] neujahrstag", fixed(DayOfYear(1, 1))),
            ("[an|am] nikolaus|[am] nikolaustag", fixed(DayOfYear(12, 6))),
            ("[an] halloween", fixed(DayOfYear(10, 31))),
            ("[am] valentinstag", fixed(DayOfYear(2, 14))),
            ("[am] tag der deutschen einheit", fixed(DayOfYear(10, 3))),
            ("[am] tag der arbeit", fixed(DayOfYear(5, 1))),
            ("[an] allerheiligen", fixed(DayOfYear(11, 1))),
            ("[am] rosenmontag", fixed(EasterDay(-48))),
            ("[am] aschermittwoch", fixed(EasterDay(-46))),
            ("[am] gründonnerstag", fixed(EasterDay(-3))),
            ("[am] karfreitag", fixed(EasterDay(-2))),
            ("[am] ostersonntag", fixed(EasterDay(0))),
            ("[am] ostermontag", fixed(EasterDay(1))),
            ("[an|zu] [christi] himmelfahrt|[am] vatertag", fixed(EasterDay(39))),
            ("[am] pfingstsonntag", fixed(EasterDay(49))),
            ("[am] pfingstmontag", fixed(EasterDay(50))),
            ("[an] fronleichnam", fixed(EasterDay(60))),
            ("(jeden|einen|irgendeinen|jeder|ein|einem) {weekday}", fixed(None)),
            ("(für|seit|alle|jeden|jede) {count} {unit}", fixed(None)),
            ("[im] {month} {full year}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} nach", distance),
            ("{count} {unit} vor", ago),
            ("[am|der|den] tag nach|einen tag nach", fixed_distance(1)),
            ("[am|der|den] tag vor|einen tag vor", fixed_distance(-1)),
            ("heute in", _unclear),
            ("{count} {unit}", weeks_alone),
        )
    )
    near_day: Patterns[Side] = Patterns((("nach", "future"), ("vor", "past")))
    after_day: Patterns[DistanceMeaning] = Patterns(
        (("in {count} {unit}", distance), ("vor {count} {unit}", ago), ("in (acht|8) tagen", _unclear))
    )
    month_first: frozenset[str] = frozenset()
    sunday_first: frozenset[str] = frozenset()
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "tag": "d", "tage": "d", "tt": "d", "monat": "m", "mm": "m", "jahr": "y", "jjjj": "y", "jj": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """geburtsdatum|geburtstag|geboren|geburt|passiert|geschehen|ereignet|stattgefunden|vorgefallen|vorfall|unfall|
        schaden|begonnen|angefangen|aufgetreten|zuletzt|gekauft|bestellt|erhalten|bekommen|umgezogen|eingezogen|
        bemerkt|festgestellt|angekommen|war der|war das|war die|war es"""
    )
