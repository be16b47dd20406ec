"""English: the words and phrases with which callers say values. The rules of each type are in types/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flow_core.languages.en import numbers, years
from flow_core.languages.en.asides import DECLINES, MOVES, Asides
from flow_core.languages.en.choices import Choices
from flow_core.languages.en.corrections import Corrections
from flow_core.languages.en.dates import DateVocabulary
from flow_core.languages.en.emails import Emails
from flow_core.languages.en.money import Money
from flow_core.languages.en.names import Names
from flow_core.languages.en.said import Said
from flow_core.languages.en.spelling import Spelling
from flow_core.languages.en.times import TimeVocabulary
from flow_core.languages.en.yes_no import NEGATES, YES_NO
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


class English:
    """English. See `Language`."""

    code = "en"
    region = "US"
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


LANGUAGE = English()
"""English."""
