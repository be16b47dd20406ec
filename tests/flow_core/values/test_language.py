"""The rules in values/types/ take their words from a language and hold no word themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from flow_core import values
from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.languages.days import Order, Side, Unit, WhichWeekday
from flow_core.languages.en import English
from flow_core.languages.language import ChoiceWords, CorrectionWords
from flow_core.languages.phrases import Answer, PhraseTable
from flow_core.languages.times import DayPart
from flow_core.values import Choice, Locale, NoMatch, Question, locale_of, read
from flow_core.values.question import Reading
from flow_core.values.types.when.slots import date_slots, time_slots

TYPES = Path(values.__file__).parent / "types"
AT = 1_714_953_600_000


class PartlyDutch(English):
    """A few words of another language, to find out where a type's words come from."""

    code = "nl"
    yes_no = PhraseTable((("ja|ja hoor", Answer(True)), ("nee", Answer(False))))

    class _Corrections:
        cues = frozenset({"pardon"})
        refusals = frozenset({"nee"})
        cue_pairs: frozenset[tuple[str, str]] = frozenset()
        negations = frozenset({"niet"})
        after_negation = frozenset({"de"})
        trailing_negations: frozenset[str] = frozenset()
        contrasts = frozenset({"maar"})

    class _Choices:
        same = English.choices.same
        ordinals = English.choices.ordinals
        last = frozenset({"laatste"})
        articles = frozenset({"de"})
        after_ordinal = frozenset({"keuze"})
        before_number = frozenset({"keuze"})

        def singular(self, word: str) -> str:
            return word

    corrections: CorrectionWords = _Corrections()
    choices: ChoiceWords = _Choices()


@pytest.mark.parametrize(
    ("said", "value_type", "value"),
    [
        ("ja hoor", "boolean", True),
        ("nee", "boolean", False),
        ("de laatste", "choice", "Support"),
        ("Sales, pardon, Support", "choice", "Support"),
        ("niet de Sales", "choice", NoMatch("the only choice heard was ruled out")),
    ],
)
def test_a_type_takes_its_words_from_the_language(said: str, value_type: ValueType, value: Json | NoMatch) -> None:
    choices = (Choice("Sales"), Choice("Support"))
    assert read(said, Question(value_type, choices), Locale("nl-NL", PartlyDutch(), "NL"), at=AT) == value


def test_a_flow_that_names_no_language_is_read_in_english() -> None:
    assert locale_of().tag == "en-US"
    assert locale_of().language.code == locale_of("en").language.code == "en"
    assert (locale_of("en-gb").region, locale_of("en").region, locale_of("en-Latn-IE").region) == ("GB", "US", "IE")


def test_a_language_without_a_folder_is_read_as_the_default_language() -> None:
    assert locale_of("tlh").language.code == "en"


_READING = Reading(Question("date"), locale_of(), 0)
SLOTS = {*date_slots((), _READING), *time_slots((), _READING)}
"""The names of the slots in patterns of days and times."""


def compared_texts(module: ast.Module) -> Iterator[str]:
    """Return the texts that a module compares with or looks up. A word of a language would be among them."""
    for node in ast.walk(module):
        if isinstance(node, ast.Compare | ast.Set | ast.Dict | ast.List):
            yield from (
                each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


@pytest.mark.parametrize("path", sorted(TYPES.rglob("*.py")), ids=lambda path: path.stem)
def test_a_type_holds_no_word_of_a_language(path: Path) -> None:
    names_of_values = {
        "anywhere",
        "boolean",
        "amount",
        "currency",
        "given",
        "family",
        "sign",
        "repeat",
        "wait",
        "edge",
        "unclear",
        *get_args(WhichWeekday),
        *get_args(Side),
        *get_args(Order),
        *get_args(DayPart),
        *get_args(Unit),
        *SLOTS,
    }
    words = {text for text in compared_texts(ast.parse(path.read_text())) if text.isalpha() or " " in text}
    assert words <= names_of_values
