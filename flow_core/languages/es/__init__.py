"""Spanish: the words and phrases with which callers say values. The rules of each type are in types/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flow_core.languages.es import numbers, years
from flow_core.languages.es.asides import Asides
from flow_core.languages.es.choices import Choices
from flow_core.languages.es.corrections import Corrections
from flow_core.languages.es.dates import DateVocabulary
from flow_core.languages.es.emails import Emails
from flow_core.languages.es.money import Money, MoneyWithPoint
from flow_core.languages.es.moves import DECLINES, MOVES
from flow_core.languages.es.names import Names
from flow_core.languages.es.said import Said
from flow_core.languages.es.spelling import Spelling
from flow_core.languages.es.times import TimeVocabulary
from flow_core.languages.es.yes_no import NEGATES, YES_NO
from flow_core.languages.phrases import Answer, Move, Phrases, PhraseTable

if TYPE_CHECKING:
    from flow_core.languages.language import (
        AsideWords,
        ChoiceWords,
        CorrectionWords,
        DateReader,
        DateWords,
        EmailWords,
        Language,
        MoneyWords,
        NameWords,
        NumberReader,
        NumberWords,
        SaidWords,
        SpellingWords,
        TimeWords,
    )


class Spanish:
    """Spanish of Spain and of most of South America. See `Language`."""

    code = "es"
    region = "ES"
    asides: AsideWords = Asides()
    moves: PhraseTable[Move] = MOVES
    declines: Phrases = DECLINES
    corrections: CorrectionWords = Corrections()
    yes_no: PhraseTable[Answer] = YES_NO
    negates: Phrases = NEGATES
    choices: ChoiceWords = Choices()
    emails: EmailWords = Emails()
    number_words: NumberWords = numbers.NumberVocabulary()
    numbers: NumberReader = numbers
    money: MoneyWords = Money()
    spelling: SpellingWords = Spelling()
    names: NameWords = Names()
    date_words: DateWords = DateVocabulary()
    dates: DateReader = years
    times: TimeWords = TimeVocabulary()
    said: SaidWords = Said()


class SpanishWithPoint(Spanish):
    """Spanish where a point stands before decimals: "1,234.5"."""

    money: MoneyWords = MoneyWithPoint()


LANGUAGE = Spanish()
"""Spanish."""
REGIONS: Mapping[str, Language] = dict.fromkeys(
    "MX US PR PA DO GT HN NI SV PE CU 419".split(), SpanishWithPoint()
)  # fmt: skip
"""Region -> Spanish as it is written there, where that differs. Source: CLDR's decimal marks."""
