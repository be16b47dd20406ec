"""German: the words and phrases with which callers say values. The rules of each type are in types/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flow_core.languages.de import numbers, years
from flow_core.languages.de.asides import DECLINES, MOVES, Asides
from flow_core.languages.de.choices import Choices
from flow_core.languages.de.corrections import Corrections
from flow_core.languages.de.dates import DateVocabulary
from flow_core.languages.de.emails import Emails
from flow_core.languages.de.money import Money, SwissMoney
from flow_core.languages.de.names import Names
from flow_core.languages.de.said import Said
from flow_core.languages.de.spelling import Spelling
from flow_core.languages.de.times import TimeVocabulary
from flow_core.languages.de.yes_no import NEGATES, YES_NO
from flow_core.languages.phrases import Answer, Move, Phrases, PhraseTable

if TYPE_CHECKING:
    from flow_core.languages.language import (
        AsideWords,
        ChoiceWords,
        CorrectionWords,
        DateReader,
        DateWords,
        EmailWords,
        MoneyWords,
        NameWords,
        NumberReader,
        NumberWords,
        SaidWords,
        SpellingWords,
        TimeWords,
    )


class German:
    """German. See `Language`."""

    code = "de"
    region = "DE"
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


class SwissGerman(German):
    """German as it is written in Switzerland: a point stands before decimals."""

    region = "CH"
    money: MoneyWords = SwissMoney()


LANGUAGE = German()
"""German."""
_SWISS = SwissGerman()
REGIONS: Mapping[str, German] = {"CH": _SWISS, "LI": _SWISS}
"""Region -> German as it is written there, where it differs."""
