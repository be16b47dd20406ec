"""Days in Portuguese, as patterns: "5 de maio de 2024", "dia 5", "sexta que vem", "daqui a duas semanas"."""

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
    NamedDay,
    NumericDay,
    OnWeekday,
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

_MONTHS = """janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set
    outubro|out novembro|nov dezembro|dez""".split()
_NTHS = "primeir segund terceir quart quint".split()

_ON = "(na|no|em|esta|este|nesta|neste|essa|esse|nessa|nesse)"
_DAY_AND_MONTH = "([o] [dia] {day} de {month}|[o] [dia] {nth} dia de {month})"
_IN_YEAR = "[de|do ano [de]|do|em] {year}"
_NEXT_WEEK = "(da|na|de) (próxima semana|semana que vem|semana seguinte|semana próxima|outra semana)"
_NEXT_MONTH = "(do|no|de) (mês que vem|próximo mês|mês seguinte)"
_THIS_MONTH = "(deste|desse|neste|do) mês [corrente|atual]"
_LAST_MONTH = "(do|no) (mês passado|último mês)"
_BETWEEN = "[barra|traço|ponto|do|de|,]"
_FROM_NOW = "(daqui a|daqui|dentro de|em|de aqui a|de hoje a)"
_THE_DAY = "[{weekday},] [(o|ao|no)] (dia {day}|{digit nth})"


def _numbers_of_day_and_month(said: Mapping[str, object]) -> NamedDay | None:
    """{first} {second}, and {weekday} if it is said: "cinco do doze"."""
    day = NumericDay(number(said, "first"), number(said, "second"))
    return OnWeekday(number(said, "weekday"), day) if "weekday" in said else day


