"""French: the words and phrases with which callers say values. The rules of each type are in types/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flow_core.languages.fr import numbers, years
from flow_core.languages.fr.asides import Asides, Corrections
from flow_core.languages.fr.choices import Choices
from flow_core.languages.fr.dates import DateVocabulary
from flow_core.languages.fr.emails import Emails
from flow_core.languages.fr.money import Money
from flow_core.languages.fr.moves import DECLINES, MOVES
from flow_core.languages.fr.names import Names
from flow_core.languages.fr.said import Said
from flow_core.languages.fr.spelling import Spelling
from flow_core.languages.fr.times import TimesOutsideFrance, TimeVocabulary
from flow_core.languages.fr.yes_no import NEGATES, YES_NO
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


class French:
    """French. See `Language`."""

    code = "fr"
    region = "FR"
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


class FrenchOutsideFrance(French):
    """French of the regions that name their meals in another way."""

    times: TimeWords = TimesOutsideFrance()


LANGUAGE = French()
"""French."""
REGIONS: Mapping[str, Language] = dict.fromkeys(("BE", "CA", "CH"), FrenchOutsideFrance())
"""ISO 3166 -> the French of the region, where it is not that of France."""
