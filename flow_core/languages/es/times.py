"""Times of day and lengths of time in Spanish, as patterns: "las siete y media", "las ocho menos cuarto"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flow_core.languages.days import Side, number
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    DayPart,
    LengthMeaning,
    SaidTime,
    TimeMeaning,
    at_clock,
    fixed_time,
    hour_alone,
    hour_of_24,
    no_time,
    o_clock,
    part_of_unit,
    past,
    to,
    units,
    units_and_minutes,
)

_THE = "(las|la)"
_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}}, [a|sobre]] ({pattern}) [en punto] [, {{part after}} [, {{part too}}]]"


def _afternoon_hours(said: Mapping[str, object]) -> SaidTime:
    """{hour}: "diecinueve horas". "Dos horas" is a length of time."""
    return hour_of_24(said) if number(said, "hour") > 12 else SaidTime(None)


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            (_with_part("{hour}"), hour_alone),
            (
                _with_part(f"{_THE} {{hour}} [horas]|[{_THE}] {{hour}} {{minute}} [horas]|{{hour}} en punto"),
                o_clock,
            ),
            (_with_part(f"[{_THE}] {{zero hour}} {{minute}} [horas]"), o_clock),
            ("{hour} horas", _afternoon_hours),
            (f"[{_THE}] {{hour}} horas [y|con] {{minute}} [minutos]", o_clock),
            (_with_part(f"[{_THE}] {{clock}} [horas|h]"), at_clock),
            (_with_part(f"[{_THE}] {{hour}} [horas] (y|con) {{minutes}} [minutos]"), past()),
            (_with_part(f"[{_THE}] {{hour}} y media"), past(30)),
            (_with_part(f"[{_THE}] {{hour}} y [un] cuarto"), past(15)),
            (_with_part(f"[{_THE}] {{hour}} menos {{minutes}} [minutos]"), to()),
            (_with_part(f"[{_THE}] {{hour}} menos [un] cuarto"), to(15)),
            # "Cinco para las ocho" may be five people at eight.
            (
                _with_part(
                    f"[faltan] {{minutes}} minutos para {_THE} {{hour}}|faltan {{minutes}} para {_THE} {{hour}}"
                ),
                to(),
            ),
            (_with_part(f"[falta|faltan] [un|el] cuarto para {_THE} {{hour}}"), to(15)),
            ("[el|a] mediodía|las doce del mediodía|las 12 del mediodía", fixed_time(12)),
            ("[la|a] medianoche|media noche|a media noche", fixed_time(0)),
            ("un|uno", no_time),
        )
    )
    hours: PhraseTable[int] = PhraseTable(())
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            ("am|a m|a.m|de la madrugada|de madrugada|por la madrugada|en la madrugada", "am"),
            ("pm|p m|p.m", "pm"),
            ("de la mañana|por la mañana|en la mañana|a la mañana|esta mañana|de mañana", "morning"),
            ("del mediodía|al mediodía|de mediodía|del día", "midday"),
            ("de la tarde|por la tarde|en la tarde|a la tarde|esta tarde", "long afternoon"),
            ("de la noche|por la noche|en la noche|a la noche|esta noche|anoche", "night"),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("desayuno|desayunar|por la mañana|de la mañana", "morning"),
            ("comida|comer|almuerzo|almorzar|al mediodía", "midday"),
            ("tarde|merienda", "long afternoon"),
            ("cena|cenar|noche", "evening"),
        )
    )
    clock_marks = frozenset({"h", "hs", "hrs"})
    introductions = frozenset({"a", "@", "sobre", "hacia"})
    now: Phrases = phrases("ahora|ahora mismo|ya mismo|inmediatamente|enseguida|ahorita|ahorita mismo|cuanto antes")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            ("{quantity} {unit} y (media|medio)|{quantity} y (media|medio) {unit}", units(_HALF)),
            ("{quantity} {unit} y [un] cuarto", units(_QUARTER)),
            ("{quantity} {unit} y tres cuartos", units(_THREE_QUARTERS)),
            ("{unit} y (media|medio)", part_of_unit(1 + _HALF)),
            ("{unit} y [un] cuarto", part_of_unit(1 + _QUARTER)),
            ("(media|medio) {unit}", part_of_unit(_HALF)),
            ("[un] cuarto de {unit}", part_of_unit(_QUARTER)),
            ("tres cuartos de {unit}", part_of_unit(_THREE_QUARTERS)),
            ("{quantity} {unit} [y|con] {minute} [minutos|minuto]", units_and_minutes),
        )
    )
    no_length_after: frozenset[str] = frozenset()
    no_length_before = frozenset({"tarde"})
    joints = frozenset({"y", "con"})
    lead_in: PhraseTable[Side] = PhraseTable(
        (("en|dentro de|de aquí a|en unas|en unos", "future"), ("hace|hace unas|hace unos", "past"))
    )
    lead_out: PhraseTable[Side] = PhraseTable((("atrás", "past"), ("a partir de ahora|desde ahora", "future")))
