"""English: the words and phrases with which callers say values. The rules of each type are in types/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flow_core.values.en import dates, numbers
from flow_core.values.en.choices import Choices
from flow_core.values.en.corrections import Corrections
from flow_core.values.en.emails import Emails
from flow_core.values.en.yes_no import YES_NO

if TYPE_CHECKING:
    from flow_core.values.language import (
        ChoiceWords,
        CorrectionWords,
        DateReader,
        DateWords,
        EmailWords,
        NumberReader,
        NumberWords,
    )


class English:
    """English, with the dates of the USA. See `Language`."""

    code = "en"
    corrections: CorrectionWords = Corrections()
    yes_no = YES_NO
    choices: ChoiceWords = Choices()
    emails: EmailWords = Emails()
    number_words: NumberWords = numbers.NumberVocabulary()
    numbers: NumberReader = numbers
    date_words: DateWords = dates.DateVocabulary()
    dates: DateReader = dates
