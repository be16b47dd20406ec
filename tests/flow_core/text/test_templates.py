"""`{{ expression }}` in text: where an expression ends, and how a value is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.json import Json
from flow_core.text.templates import Hole, Template, Unclosed, as_text, expressions, parse


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("plain } text }} {", ("plain } text }} {",)),
        ("{{ name }}", (Hole("name"),)),
        ("Hi {{name}}, {{ 1 + 1 }}!", ("Hi ", Hole("name"), ", ", Hole("1 + 1"), "!")),
        ("{{a}}{{b}}", (Hole("a"), Hole("b"))),
        ("{{ {a: {b: 1}}.a.b }}", (Hole("{a: {b: 1}}.a.b"),)),
        ("{{ [{a: 1}][0] }}", (Hole("[{a: 1}][0]"),)),
        ("{{ f(x => ({y: x})) }}!", (Hole("f(x => ({y: x}))"), "!")),
        ("{{ '}}' }} after", (Hole("'}}'"), " after")),
        ('{{ "}}" + `}}` }}', (Hole('"}}" + `}}`'),)),
        (r"{{ 'it\'s }}' }}", (Hole(r"'it\'s }}'"),)),
        ("{{}}", (Hole(""),)),
    ],
)
def test_an_expression_ends_where_its_own_strings_and_braces_are_closed(text: str, pieces: Template) -> None:
    assert parse(text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("{{ it's }} here", (Hole("it's"), " here")),
        ("{{ (a }} b", (Hole("(a"), " b")),
    ],
)
def test_an_expression_with_an_unclosed_bracket_ends_at_the_next_braces(text: str, pieces: Template) -> None:
    assert parse(text) == pieces


@pytest.mark.parametrize(("text", "position"), [("a {{ b", 2), ("{{ '}", 0), ("{{a}} {{", 6), ("{{ '\\", 0)])
def test_an_unclosed_hole_has_its_position(text: str, position: int) -> None:
    assert parse(text) == Unclosed(position)
    assert expressions(text) == ()


def test_the_holes_of_a_text_are_in_order() -> None:
    assert expressions("a {{ b }} c {{ d }}") == (Hole("b"), Hole("d"))


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("secrets.TOKEN", "TOKEN"),
        ("secrets._t1", "_t1"),
        ("secrets.TOKEN + ''", None),
        ("secrets.a.b", None),
        ("secrets['TOKEN']", None),
        ("mysecrets.TOKEN", None),
        ("secrets.1", None),
        ("secrets.TOKEN\n", None),
    ],
)
def test_a_secret_is_the_whole_expression(expression: str, name: str | None) -> None:
    assert Hole(expression).secret == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("as it is ", "as it is "),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-12, "-12"),
        (2**53 + 1, "9007199254740993"),
        (1.0, "1"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (-1234.75, "-1234.75"),
        (0.00001, "0.00001"),
        (1.5e-6, "0.0000015"),
        (1e-7, "1e-7"),
        (-2.5e-9, "-2.5e-9"),
        (1e20, "100000000000000000000"),
        (1.2345678901234568e20, "123456789012345680000"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        ([1, "ä", None], '[1,"ä",null]'),
        ({"a": {"b": True}}, '{"a":{"b":true}}'),
    ],
)
def test_a_value_is_written_as_in_javascript_and_an_object_as_json(value: Json, text: str) -> None:
    assert as_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_with_all_its_digits(value: float) -> None:
    assert float(as_text(value)) == value


@given(st.text(alphabet="{}'\"`\\()[] ab"))
def test_any_text_can_be_parsed(text: str) -> None:
    template = parse(text)
    if isinstance(template, Unclosed):
        assert text.startswith("{{", template.position)
    else:
        assert all(piece != "" for piece in template)


def test_a_text_with_many_unclosed_brackets_is_parsed_in_time() -> None:
    assert parse("{{(}}" * 200_000) == (Hole("("),) * 200_000


def test_an_expression_that_is_too_long_ends_at_the_next_braces() -> None:
    text = "{{ '}}" + "x" * 20_000 + "' }}"
    assert parse(text) == (Hole("'"), "x" * 20_000 + "' }}")


@given(st.text().filter(lambda text: "{{" not in text))
def test_a_text_without_holes_is_unchanged(text: str) -> None:
    assert parse(text) == ((text,) if text else ())