class DateVocabulary:
    """Days. See `DateWords`."""

    months: PhraseTable[int] = PhraseTable((name, number) for number, name in enumerate(_MONTHS, 1))
    weekdays: PhraseTable[int] = PhraseTable(
        (
            ("segunda|segunda feira|2ª feira|2a feira|2ª|seg", 0),
            ("terça|terça feira|3ª feira|3a feira|3ª", 1),
            ("quarta|quarta feira|4ª feira|4a feira|4ª", 2),
            ("quinta|quinta feira|5ª feira|5a feira|5ª", 3),
            ("sexta|sexta feira|6ª feira|6a feira|6ª", 4),
            ("sábado|sáb", 5),
            ("domingo|dom", 6),
        )
    )
    # A day of the month is a cardinal, except the first.
    ordinals: PhraseTable[int] = PhraseTable(
        (
            ("primeiro|primeira|1º|1o|1°", 1),
            *((f"{stem}o|{stem}a", nth) for nth, stem in enumerate(_NTHS[1:], 2)),
            *((f"{nth}º|{nth}o", nth) for nth in range(2, 32)),
        )
    )
    units: PhraseTable[Unit] = PhraseTable(
        (
            ("segundo|segundos|seg|segs", "second"),
            ("minuto|minutos|min|mins", "minute"),
            ("hora|horas|h|hs|hrs", "hour"),
            ("dia|dias", "day"),
            ("semana|semanas", "week"),
            ("quinzena|quinzenas", "fortnight"),
            ("mês|meses", "month"),
            ("trimestre|trimestres", "quarter"),
            ("ano|anos", "year"),
            ("década|décadas", "decade"),
        )
    )
    counts: PhraseTable[int] = PhraseTable((("um par de", 2),))
    abbreviations = re.compile(
        "jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez|seg|ter|qua|qui|sex|sab|dom|a|p|a.m|p.m"
    )
    introductions = frozenset({"na", "no", "a", "ao"})
    articles = frozenset({"a", "o", "na", "no"})
    days: Patterns[DayMeaning] = Patterns(
        (
            (
                """hoje|hoje (à|de) (noite|tarde)|hoje (de|pela) manhã|esta (noite|tarde|manhã)|
                nesta (noite|tarde|manhã)|hoje mesmo""",
                fixed(Distance(0)),
            ),
            ("amanhã", fixed(Distance(1))),
            ("ontem|ontem à noite", fixed(Distance(-1))),
            ("depois de amanhã", fixed(Distance(2))),
            ("anteontem|antes de ontem", fixed(Distance(-2))),
            (f"{_FROM_NOW} {{count}} {{unit}}|{{count}} {{unit}} a (contar|partir) de hoje", distance),
            ("(há|faz) {count} {unit} [atrás]|{count} {unit} atrás", ago),
            # Eight days are often a week, and fifteen days two weeks.
            (f"{_FROM_NOW} (oito|8|quinze|15) dias", fixed(None)),
            (f"[{_ON}] {{weekday}}", weekday("any")),
            ("{weekday} agora", weekday("any")),
            (
                "[(na|no|a|o)] (próxima|próximo) {weekday}|[(na|no)] {weekday} (que vem|próxima|próximo)",
                weekday("coming or next"),
            ),
            (
                "[(na|no)] {weekday} (passada|passado)|[(na|no|a|o)] (última|último) {weekday}",
                weekday("last"),
            ),
            (
                "{weekday} (desta|dessa|nesta) semana|(esta|nesta) semana, [na|no] {weekday}",
                weekday("of this week"),
            ),
            (
                f"{{weekday}}, {_NEXT_WEEK}|[na] (semana que vem|próxima semana), [na|no] {{weekday}}",
                weekday("of next week"),
            ),
            ("{weekday} da semana passada|[na] semana passada, [na|no] {weekday}", weekday("of last week")),
            ("[(na|no|a|o)] {weekday} (depois disso|logo a seguir)", beside("future")),
            ("[(no|o)] dia (seguinte|a seguir)|um dia depois", beside("future")),
            ("[(na|no|a|o)] {weekday} anterior|[(no|o)] dia anterior|[na] véspera|um dia antes", beside("past")),
            (_THE_DAY, day_of_month()),
            ("[o|no] [dia] primeiro do mês|[o|no] primeiro dia do mês", fixed(DayOfMonth(1))),
            (f"{_THE_DAY} {_THIS_MONTH}|{{day}} {_THIS_MONTH}", day_of_month(0)),
            (f"{_THE_DAY} {_NEXT_MONTH}|{{day}} {_NEXT_MONTH}", day_of_month(1)),
            (f"{_THE_DAY} {_LAST_MONTH}|{{day}} {_LAST_MONTH}", day_of_month(-1)),
            (
                f"[{{weekday}},] {_DAY_AND_MONTH} [, {{weekday}}]|[{{weekday}},] [dia] {{day}} {{month}}",
                date_without_year(),
            ),
            (f"[{{weekday}},] {_DAY_AND_MONTH}, (deste ano|desse ano|este ano)", date_without_year(0)),
            (f"[{{weekday}},] {_DAY_AND_MONTH}, (do ano que vem|do próximo ano|do ano seguinte)", date_without_year(1)),
            (f"[{{weekday}},] {_DAY_AND_MONTH}, (do ano passado|do último ano)", date_without_year(-1)),
            (
                f"""[{{weekday}},] {_DAY_AND_MONTH}, {_IN_YEAR} [, {{weekday}}]|
                [{{weekday}},] [dia] {{day}} {{month}} {{year}}""",
                date_with_year,
            ),
            (f"[dia] {{first}} {_BETWEEN} {{second}} {_BETWEEN} {{year}}", in_digits),
            ("[{weekday},] [dia] {first} do {second}|dia {first} (barra|de) {second}", _numbers_of_day_and_month),
            ("[(a|o|na|no)] {nth} {weekday} (de|do mês de|em) {month} [, de {full year}]", nth_weekday),
            ("[(a|o|na|no)] (última|último) {weekday} (de|do mês de|em) {month} [, de {full year}]", nth_weekday),
            (f"[(a|o|na|no)] ({{nth}}|última|último) {{weekday}} {_THIS_MONTH}", nth_weekday_of_month(0)),
            (f"[(a|o|na|no)] ({{nth}}|última|último) {{weekday}} {_NEXT_MONTH}", nth_weekday_of_month(1)),
            ("[no] [dia de] natal|[no] dia de natal", fixed(DayOfYear(12, 25))),
            ("[na] véspera de natal|[na] noite de natal|[na] consoada", fixed(DayOfYear(12, 24))),
            ("[na] véspera (de|do) ano novo|[na] passagem de ano|[no] réveillon", fixed(DayOfYear(12, 31))),
            ("[no] [dia de] ano novo|[no] primeiro dia do ano", fixed(DayOfYear(1, 1))),
            ("[no] dia do trabalho|[no] dia do trabalhador", fixed(DayOfYear(5, 1))),
            ("[na] sexta feira (santa|da paixão)|[na] sexta (santa|da paixão)", fixed(EasterDay(-2))),
            ("[no] domingo de páscoa|[na] páscoa|[no] dia de páscoa", fixed(EasterDay(0))),
            ("[na] (terça feira|terça) (de carnaval|gorda)|[no] dia de carnaval", fixed(EasterDay(-47))),
            ("[na] quarta feira de cinzas|quarta de cinzas", fixed(EasterDay(-46))),
            ("[no] corpus christi|[no] corpo de deus", fixed(EasterDay(60))),
            ("(uma|um|alguma|algum|qualquer|cada|toda|todo|todas as|todos os|às|aos) {weekday}", fixed(None)),
            ("(por|durante) {count} {unit}", fixed(None)),
            ("{month} (de|do|em) {full year}", fixed(None)),
        )
    )  # fmt: skip
    before_day: Patterns[DistanceMeaning] = Patterns(
        (
            ("{count} {unit} (depois|após|a partir|a contar) [de|do|da]", distance),
            ("{count} {unit} antes [de|do|da]", ago),
            ("[um|o|no] dia (depois|após|seguinte) [de|do|da|ao|à|a]", fixed_distance(1)),
            ("[um|o|no] dia antes [de|do|da]|[na|a] véspera (de|do|da)", fixed_distance(-1)),
        )
    )
    near_day: Patterns[Side] = Patterns(
        (
            ("(depois|logo depois|a seguir|após|seguinte) [de|do|da|ao|à|a|o]", "future"),
            ("(antes|anterior) [de|do|da|ao|à|a|o]", "past"),
        )
    )
    after_day: Patterns[DistanceMeaning] = Patterns(())
    month_first: frozenset[str] = frozenset()
    sunday_first = frozenset("BR PT MZ".split())
    date_parts: Mapping[str, Literal["d", "m", "y"]] = {
        "dia": "d", "dias": "d", "dd": "d", "mes": "m", "meses": "m", "mm": "m", "ano": "y", "anos": "y",
        "aaaa": "y", "aa": "y",
    }  # fmt: skip
    past_questions: Phrases = phrases(
        """nascimento|nasceu|nasceste|aniversário|aconteceu|ocorreu|foi que|quando foi|sucedeu|começou|comprou|recebeu|
        encomendou|pediu|chegou|incidente|acidente|sinistro|notou|percebeu|reparou|se mudou|última vez|primeira vez"""
    )
