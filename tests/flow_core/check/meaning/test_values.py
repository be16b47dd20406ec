"""Sets of values: their unions, the numbers in their texts, and the forms of texts."""

from __future__ import annotations

import pytest

from flow_core.check.meaning.values import (
    ANY,
    LIST,
    NUMBER,
    TEXT,
    Form,
    Values,
    either,
    has_form,
    number_in,
    of,
    text_of,
)

_PAID = Values(frozenset({"object"}), fields={"amount": NUMBER})
_TAGS = Values(frozenset({"list"}), items=text_of("a"))


def test_a_union_knows_what_both_sets_know() -> None:
    assert either([]).known == frozenset()
    assert either([TEXT, ANY]) == ANY
    assert either([text_of("a"), NUMBER, text_of("b")]) == Values(frozenset({"text", "number"}), frozenset("ab"))
    assert either([text_of("a"), TEXT]) == TEXT
    assert either([of("text", form="date"), NUMBER]).form == "date"
    assert either([of("text", form="date"), of("text", form="time")]).form is None
    assert either([_PAID, NUMBER, _PAID]).fields == _PAID.fields
    assert either([_PAID, of("object")]).fields is None
    assert either([_TAGS, NUMBER, _TAGS]).items == text_of("a")
    assert either([_TAGS, LIST]).items is None
    assert either([_TAGS, Values(frozenset({"list"}), items=NUMBER)]).items == Values(
        frozenset({"text", "number"}), frozenset("a")
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        (" 5.5 ", 5.5),
        ("-.5", -0.5),
        ("+1e3", 1000),
        ("", 0),
        ("0x10", 16),
        ("-Infinity", float("-inf")),
        ("five", None),
        ("1_000", None),
        ("1,5", None),
        ("٣", None),
        ("2026-05-06", None),
    ],
)
def test_the_number_in_a_text_is_that_of_javascript(text: str, number: float | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("date", "2026-05-06", "06/05/2026"),
        ("time", "09:30", "9:30"),
        ("datetime", "2026-05-06T09:30", "2026-05-06"),
        ("duration", "PT30M", "30"),
        ("email", "a@b.c", "a"),
        ("phone", "+15550100000", "555-0100"),
        ("digits", "0042", "42a"),
        ("code", "AB-12", "ab 12"),
        ("lower", "yes", "Yes"),
        ("upper", "YES", "Yes"),
        ("trimmed", "a b", " a"),
    ],
)
def test_a_text_has_the_form_of_its_type(form: Form, right: str, wrong: str) -> None:
    assert has_form(right, form)
    assert not has_form(wrong, form)
