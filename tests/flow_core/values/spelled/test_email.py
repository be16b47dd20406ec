"""E-mail addresses, typed and spoken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("john@example.com", "john@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("nineteen@example.com", "nineteen@example.com"),
        ("hyphen@example.com", "hyphen@example.com"),
        ("at@example.com", "at@example.com"),
        ("John.S@Example.com.", "John.S@Example.com"),
        ("<a+b@example.co.uk>", "a+b@example.co.uk"),
        ("john dot smith at example dot com", "john.smith@example.com"),
        ("John Dot Smith At Example Dot Com.", "john.smith@example.com"),
        ("j o h n at gmail dot com", "john@gmail.com"),
        ("john underscore smith at example dot com", "john_smith@example.com"),
        ("john dash smith at my dash shop dot com", "john-smith@my-shop.com"),
        ("john plus news at example dot com", "john+news@example.com"),
        ("john at example dot co dot uk", "john@example.co.uk"),
        ("john at example dot c o m", "john@example.com"),
        ("john smith at gmail dot com", "johnsmith@gmail.com"),
        ("john four two at gmail dot com", "john42@gmail.com"),
        ("john forty two at gmail dot com", "john42@gmail.com"),
        ("john 42 at gmail dot com", "john42@gmail.com"),
        ("j o double l y at x dot com", "jolly@x.com"),
        ("john at g mail dot com", "john@gmail.com"),
        ("john at my company dot com", "john@mycompany.com"),
        ("john at gmail.com", "john@gmail.com"),
        ("john.smith @ gmail.com", "john.smith@gmail.com"),
        ("john@ gmail.com", "john@gmail.com"),
        ("john.smith@example dot com", "john.smith@example.com"),
        ("john dot smith@example.com", "john.smith@example.com"),
        ("john at sign example dot com", "john@example.com"),
        ("info at one two three dot com", "info@123.com"),
        ("a n n a at example dot com", "anna@example.com"),
    ],
)
def test_an_address_alone_is_read_with_and_without_whole(said: str, value: str) -> None:
    assert read(said, Question("email"), locale_of(), at=AT, whole=False) == value
    assert read(said, Question("email"), locale_of(), at=AT, whole=True) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("it's john at example dot com thanks", "john@example.com"),
        ("my email is john dot smith at g mail dot com", "john.smith@gmail.com"),
        ("a@b.com, no, sorry, c@d.com", "c@d.com"),
        ("Sure. jane at example dot com. Thanks", "jane@example.com"),
    ],
)
def test_an_address_is_found_in_a_sentence_and_the_sentence_does_not_match(said: str, value: str) -> None:
    assert read(said, Question("email"), locale_of(), at=AT, whole=False) == value
    assert isinstance(read(said, Question("email"), locale_of(), at=AT, whole=True), NoMatch)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "at",
        "@",
        "john@",
        "@example.com",
        "john at",
        "john at gmail",
        "john at home dot",
        "john at dot com",
        "I'm at home",
        "a@b.com or c@d.com",
        "a@b@c.com",
        "john..smith@example.com",
        "john dot dot smith at example dot com",
        "john@example..com",
        "john@-example.com",
        "john@example.c",
        "jöhn@example.com",
        "please contact banana john dot smith at x dot com",
        "the big red john at x dot com",
        "m as in nancy at gmail dot com",
        "m for nancy at gmail dot com",
        "mailto:john@example.com",
        "x" * 65 + "@example.com",
        "john at " + "a " * 80 + "dot com",
        "a " * 80 + "at example dot com",
    ],
)
def test_an_utterance_without_exactly_one_address_does_not_match(said: str, whole: bool) -> None:
    assert isinstance(read(said, Question("email"), locale_of(), at=AT, whole=whole), NoMatch)


def test_an_address_cannot_be_keyed() -> None:
    assert read_keys("1234", Question("email"), locale_of(), at=AT) == NoMatch("an email address cannot be keyed")


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@given(st.lists(LETTERS, min_size=1, max_size=3), LETTERS, st.sampled_from(["com", "org", "co.uk"]))
def test_any_typed_address_is_read(local: list[str], domain: str, top: str) -> None:
    address = f"{'.'.join(local)}@{domain}.{top}"
    assert read(address, Question("email"), locale_of(), at=AT, whole=True) == address
    assert read(f"it's {address}, thanks", Question("email"), locale_of(), at=AT, whole=False) == address


@given(LETTERS, LETTERS)
def test_any_spelled_address_is_read(local: str, domain: str) -> None:
    said = f"{' '.join(local)} at {' '.join(domain)} dot com"
    assert read(said, Question("email"), locale_of(), at=AT, whole=True) == f"{local}@{domain}.com"
    assert read(f"it's {said}", Question("email"), locale_of(), at=AT, whole=False) == f"{local}@{domain}.com"


@pytest.mark.parametrize(
    "said",
    [
        "email john smith@example.com please",
        "I'm at home, it's john@example.com",
        "you can write to john@example.com or john@example.com",
        "jane at example dot com dot",
        "jane@example.com is mine",
        "jane at example dot com. dot",
    ],
)
def test_a_word_that_is_not_understood_makes_no_match(said: str) -> None:
    assert isinstance(read(said, Question("email"), locale_of(), at=AT), NoMatch)
