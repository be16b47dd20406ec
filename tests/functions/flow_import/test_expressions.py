"""Conditions of other products in JavaScript."""

from __future__ import annotations

import pytest

from functions.flow_import.expressions import Dialect, UntranslatableError, translate
from functions.flow_import.paths import path_expression

_PLAIN = Dialect(lambda name: name.strip("{}$ ").replace("-", "_"))
_TEXTS = Dialect(lambda name: name.strip("{}$ "), bare_text=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", "a == 1"),
        ("a AND b OR NOT c", "((a && b) || !(c))"),
        ("!!a", "!!(a)"),
        ('$session.params.x != "y\'s"', 'session.params.x != "y\'s"'),
        ("'it\\'s' == a", '"it\'s" == a'),
        ("a : 'b'", 'String(a ?? "").includes(String("b"))'),
        ("(a + 2) * -3 % 4", "((((a + 2)) * (-3)) % 4)"),
        ("a <> null", "a != null"),
        ("[1, 'x']", '[1, "x"]'),
        ("007", "7"),
        ("1.50", "1.50"),
        ("{count} + 1", "(count + 1)"),
        ("a.b >= 2", "a.b >= 2"),
    ],
)
def test_an_expression_is_translated(text: str, expected: str) -> None:
    assert translate(text, _PLAIN) == expected


def test_a_word_alone_is_a_text_where_the_product_writes_it_so() -> None:
    assert translate("$channel = mobile", _TEXTS) == 'channel == "mobile"'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a =",
        "(a",
        "a b",
        "f(1)",
        "a ; b",
        "[1",
        "[1;",
        "= 1",
        "(" * 100 + "a" + ")" * 100,
        "a" * 5000,
        "a => b",
        "`x`",
    ],
)
def test_what_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(UntranslatableError):
        translate(text, _PLAIN)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.a.b[0]", "r?.a?.b?.[0]"),
        ("a['b c'].d-e", 'r?.a?.["b c"]?.["d-e"]'),
        ("", "r"),
        ("$", "r"),
    ],
)
def test_a_path_becomes_an_expression_that_never_throws(path: str, expected: str) -> None:
    assert path_expression("r", path) == expected
