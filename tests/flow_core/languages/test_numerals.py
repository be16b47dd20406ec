"""Years and numbers that callers say in rarer ways, in each language."""

from __future__ import annotations

import pytest

from flow_core.languages import locale_of
from flow_core.languages.utterance import words_of
from flow_core.values import Question, read


@pytest.mark.parametrize(
    ("code", "said", "year"),
    [
        ("de", "eins neun acht vier", 1984),
        ("de", "84", 84),
        ("es", "uno nueve ocho cuatro", 1984),
        ("es", "veinte veintiséis", 2026),
        ("fr", "un neuf huit quatre", 1984),
        ("fr", "zéro cinq", 5),
        ("fr", "1 9 8 4", 1984),
        ("it", "84", 84),
        ("it", "uno nove otto quattro", 1984),
        ("it", "mille novecento settantuno", 1971),
        ("nl", "negentien vierentachtig", 1984),
        ("pt", "um nove oito quatro", 1984),
        ("pt", "dezenove oitenta e quatro", 1984),
    ],
)
def test_a_year_is_read(code: str, said: str, year: int) -> None:
    words = words_of(said)
    assert (year, len(words)) in locale_of(code).language.dates.years_at(words, 0)


@pytest.mark.parametrize(
    ("code", "said"), [("fr", "zéro douze"), ("it", "847"), ("nl", "negentien drie"), ("pt", "847")]
)
def test_what_is_no_year_is_not_read(code: str, said: str) -> None:
    words = words_of(said)
    assert not [each for each in locale_of(code).language.dates.years_at(words, 0) if each[1] == len(words)]


@pytest.mark.parametrize(
    ("code", "said", "number", "count"),
    [
        ("de", "fünf tausend sechs tausend", 5_000, 2),
        ("de", "zwei millionen", 2_000_000, 2),
        ("de", "fünf millionen sechs millionen", 5_000_000, 2),
        ("de", "ein tausend", 1_000, 2),
        ("fr", "cinq mille six mille", 5_000, 2),
        ("fr", "dix cent", 10, 1),
        ("it", "cinque milioni sei milioni", 5_000_000, 2),
        ("nl", "vijf duizend zes duizend", 5_000, 2),
        ("nl", "duizend", 1_000, 1),
        ("nl", "vijf honderd", 500, 2),
        ("pt", "mil milhões", 10**9, 2),
        ("pt", "cinco mil seis mil", 5_000, 2),
    ],
)
def test_a_number_ends_where_a_larger_one_would_follow(code: str, said: str, number: int, count: int) -> None:
    assert locale_of(code).language.numbers.cardinal(words_of(said), 0) == (number, count)


@pytest.mark.parametrize(
    ("code", "plural", "singular"),
    [
        ("it", "pacchi", "pacco"),
        ("nl", "koloniën", "kolonie"),
        ("nl", "ballen", "bal"),
        ("nl", "facturen", "factuur"),
        ("pt", "informações", "informação"),
        ("pt", "doutores", "doutor"),
    ],
)
def test_the_plural_and_the_singular_are_one_choice(code: str, plural: str, singular: str) -> None:
    choices = locale_of(code).language.choices
    one, other = (words_of(word)[0].text for word in (plural, singular))
    assert choices.singular(one) == choices.singular(other)


def test_dutch_numbers_that_are_none_or_that_point_at_something() -> None:
    numbers = locale_of("nl").language.numbers
    assert numbers.cardinal(words_of("dertighonderd"), 0) is None
    assert numbers.cardinal(words_of("miljoen"), 0) is None
    assert (numbers.joined(19, 84), numbers.joined(19, 30), numbers.joined(19, "84")) == (1984, None, None)
    assert numbers.is_pronoun(words_of("nog een"), 1)


def test_portuguese_scales_do_not_follow_each_other() -> None:
    numbers = locale_of("pt").language.numbers
    assert numbers.cardinal(words_of("mil mil"), 0) == (1_000, 1)
    assert numbers.digits(words_of("um dois mil"), 0) == ("", 0)


def test_two_portuguese_digits_in_order_are_an_estimate() -> None:
    assert locale_of("pt").language.numbers.digits(words_of("dois três"), 0) == ("", 0)


def test_a_spanish_no_before_a_correction_is_no_negation() -> None:
    value = read("no, perdón, cuatro", Question("integer"), locale_of("es"), at=0)
    assert (value, read("no perdón cuatro", Question("integer"), locale_of("es"), at=0)) == (4, 4)
