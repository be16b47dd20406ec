"""Portuguese: the words and phrases with which callers say values. The rules of each type are in types/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flow_core.languages.phrases import Answer, Move, Phrases, PhraseTable
from flow_core.languages.pt import numbers, years
from flow_core.languages.pt.asides import DECLINES, MOVES, Asides
from flow_core.languages.pt.choices import Choices
from flow_core.languages.pt.corrections import Corrections
from flow_core.languages.pt.dates import DateVocabulary
from flow_core.languages.pt.emails import Emails
from flow_core.languages.pt.money import Money
from flow_core.languages.pt.names import Names
from flow_core.languages.pt.said import Said
from flow_core.languages.pt.spelling import Spelling
from flow_core.languages.pt.times import TimeVocabulary
from flow_core.languages.pt.yes_no import NEGATES, YES_NO

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


class Portuguese:
    """Portuguese, as Brazil and Portugal speak it. See `Language`."""

    code = "pt"
    region = "BR"
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


LANGUAGE = Portuguese()
"""Portuguese."""
