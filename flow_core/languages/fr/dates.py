"""Days in French, as patterns: "le 6 mai 2024", "mardi prochain", "dans deux semaines", "lundi en huit"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from flow_core.languages.days import (
    DayMeaning,
    DayOfMonth,
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
from flow_core.languages.patterns import Patterns
from flow_core.languages.phrases import Phrases, PhraseTable, phrases

_MONTHS = """janvier|janv|jan février|févr|fév|fevr mars avril|avr|d'avril mai juin juillet|juil août|d'août
    septembre|sept octobre|oct|d'octobre novembre|nov décembre|déc""".split()
_WEEKDAYS = "lundi|lun mardi|mar mercredi|mer jeudi|jeu vendredi|ven samedi|sam dimanche|dim".split()
_UNITS_OF_ORDINALS = "deuxième troisième quatrième cinquième sixième septième huitième neuvième".split()
_ORDINALS = [
    "premier|première|1er|1ère|1re",
    *(f"{word}|{number}e|{number}ème" for number, word in enumerate(_UNITS_OF_ORDINALS, 2)),
    "dixième|10e|10ème",
]

_DAY_ALONE = "[le] [{weekday},] [le] {day}"
_DAY = f"{_DAY_ALONE} [de|du mois de] {{month}}"
_BETWEEN = "[slash|barre|tiret|,]"
_IN_YEAR = "[de|en|de l'an|de l'année] {year}"


