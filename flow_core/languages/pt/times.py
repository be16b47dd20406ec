"""Times of day and lengths of time in Portuguese, as patterns: "sete e meia", "dez para as oito", "uma hora e meia"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from flow_core.languages.days import Side, number
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases
from flow_core.languages.times import (
    DayPart,
    Length,
    LengthMeaning,
    SaidTime,
    TimeMeaning,
    at_clock,
    fixed_time,
    hour_alone,
    in_one_word,
    no_time,
    o_clock,
    part_of_unit,
    past,
    to,
    units,
)

_NOON = "(meio dia|meiodia)"
_MIDNIGHT = "(meia noite|meianoite)"
_ABOUT = "(por volta (das|da)|lá (pelas|pela)|perto das|cerca das|para (as|a)|pras|pra)"
_TO = "(para [as|a|o]|pra|pras)"
_O_CLOCK = "(horas|hora|h)"
_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}},] ({pattern}) [, {{part after}}]"


def _after_part(pattern: str) -> str:
    """Return the same, with the word that introduces the time after the part of the day: "hoje à noite às oito"."""
    return f"[{{part}}, [às|à|ao]] ({pattern}) [, {{part after}}]"


def _about(pattern: str) -> str:
    """Return a pattern of a time after "por volta das" and the like."""
    return f"{_ABOUT} ({pattern}) [, {{part after}}]"


def _no_time(said: Mapping[str, object]) -> SaidTime:
    """Words that look like a time and are none, or several."""
    del said
    return SaidTime(None)


def _hours_and_minutes(said: Mapping[str, object]) -> Length:
    """{quantity} {minute}: "uma hora e trinta"."""
    return {"hour": cast(Fraction, said["quantity"]), "minute": Fraction(number(said, "minute"))}


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            (_after_part("{hour}"), hour_alone),
            (_about("{hour}"), hour_alone),
            (
                _after_part(
                    f"""{{hour}} [{_O_CLOCK}] em ponto|({{hour}}|{{zero hour}}) {_O_CLOCK}|
                    ({{hour}}|{{zero hour}}) [{_O_CLOCK}] [e] {{minute}} [minutos]|
                    ({{hour}}|{{zero hour}}) {_O_CLOCK} e {{minutes}} (minutos|minuto)"""
                ),
                o_clock,
            ),
            (_about(f"{{hour}} {_O_CLOCK}|{{hour}} e {{minute}}"), o_clock),
            (_after_part("{clock} [horas|hora] [em ponto]"), at_clock),
            (_about("{clock}"), at_clock),
            (_after_part(f"{{hour}} [{_O_CLOCK}] e {{fives}} [minutos]"), past()),
            (_about("{hour} e {fives}"), past()),
            (_after_part(f"{{hour}} [{_O_CLOCK}] e meia"), past(30)),
            (_about("{hour} e meia"), past(30)),
            (_with_part("{hour} e [um] quarto"), past(15)),
            (_with_part("{hour} e três quartos"), past(45)),
            (_with_part(f"({{fives}}|{{minutes}} minutos) {_TO} {{hour}} [{_O_CLOCK}]"), to()),
            (_with_part(f"(quinze|15|um quarto) {_TO} {{hour}} [{_O_CLOCK}]"), to(15)),
            (_with_part("{hour} menos ({fives}|{minutes} minutos)"), to()),
            (_with_part("{hour} menos ([um] quarto|quinze|15)"), to(15)),
            # "Uma mesa para dez para as oito" has no time before eight.
            (f"(para|pra) ({{fives}}|quinze|15) {_TO} {{hour}} [{_O_CLOCK}]", _no_time),
            (_with_part(_NOON), fixed_time(12)),
            (_with_part(_MIDNIGHT), fixed_time(0)),
            (_with_part(f"{_NOON} e meia"), fixed_time(12, 30)),
            (_with_part(f"{_MIDNIGHT} e meia"), fixed_time(0, 30)),
            (_with_part(f"{_NOON} e (quinze|15|um quarto)"), fixed_time(12, 15)),
            (_with_part(f"{_MIDNIGHT} e (quinze|15|um quarto)"), fixed_time(0, 15)),
            (_with_part(f"{_NOON} e dez"), fixed_time(12, 10)),
            (_with_part(f"{_NOON} e vinte"), fixed_time(12, 20)),
            (_with_part(f"{_MIDNIGHT} e dez"), fixed_time(0, 10)),
            (_with_part(f"(quinze|15|um quarto) {_TO} {_NOON}"), fixed_time(11, 45)),
            (_with_part(f"(quinze|15|um quarto) {_TO} {_MIDNIGHT}"), fixed_time(23, 45)),
            (_with_part(f"(dez|10) {_TO} {_NOON}"), fixed_time(11, 50)),
            (_with_part(f"(dez|10) {_TO} {_MIDNIGHT}"), fixed_time(23, 50)),
            # "Das oito às dez" is a span of time.
            ("(das|da|do|desde as|desde a) {hour} [horas|hora]", _no_time),
            ("um", no_time),
        )
    )
    hours: PhraseTable[int] = PhraseTable(())
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            ("am|a m|a.m|da madrugada|de madrugada|madrugada", "am"),
            ("pm|p m|p.m", "pm"),
            (
                """da manhã|de manhã|pela manhã|na parte da manhã|no período da manhã|hoje de manhã|esta manhã|manhã|
                hoje pela manhã|de manhãzinha""",
                "morning",
            ),
            ("na hora do almoço|à hora do almoço|na hora de almoço", "midday"),
            # Seven in the evening is still "sete da tarde" in summer.
            (
                """da tarde|de tarde|à tarde|pela tarde|na parte da tarde|no período da tarde|hoje à tarde|esta tarde|
                tarde|hoje de tarde|da tardinha|à tardinha|de tardinha""",
                "long afternoon",
            ),
            (
                """da noite|de noite|à noite|pela noite|na parte da noite|no período da noite|hoje à noite|esta noite|
                noite|hoje de noite""",
                "night",
            ),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("manhã|café da manhã|pequeno almoço", "morning"),
            ("almoço|almoçar", "midday"),
            ("tarde", "afternoon"),
            ("jantar|janta|ceia", "evening"),
            ("noite", "night"),
        )
    )
    clock_marks = frozenset({"h", "hs", "hrs"})
    introductions = frozenset({"as", "a", "ao", "@", "pelas", "pela"})
    now: Phrases = phrases("agora|agora mesmo|já|imediatamente|neste momento|nesse momento|agorinha|agora já")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{length}", in_one_word),
            ("{quantity} {unit}", units()),
            ("{quantity} {unit} e (meia|meio)|{quantity} e (meia|meio) {unit}", units(_HALF)),
            ("{quantity} {unit} e [um] quarto|{quantity} {unit} e um quarto de hora", units(_QUARTER)),
            ("{quantity} {unit} e três quartos", units(_THREE_QUARTERS)),
            ("meia {unit}|meio {unit}|metade de (um|uma) {unit}", part_of_unit(_HALF)),
            ("[um] quarto de {unit}", part_of_unit(_QUARTER)),
            ("três quartos de {unit}", part_of_unit(_THREE_QUARTERS)),
            ("{unit} e (meia|meio)", part_of_unit(1 + _HALF)),
            (f"{{quantity}} {_O_CLOCK} [e] {{minute}} [minutos|minuto|min]", _hours_and_minutes),
        )
    )
    no_length_after = frozenset({"a", "as"})
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"e"})
    lead_in: PhraseTable[Side] = PhraseTable((("em|daqui a|daqui|dentro de|de aqui a", "future"), ("há|faz", "past")))
    lead_out: PhraseTable[Side] = PhraseTable((("atrás", "past"), ("a partir de agora|a contar de agora", "future")))
