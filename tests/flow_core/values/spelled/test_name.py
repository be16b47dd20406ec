"""Names of persons, said and spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000
FIRST = "Anna James Maria Peter Sofia Tom Xiulan Zoë Björn Siobhán".split()
LAST = "Miller O'Neil McDonald Schmidt García Nguyen Kowalski Smyth".split()


@given(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(["", "my name is ", "it's ", "uh, this is "]))
def test_a_name_is_written_alike_however_its_letters_are_transcribed(first: str, last: str, before: str) -> None:
    for said in (f"{first} {last}", f"{first} {last}".lower(), f"{first} {last}".upper()):
        assert read(before + said, Question("name"), locale_of(), at=AT) == f"{first} {last}"


@given(st.sampled_from([each for each in FIRST if each.isascii()]))
def test_a_spelled_name_is_the_name(name: str) -> None:
    for said in (" ".join(name), "-".join(name.upper()), ", ".join(name.lower()), f"{name}, {' '.join(name)}"):
        assert read(said, Question("name"), locale_of(), at=AT) == name


@pytest.mark.parametrize("said", ["Anna, M I L L E R", "Anna, Peter", "Anna and Peter", "Anna Anna spelled P E T E R"])
def test_two_names_are_no_match(said: str) -> None:
    assert isinstance(read(said, Question("name"), locale_of(), at=AT), NoMatch)


def test_several_names_are_read_where_several_are_asked() -> None:
    assert read("Anna and Peter", Question("name", many=True), locale_of(), at=AT) == ["Anna", "Peter"]


def test_a_name_cannot_be_keyed() -> None:
    assert read_keys("1", Question("name"), locale_of(), at=AT) == NoMatch("a name cannot be keyed")


@pytest.mark.parametrize("said", ["l'avocat", "l'infirmière"])
def test_a_word_with_an_article_joined_to_it_is_no_name(said: str) -> None:
    assert isinstance(read(said, Question("name"), locale_of("fr"), at=AT), NoMatch)


def test_a_name_may_have_an_apostrophe_after_a_letter_that_is_no_article() -> None:
    assert read("d'Artagnan", Question("name"), locale_of("fr"), at=AT) == "d'Artagnan"
