"""The syntax of an expression as a check sees it."""

from __future__ import annotations

import pytest

from flow_core.syntax import Binary, Literal, Made, Member, Name, Other, Syntax, parts_of
from functions.adapters.javascript.names import inspected
from functions.adapters.javascript.syntax import MAX_DEPTH


def _written(syntax: Syntax) -> str:
    inner = ", ".join(map(_written, parts_of(syntax)))
    match syntax:
        case Literal(value=value):
            return repr(value)
        case Name(name=name):
            return name
        case Member(name=name):
            return f"Member.{name}({inner})"
        case Made(kind=kind):
            return f"{kind}({inner})"
        case _:
            operator = getattr(syntax, "operator", "")
            return f"{type(syntax).__name__}{operator}({inner})"


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("a === 'b'", "Binary===(a, 'b')"),
        ("(a && b) || !c", "Binary||(Binary&&(a, b), Unary!(c))"),
        ("a?.b['c'][d](1, ...e)", "Call(Index(Member.c(Member.b(a)), d), 1, Other(e))"),
        ("a ? null : undefined", "Ternary(a, None, None)"),
        ("a = b, a += 1", "Sequence(Assignment=(a, b), Assignment+=(a, 1))"),
        ("a++", "Update(a)"),
        ("[a, , 'b']", "Listed(a, 'b')"),
        ("({ a: 1, b, c() {}, ...d })", "object(1, b, Other(d))"),
        ("new Date(a) - new Date", "Binary-(New(Date, a), New(Date))"),
        ("a => a + 1", "function()"),
        ("function () {}", "function()"),
        ("class {}", "function()"),
        ("/a/i", "pattern()"),
        ("`a`", "'a'"),
        ("`a${b}`", "text(b)"),
        ("tag`a`", "Call(tag)"),
        ("1_000", "1000"),
        ("0x1F", "31"),
        ("1e3", "1000.0"),
        ("10n", "bigint()"),
        ("'it\\'s \\u0041\\x42\\n'", '"it\'s AB\\n"'),
        ("'\\u{1F600}'", "'😀'"),
        ("'\\ud83d'", "text()"),
        ("a /* b */ > /* c */ 3", "Binary>(a, 3)"),
        ("f(/* none */)", "Call(f)"),
        ("await a", "Other(a)"),
        ("this", "Other()"),
        ("true", "True"),
    ],
)
def test_the_syntax_of_an_expression(expression: str, written: str) -> None:
    syntax = inspected(expression).syntax
    assert syntax is not None
    assert _written(syntax) == written


@pytest.mark.parametrize("expression", ["", "\na", "// a"])
def test_an_expression_that_returns_nothing_has_no_syntax(expression: str) -> None:
    assert inspected(expression).syntax is None


def test_a_part_of_an_expression_has_its_place_in_the_bytes() -> None:
    expression = "é === '😀' && b"
    syntax = inspected(expression).syntax
    assert isinstance(syntax, Binary)
    start, end = syntax.left.span
    assert expression.encode()[start:end].decode() == "é === '😀'"


def test_what_is_nested_too_deep_is_not_described() -> None:
    syntax = inspected(" + ".join(["a"] * 5000)).syntax
    depth = 0
    while isinstance(syntax, Binary):
        syntax, depth = syntax.left, depth + 1
    assert isinstance(syntax, Other)
    assert depth == MAX_DEPTH
