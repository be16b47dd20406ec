"""Times of day and lengths of time in Italian, as patterns: "le sette e mezza", "le otto meno dieci", "un'ora"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from flow_core.languages.days import Side, Unit, number
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

_NOON = "(mezzogiorno|mezzodì)"
_MIDNIGHT = "mezzanotte"
_HALF, _QUARTER, _THREE_QUARTERS = Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)
_ARTICLE = "(le|alle|le ore|alle ore|ore|per le)"
_HOUR = f"[{_ARTICLE}] {{hour}}"
_AN_HOUR = "(l'una|all'una|per l'una)"
_QUARTER_PAST = "e (un quarto|quarto)"


def _with_part(pattern: str) -> str:
    """Return a pattern of a time between the parts of the day that may stand around it."""
    return f"[{{part}},] ({pattern}) [, {{part after}} [, {{part too}}]]"


def _one(said: Mapping[str, object]) -> SaidTime:
    """No slot but {part}: "l'una"."""
    return o_clock({**said, "hour": 1})


def _hours(hours: Fraction) -> LengthMeaning:
    """No slot, or {minute}: "un'ora"."""
    return lambda said: _with_minute({"hour": hours}, said)


def _hours_and_minutes(said: Mapping[str, object]) -> Length:
    """{quantity} and {minute}: "due ore e venti"."""
    return _with_minute({"hour": cast(Fraction, said["quantity"])}, said)


def _with_minute(hours: Mapping[Unit, Fraction], said: Mapping[str, object]) -> Length:
    return {**hours, "minute": Fraction(number(said, "minute"))} if "minute" in said else hours


class TimeVocabulary:
    """Times. See `TimeWords`."""

    times: Patterns[TimeMeaning] = Patterns(
        (
            (_with_part("{hour}"), hour_alone),
            (_with_part(f"{_ARTICLE} {{hour}} [in punto]|{{hour}} in punto"), o_clock),
            (_with_part(f"{_AN_HOUR} [in punto]"), _one),
            (_with_part(f"{_HOUR} [e] {{minute}} [minuti]|[{_ARTICLE}] {{zero hour}} [e] {{minute}}"), o_clock),
            (_with_part(f"{_HOUR} e {{minutes}} (minuti|minuto)"), o_clock),
            (_with_part(f"[{_ARTICLE}] {{clock}} [in punto]"), at_clock),
            (_with_part(f"{_HOUR} e (mezza|mezzo)"), past(30)),
            (_with_part(f"{_HOUR} {_QUARTER_PAST}"), past(15)),
            (_with_part(f"{_HOUR} e tre quarti"), past(45)),
            (_with_part(f"{_HOUR} e {{fives}}"), past()),
            (_with_part(f"{_HOUR} meno (un quarto|quarto)"), to(15)),
            (_with_part(f"{_HOUR} meno {{minutes}} [minuti]"), to()),
            (_with_part("[un] quarto alle {hour}"), to(15)),
            # "Dieci alle otto" may be the end of "dalle dieci alle otto".
            (_with_part("(mancano {minutes} [minuti]|{minutes} minuti) alle {hour}"), to()),
            (f"[a] {_NOON} [in punto]", fixed_time(12)),
            (f"[a] {_MIDNIGHT} [in punto]", fixed_time(0)),
            (f"[a] {_NOON} e (mezza|mezzo)", fixed_time(12, 30)),
            (f"[a] {_MIDNIGHT} e (mezza|mezzo)", fixed_time(0, 30)),
            (f"[a] {_NOON} {_QUARTER_PAST}", fixed_time(12, 15)),
            (f"[a] {_MIDNIGHT} {_QUARTER_PAST}", fixed_time(0, 15)),
            (f"[a] {_NOON} e tre quarti", fixed_time(12, 45)),
            (f"[a] {_NOON} meno (un quarto|quarto)", fixed_time(11, 45)),
            (f"[a] {_MIDNIGHT} meno (un quarto|quarto)", fixed_time(23, 45)),
            ("un|uno", no_time),
        )
    )
    hours: PhraseTable[int] = PhraseTable((("l'una|all'una", 1),))
    parts: PhraseTable[DayPart] = PhraseTable(
        (
            ("am|a m|a.m", "am"),
            ("pm|p m|p.m", "pm"),
            (
                """di mattina|del mattino|della mattina|la mattina|mattina|mattino|al mattino|in mattinata|stamattina|
                domattina|di domattina|
                questa mattina|stamani|di mattino|nella mattinata|in prima mattina""",
                "morning",
            ),
            ("a pranzo|per pranzo|all'ora di pranzo|ora di pranzo", "midday"),
            (
                """del pomeriggio|di pomeriggio|il pomeriggio|pomeriggio|nel pomeriggio|questo pomeriggio|
                pomeridiane|oggi pomeriggio""",
                "afternoon",
            ),
            (
                "di sera|della sera|la sera|sera|in serata|stasera|di stasera|questa sera|alla sera|a cena|per cena",
                "evening",
            ),
            ("di notte|della notte|notte|stanotte|nella notte", "night"),
        )
    )
    part_questions: PhraseTable[DayPart] = PhraseTable(
        (
            ("mattina|mattino|mattinata|colazione", "morning"),
            ("pranzo|pranzare", "midday"),
            ("pomeriggio|merenda", "afternoon"),
            ("sera|serata|cena|cenare|stasera|aperitivo", "evening"),
            ("notte|stanotte", "night"),
        )
    )
    clock_marks = frozenset({"h"})
    introductions = frozenset({"alle", "verso", "circa", "@"})
    now: Phrases = phrases("adesso|subito|proprio adesso|proprio ora|immediatamente|in questo momento|anche subito")
    lengths: Patterns[LengthMeaning] = Patterns(
        (
            ("{quantity} {unit}", units()),
            ("{length}", in_one_word),
            ("{quantity} {unit} e (mezzo|mezza)", units(_HALF)),
            ("{quantity} {unit} e [un] quarto", units(_QUARTER)),
            ("{quantity} {unit} e tre quarti", units(_THREE_QUARTERS)),
            ("[una] (mezza|mezzo) {unit}|mezzo {unit}", part_of_unit(_HALF)),
            ("[una] mezz'ora|[una] mezz'oretta|[una] mezzora", _hours(_HALF)),
            ("[un] quarto d'ora", _hours(_QUARTER)),
            ("tre quarti d'ora", _hours(_THREE_QUARTERS)),
            ("un'ora|un'oretta", _hours(Fraction(1))),
            ("un'ora e mezza|un'ora e mezzo|un'oretta e mezza", _hours(Fraction(3, 2))),
            ("un'ora e [un] quarto", _hours(Fraction(5, 4))),
            ("un'ora e tre quarti", _hours(Fraction(7, 4))),
            ("un'ora [e] {minute} [minuti|min]", _hours(Fraction(1))),
            ("{quantity} (ora|ore|h) [e] {minute} [minuti|min]", _hours_and_minutes),
            ("un paio d'ore|un paio di ore", _hours(Fraction(2))),
            ("ventiquattr'ore", _hours(Fraction(24))),
            ("quarantott'ore", _hours(Fraction(48))),
        )
    )
    no_length_after: frozenset[str] = frozenset()
    no_length_before: frozenset[str] = frozenset()
    joints = frozenset({"e"})
    lead_in: PhraseTable[Side] = PhraseTable((("tra|fra|tra circa|fra circa", "future"),))
    lead_out: PhraseTable[Side] = PhraseTable((("fa|or sono", "past"), ("da adesso|da ora", "future")))
