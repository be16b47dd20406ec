"""Days in Spanish, as patterns: "el seis de mayo de 2024", "el martes que viene", "de hoy en ocho"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from flow_core.languages.days import (
    CalendarDay,
    DayMeaning,
    DayOfYear,
    Distance,
    DistanceMeaning,
    EasterDay,
    NamedDay,
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

_MONTHS = """enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago
    septiembre|setiembre|sept|sep|set octubre|oct noviembre|nov diciembre|dic""".split()
_WEEKDAYS = "lunes|lun martes miercoles|mie jueves|jue viernes|vie sabado|sab domingo|dom".split()
_STEMS = "primer segund tercer cuart quint sext septim octav noven decim".split()
_ORDINALS = tuple(
    (f"{stem}o|{stem}a|{number}º|{number}ª|{number}o|{number}ro|{number}er|{number}do", number)
    for number, stem in enumerate(_STEMS, 1)
)

_PART = "[(por|en|de|a) la (mañana|tarde|noche)|a mediodía|al mediodía|temprano]"
_MONTH_AND_DAY = "([el] [día] {day} [de|del mes de] {month}|{month} [el] {day})"
_DAY_OF_MONTH = "[el] ({weekday}, [el] día {day}|{weekday}, [el] {day}|día {day})|el {day}"
_IN_YEAR = "(de|del|del año|en|,) {year}"
_NEXT = "(que viene|próxima|que entra|siguiente)"
_LAST = "(pasada|anterior)"


def _in_week(week: str) -> str:
    """Return the ways to name a day of a week: "el martes de la semana que viene"."""
    return f"[el] {{weekday}} (de|,) [la] {week}|[la] {week}, [el] {{weekday}}"


def _day_and_month_in_numbers(said: Mapping[str, object]) -> NamedDay | None:
    """{first} {second}, and {year} if it is said: "el cinco del seis". The day is said first everywhere."""
    if "year" in said:
        return CalendarDay(number(said, "year"), number(said, "second"), number(said, "first"))
    return DayOfYear(number(said, "second"), number(said, "first"))


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_WEEKDAYS))
    ordinals: PhraseTable[int] = PhraseTable((*_ORDINALS, ("primer|1ero", 1), ("tercer|3ero", 3)))
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("segundo|segundos|seg", "second"),
            ("minuto|minutos|min|mins|minutitos|minutito", "minute"),
            ("hora|horas|h|hs|hrs|hr|horitas", "hour"),
            ("día|días", "day"),
            ("semana|semanas", "week"),
            ("quincena|quincenas", "fortnight"),
            ("mes|meses", "month"),
            ("trimestre|trimestres", "quarter"),
            ("año|años", "year"),
            ("década|décadas", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("un|una|uno", 1), ("un par de|par de", 2)))
    abbreviations = re.compile(
        "ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic|lun|mie|jue|vie|sab|dom|a|p|a.m|p.m|h|min"
    )
    introductions = frozenset({"para"})
    articles = frozenset({"el"})
    days: Patterns[DayMeaning] = Patterns(
        (
            (f"hoy {_PART}|hoy mismo|esta (mañana|tarde|noche)|el día de hoy", fixed(Distance(0))),
            (f"mañana {_PART}|mañana mismo|el día de mañana", fixed(Distance(1))),
            # "La mañana" is the morning.
            ("la mañana", fixed(None)),
            (f"pasado mañana {_PART}", fixed(Distance(2))),
            (f"ayer {_PART}|anoche|el día de ayer", fixed(Distance(-1))),
            ("anteayer|antes de ayer|antier|antes de anoche|anteanoche", fixed(Distance(-2))),
            ("(en|dentro de|de aquí a|de hoy en) {count} {unit}|{count} {unit} después de hoy", distance),
            ("hace {count} {unit}|{count} {unit} atrás", ago),
            # Eight days are a week to many people, and fifteen days are two.
            ("(en|dentro de|de aquí a|de hoy en|hace) (ocho|8|quince|15) días|(ocho|quince) días atrás", fixed(None)),
            ("de hoy en ocho|de hoy en una semana|de hoy en ocho días", fixed(Distance(7))),
            ("de hoy en quince|de hoy en quince días|de hoy en dos semanas", fixed(Distance(14))),
            (f"[el] {{weekday}} {_PART}|este [mismo] {{weekday}} {_PART}", weekday("any")),
            ("[el] próximo {weekday}|[el] {weekday} (próximo|que viene|que entra)|este próximo {weekday}",
             weekday("coming or next")),
            ("[el] {weekday} pasado|[el] pasado {weekday}|[el] último {weekday}", weekday("last")),
            (_in_week("(esta|esta misma) semana"), weekday("of this week")),
            (_in_week(f"(semana {_NEXT}|próxima semana|siguiente semana)"), weekday("of next week")),
            (_in_week(f"(semana {_LAST}|pasada semana)"), weekday("of last week")),
            ("el {weekday} siguiente|el siguiente {weekday}|el {weekday} después|el {weekday} de después",
             beside("future")),
            ("el día siguiente|al día siguiente|el día después|el siguiente día", beside("future")),
            ("el {weekday} anterior|el {weekday} antes|el {weekday} de antes", beside("past")),
            ("el día anterior|el día antes|el día de antes", beside("past")),
            (f"{_DAY_OF_MONTH} {_PART}", day_of_month()),
            # Only the first day of a month is said by its ordinal. "El segundo" is another thing.
            (f"el ({'|'.join(f'{stem}o' for stem in _STEMS[1:])})", fixed(None)),
            (f"({_DAY_OF_MONTH}) (de|del) este mes", day_of_month(0)),
            (f"({_DAY_OF_MONTH}) (de|del) (mes que viene|próximo mes|mes próximo|mes siguiente)", day_of_month(1)),
            (f"({_DAY_OF_MONTH}) (de|del) (mes pasado|pasado mes|mes anterior)", day_of_month(-1)),
            (f"[el] [{{weekday}},] {_MONTH_AND_DAY} [, [que es] {{weekday}}]", date_without_year()),
            (f"[el] [{{weekday}},] {_MONTH_AND_DAY} (de|,) este [mismo] año", date_without_year(0)),
            (f"[el] [{{weekday}},] {_MONTH_AND_DAY} (de|del) (año que viene|próximo año|año próximo)",
             date_without_year(1)),
            (f"[el] [{{weekday}},] {_MONTH_AND_DAY} (de|del) (año pasado|pasado año)", date_without_year(-1)),
            (f"[el] [{{weekday}},] {_MONTH_AND_DAY} {_IN_YEAR}", date_with_year),
            (f"[el] [{{weekday}},] {_MONTH_AND_DAY} {{full year}}", date_with_year),
            ("[el] [día] {first} (del|de|barra|guion|,) {second} (del|de|del año|barra|guion|,) {year}",
             _day_and_month_in_numbers),
            ("[el] [día] {first} del {second}", _day_and_month_in_numbers),
            ("{first} {second} {year}", in_digits),
            ("[el] {nth} {weekday} (de|del) [mes de] {month} [(de|del) {full year}]", nth_weekday),
            ("[el] último {weekday} (de|del) [mes de] {month} [(de|del) {full year}]", nth_weekday),
            ("[el] ({nth}|último) {weekday} (de|del) [este] mes", nth_weekday_of_month(0)),
            ("[el] ({nth}|último) {weekday} (de|del) (mes que viene|próximo mes|mes próximo)", nth_weekday_of_month(1)),
            ("[el día de] navidad|[el] día de navidad", fixed(DayOfYear(12, 25))),
            ("nochebuena|noche buena|la nochebuena", fixed(DayOfYear(12, 24))),
            ("nochevieja|noche vieja|[la] nochevieja|fin de año|la noche de fin de año", fixed(DayOfYear(12, 31))),
            ("[el] día de año nuevo|año nuevo", fixed(DayOfYear(1, 1))),
            ("[el] día de reyes|[los] reyes magos|[el día de] los reyes", fixed(DayOfYear(1, 6))),
            ("san valentín|[el] día de san valentín", fixed(DayOfYear(2, 14))),
            ("viernes santo|[el] viernes santo", fixed(EasterDay(-2))),
            ("jueves santo|[el] jueves santo", fixed(EasterDay(-3))),
            ("domingo de ramos|[el] domingo de ramos", fixed(EasterDay(-7))),
            ("domingo de (resurrección|pascua)|[el] domingo de (resurrección|pascua)", fixed(EasterDay(0))),
            ("lunes de pascua|[el] lunes de pascua", fixed(EasterDay(1))),
            ("(los|cada|todos los|algún|cualquier|un|otro) {weekday}", fixed(None)),
            ("(durante|por) {count} {unit}", fixed(None)),
            ("[en|de] {month} (de|del) {full year}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} después (de|del)|{count} {unit} tras", distance),
            ("{count} {unit} antes (de|del)", ago),
            ("[el] día después de|[el] día siguiente a", fixed_distance(1)),
            ("[el] día antes de|[el] día anterior a|[la] víspera de", fixed_distance(-1)),
        )
    )
    near_day: Patterns[Side] = Patterns(
        (("(después de|siguiente a|después del|siguiente al)", "future"), ("(antes de|anterior a|antes del)", "past"))
    )
    after_day: Patterns[DistanceMeaning] = Patterns((("en ocho", fixed_distance(7)), ("en quince", fixed_distance(14))))
    month_first = frozenset({"PR", "PA"})
    sunday_first = frozenset("US MX PR PA GT HN NI SV DO PE CO VE".split())
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "dia": "d", "dias": "d", "dd": "d", "mes": "m", "meses": "m", "mm": "m", "ano": "y", "anos": "y",
        "aaaa": "y", "aa": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """nacimiento|nació|naciste|nacido|nacida|ocurrió|sucedió|pasó|ha ocurrido|tuvo lugar|empezó|comenzó|
        accidente|siniestro|incidente|última vez|primera vez|compró|compraste|pidió|recibió|llegó|notó|cuándo fue"""
    )
