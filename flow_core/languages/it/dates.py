"""Days in Italian, as patterns: "il 6 maggio 2024", "martedì prossimo", "due settimane dopo Natale"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, cast

from flow_core.languages.days import (
    DayMeaning,
    DayOfMonth,
    DayOfYear,
    Distance,
    DistanceMeaning,
    EasterDay,
    NthWeekday,
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
    number,
    weekday,
)
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_MONTHS = """gennaio|gen febbraio|feb|febb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago
    settembre|set|sett ottobre|ott novembre|nov dicembre|dic""".split()
_WEEKDAYS = """lunedì|lun martedì|mart mercoledì|mer|merc giovedì|gio|giov venerdì|ven sabato|sab
    domenica|dom""".split()
_ORDINALS = ("primo|prima", "secondo|seconda", "terzo|terza", "quarto|quarta", "quinto|quinta")

_ON_DAY = "[il|al|del] [giorno] {day}"
_DATE = f"[{{weekday}},] {_ON_DAY} [di] {{month}}"
_DAY_OF_MONTH = "[{weekday},] (il|al|del) [giorno] {day}|{weekday} {day}|[il] giorno {day}"
_IN_YEAR = "[del|nel] [lanno] {year}"
_BETWEEN = "[barra|trattino|del|,]"
_NEXT = "(prossimo|prossima)"
_LAST = "(ultimo|ultima|l'ultimo|l'ultima)"
_NEXT_WEEK = "(prossima settimana|settimana prossima|settimana entrante|settimana che viene)"
_LAST_WEEK = "(scorsa settimana|settimana scorsa|settimana passata)"


def _in_week(week: str) -> str:
    """Return the ways to name a day of this, the next or the last week."""
    return f"{{weekday}} [della|la|di|,] {week}|[la] {week}, [di|il|la] {{weekday}}"


def _nth(nth: int) -> DayMeaning:
    """{weekday} and {month}, and {full year} if it is said: "il secondo lunedì di marzo" with 2."""
    return lambda said: NthWeekday(
        nth, number(said, "weekday"), number(said, "month"), cast("int | None", said.get("full year"))
    )


def _nth_of_month(nth: int, months_ahead: int) -> DayMeaning:
    return lambda said: NthWeekday(nth, number(said, "weekday"), months_ahead=months_ahead)


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_WEEKDAYS))
    # Only the first day of a month has an ordinal. Before a vowel, the article is joined to the number.
    ordinals: PhraseTable[int] = PhraseTable(
        (
            ("primo|1º|1°|1o", 1),
            ("l'otto|l'8|all'otto|all'8|dell'otto|dell'8", 8),
            ("l'undici|l'11|all'undici|all'11|dell'undici|dell'11", 11),
        )
    )
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("secondo|secondi|sec", "second"),
            ("minuto|minuti|min", "minute"),
            ("ora|ore|h", "hour"),
            ("giorno|giorni|gg", "day"),
            ("settimana|settimane", "week"),
            ("mese|mesi", "month"),
            ("trimestre|trimestri", "quarter"),
            ("anno|anni", "year"),
            ("decennio|decenni", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("un|una|uno", 1), ("un paio di|paio di", 2)))
    abbreviations = re.compile("gen|febb?|mar|apr|mag|giu|lug|ago|sett?|ott|nov|dic|lun|mart|merc?|giov?|ven|sab|dom")
    introductions = frozenset({"a", "di"})
    articles = frozenset({"il", "la"})
    days: Patterns[DayMeaning] = Patterns(
        (
            ("oggi|stasera|stamattina|stamani|questa (mattina|sera)|questo pomeriggio", fixed(Distance(0))),
            ("domani|domattina", fixed(Distance(1))),
            ("ieri|ieri sera", fixed(Distance(-1))),
            ("dopodomani|dopo domani", fixed(Distance(2))),
            ("l'altro ieri|ieri l'altro|l'altroieri|altroieri|avantieri|avant'ieri", fixed(Distance(-2))),
            ("(tra|fra) {count} {unit} [da oggi]|{count} {unit} da oggi", distance),
            ("(tra|fra) un anno [esatto]", fixed(Distance(0, 12))),
            ("{count} {unit} fa|{count} {unit} or sono", ago),
            # Many mean a week and two weeks.
            ("(tra|fra) (otto|8|quindici|15) giorni", fixed(None)),
            ("{weekday}|(questo|questa) {weekday}", weekday("any")),
            (f"[il|la] {_NEXT} {{weekday}}|{{weekday}} ({_NEXT}|che viene)", weekday("coming or next")),
            ("[lo|la] (scorso|scorsa) {weekday}|{weekday} (scorso|scorsa|passato|passata)", weekday("last")),
            (_in_week("questa settimana"), weekday("of this week")),
            (_in_week(_NEXT_WEEK), weekday("of next week")),
            (_in_week(_LAST_WEEK), weekday("of last week")),
            ("[il|la] ({weekday}|giorno) (dopo|seguente|successivo|successiva)", beside("future")),
            ("l'indomani|il giorno dopo", beside("future")),
            ("[il|la] ({weekday}|giorno) (prima|precedente)", beside("past")),
            (f"{_DAY_OF_MONTH}|[{{weekday}},] {{nth}}", day_of_month()),
            ("primo|prima", fixed(None)),
            ("il primo|il primo del mese|primo del mese|il 1º|il 1°", fixed(DayOfMonth(1))),
            (f"({_DAY_OF_MONTH}) (di questo mese|del mese corrente|corrente mese)", day_of_month(0)),
            (f"({_DAY_OF_MONTH}) (del|il) (mese prossimo|prossimo mese)", day_of_month(1)),
            (f"({_DAY_OF_MONTH}) (del mese scorso|dello scorso mese|il mese scorso|lo scorso mese)", day_of_month(-1)),
            (f"{_DATE}|{_ON_DAY} [di] {{month}}, {{weekday}}", date_without_year()),
            (f"{_DATE}, [di] quest'anno", date_without_year(0)),
            (f"{_DATE}, (del prossimo anno|dell'anno prossimo|l'anno prossimo|il prossimo anno)", date_without_year(1)),
            (f"{_DATE}, (dello scorso anno|dell'anno scorso|l'anno scorso|lo scorso anno)", date_without_year(-1)),
            (f"{_DATE}, {_IN_YEAR}|{_ON_DAY} [di] {{month}} {_IN_YEAR}, {{weekday}}", date_with_year),
            (f"[il] {{first}} {_BETWEEN} {{second}} {_BETWEEN} {{year}}", in_digits),
            *(
                (f"[il|la] ({nth}) {{weekday}} (di|a) {{month}} [, [del] {{full year}}]", _nth(place))
                for place, nth in enumerate(_ORDINALS, 1)
            ),
            *(
                (f"[il|la] ({nth}) {{weekday}} (del|di questo) mese", _nth_of_month(place, 0))
                for place, nth in enumerate(_ORDINALS, 1)
            ),
            *(
                (f"[il|la] ({nth}) {{weekday}} (del mese prossimo|del prossimo mese)", _nth_of_month(place, 1))
                for place, nth in enumerate(_ORDINALS, 1)
            ),
            (f"{_LAST} {{weekday}} (di|a) {{month}} [, [del] {{full year}}]", nth_weekday),
            (f"{_LAST} {{weekday}} (del|di questo) mese", nth_weekday_of_month(0)),
            (f"{_LAST} {{weekday}} del (mese prossimo|prossimo mese)", nth_weekday_of_month(1)),
            ("[il [giorno di]] natale", fixed(DayOfYear(12, 25))),
            ("[la] vigilia di natale|la vigilia", fixed(DayOfYear(12, 24))),
            ("[a] santo stefano", fixed(DayOfYear(12, 26))),
            ("san silvestro|l'ultimo dell'anno|ultimo dell'anno", fixed(DayOfYear(12, 31))),
            ("capodanno|il primo dell'anno", fixed(DayOfYear(1, 1))),
            ("[la|l'] (befana|epifania|l'epifania|all'epifania)", fixed(DayOfYear(1, 6))),
            ("san valentino", fixed(DayOfYear(2, 14))),
            ("[la] festa della donna", fixed(DayOfYear(3, 8))),
            ("[la] festa del lavoro|[la] festa dei lavoratori", fixed(DayOfYear(5, 1))),
            ("[la] festa della repubblica", fixed(DayOfYear(6, 2))),
            ("ferragosto", fixed(DayOfYear(8, 15))),
            ("halloween", fixed(DayOfYear(10, 31))),
            ("ognissanti|tutti i santi", fixed(DayOfYear(11, 1))),
            ("l'immacolata|all'immacolata|immacolata", fixed(DayOfYear(12, 8))),
            ("venerdì santo", fixed(EasterDay(-2))),
            ("[la [domenica di]] pasqua", fixed(EasterDay(0))),
            ("pasquetta|lunedì di pasqua|[il] lunedì dell'angelo", fixed(EasterDay(1))),
            ("(un|una|ogni|qualche|di ogni) {weekday}|tutti i {weekday}|tutte le {weekday}", fixed(None)),
            ("per {count} {unit}", fixed(None)),
            # "maggio 2024" is a month, and no May 20th.
            ("{month} [del] {full year}", fixed(None)),
            ("[il] {day} {unit}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} (dopo|da|a partire da) [il|la]", distance),
            ("{count} {unit} prima (di|del|della)", ago),
            ("[il] giorno dopo [il|la]", fixed_distance(1)),
            ("[il] giorno prima (di|del|della)", fixed_distance(-1)),
        )
    )
    near_day: Patterns[Side] = Patterns((("dopo [il|la]", "future"), ("prima (di|del|della)", "past")))
    after_day: Patterns[DistanceMeaning] = Patterns((("a otto", fixed_distance(7)), ("a quindici", fixed_distance(14))))
    month_first: frozenset[str] = frozenset()
    sunday_first: frozenset[str] = frozenset()
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "giorno": "d", "gg": "d", "mese": "m", "mm": "m", "anno": "y", "aaaa": "y", "aa": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """nascita|nato|nata|nati|compleanno|è successo|è accaduto|è avvenuto|è avvenuta|incidente|sinistro|è iniziato|
        è iniziata|sono iniziati|è cominciato|è cominciata|ha comprato|ha acquistato|ha ordinato|ha ricevuto|ha notato|
        ultima volta|l'ultima|si è verificato|si è verificata|ha smesso|è arrivato|è arrivata|è partito|è partita"""
    )