def _in_week(week: str) -> str:
    """Return the ways to name a day of this, the next or the last week."""
    return f"[le] {{weekday}} [de] {week}|{week}, [le] {{weekday}}"


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_WEEKDAYS))
    ordinals: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_ORDINALS, 1))
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("seconde|secondes|sec", "second"),
            ("minute|minutes|min|mn", "minute"),
            ("heure|heures|h|d'heures", "hour"),
            ("jour|jours|journée|journées", "day"),
            ("semaine|semaines", "week"),
            ("mois", "month"),
            ("trimestre|trimestres", "quarter"),
            ("an|ans|année|années", "year"),
            ("décennie|décennies", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("un|une", 1),))
    abbreviations = re.compile("janv?|fevr?|avr|juil|sept|oct|nov|dec|lun|mar|mer|jeu|ven|sam|dim|a.m|p.m")
    introductions = frozenset({"pour"})
    articles = frozenset({"le"})
    days: Patterns[DayMeaning] = Patterns(
        (
            (
                """aujourd'hui|aujourd hui|ce jour|ce matin|cet après midi|cette après midi|cet aprem|ce soir|
                cette nuit""",
                fixed(Distance(0)),
            ),
            ("demain", fixed(Distance(1))),
            ("hier|hier soir|hier matin", fixed(Distance(-1))),
            ("après demain", fixed(Distance(2))),
            ("avant hier", fixed(Distance(-2))),
            ("dans {count} {unit}", distance),
            # "dans quinze jours" are two weeks for most people, and 15 days for some.
            ("dans (huit|quinze|8|15) jours|il y a (huit|quinze|8|15) jours", fixed(None)),
            ("il y a {count} {unit}", ago),
            ("[le] {weekday}|ce {weekday}", weekday("any")),
            ("[le|ce] {weekday} (qui vient|qui arrive|à venir)", weekday("coming")),
            ("[le] {weekday} prochain", weekday("coming or next")),
            ("[le] {weekday} (dernier|passé)", weekday("last")),
            (_in_week("cette semaine"), weekday("of this week")),
            (_in_week("la semaine prochaine"), weekday("of next week")),
            (_in_week("la semaine dernière"), weekday("of last week")),
            ("[le] {weekday} (suivant|d'après|qui suit)", beside("future")),
            ("le lendemain|le jour (suivant|d'après)", beside("future")),
            ("[le] {weekday} (précédent|d'avant)", beside("past")),
            ("la veille|le jour (précédent|d'avant)", beside("past")),
            ("[{weekday},] le {day}", day_of_month()),
            ("[{weekday},] le {nth}", fixed(None)),
            ("le (premier|1er)", fixed(DayOfMonth(1))),
            ("[{weekday}] (premier|1er)", fixed(None)),
            ("[le] {weekday} {day}", day_of_month()),
            (f"{_DAY_ALONE} (de ce mois|de ce mois ci|du mois|du mois en cours)", day_of_month(0)),
            (f"{_DAY_ALONE} (du mois prochain|du mois suivant)|le mois prochain, le {{day}}", day_of_month(1)),
            (f"{_DAY_ALONE} (du mois dernier|du mois passé)|le mois dernier, le {{day}}", day_of_month(-1)),
            (_DAY, date_without_year()),
            (f"{_DAY}, (de cette année|cette année)", date_without_year(0)),
            (f"{_DAY}, (de l'année prochaine|l'année prochaine|l'an prochain|de l'an prochain)", date_without_year(1)),
            (f"{_DAY}, (de l'année dernière|l'année dernière|l'an dernier|de l'an dernier)", date_without_year(-1)),
            (f"{_DAY}, {_IN_YEAR}", date_with_year),
            (f"[le] {{first}} {_BETWEEN} {{second}} {_BETWEEN} {{year}}", in_digits),
            ("le {nth} {weekday} (de|du mois de) {month} [, {full year}]|le {nth} {weekday} {month}", nth_weekday),
            ("le dernier {weekday} (de|du mois de) {month} [, {full year}]", nth_weekday),
            ("le ({nth}|dernier) {weekday} (du mois|de ce mois)", nth_weekday_of_month(0)),
            ("le ({nth}|dernier) {weekday} du mois prochain", nth_weekday_of_month(1)),
            ("[le jour de|à] noël", fixed(DayOfYear(12, 25))),
            ("[la] veille de noël|[le] réveillon de noël", fixed(DayOfYear(12, 24))),
            (
                "[le] réveillon du (nouvel an|jour de l'an)|[la] veille du (nouvel an|jour de l'an)|la saint sylvestre",
                fixed(DayOfYear(12, 31)),
            ),
            ("[le] jour de l'an|[le] nouvel an|[le] premier de l'an", fixed(DayOfYear(1, 1))),
            ("[la] saint valentin", fixed(DayOfYear(2, 14))),
            ("[la] toussaint", fixed(DayOfYear(11, 1))),
            ("[l'] assomption|l'assomption", fixed(DayOfYear(8, 15))),
            ("[le] vendredi saint", fixed(EasterDay(-2))),
            ("[le dimanche de|le jour de|à] pâques", fixed(EasterDay(0))),
            ("[le] lundi de pâques", fixed(EasterDay(1))),
            ("[l'] ascension|l'ascension|[le] jeudi de l'ascension", fixed(EasterDay(39))),
            ("[le dimanche de|la] pentecôte", fixed(EasterDay(49))),
            ("[le] lundi de pentecôte", fixed(EasterDay(50))),
            ("(un|chaque|quelque) {weekday}|tous les {weekday}|n'importe quel {weekday}", fixed(None)),
            ("(pendant|pour|depuis|sous) {count} {unit}|d'ici {count} {unit}", fixed(None)),
            # "Mai vingt quatre" and "mai 2024" are months.
            ("{month} [de|en] {full year}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} après [le]", distance),
            ("{count} {unit} avant [le]", ago),
            ("(le lendemain|le jour d'après|le jour après) [de|du]", fixed_distance(1)),
            ("(la veille|le jour d'avant|le jour avant) [de|du]", fixed_distance(-1)),
        )
    )
    near_day: Patterns[Side] = Patterns(
        (("(après|suivant|qui suit) [le]", "future"), ("(avant|précédant|qui précède) [le]", "past"))
    )
    after_day: Patterns[DistanceMeaning] = Patterns((("en huit", fixed_distance(7)), ("en quinze", fixed_distance(14))))
    month_first: frozenset[str] = frozenset()
    sunday_first = frozenset({"CA"})
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "jour": "d", "jours": "d", "jj": "d", "mois": "m", "mm": "m", "annee": "y", "annees": "y", "aaaa": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """naissance|né|née|nés|nées|anniversaire|est ce arrivé|est arrivé|s'est passé|s'est il passé|s'est produit|
        s'est il produit|est survenu|a eu lieu|a t il eu lieu|a commencé|ont commencé|accident|sinistre|incident|
        avez vous acheté|avez vous commandé|avez vous reçu|avez vous constaté|avez vous vu|
        êtes vous arrivé|êtes vous arrivée|dernière fois"""
    )
