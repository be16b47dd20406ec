"""The names that an expression reads, and the column of a syntax error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from flow_core.evaluate import Inspect, Inspected, Value
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import GLOBALS, JavaScriptInspect
from functions.ports.javascript import Limits


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as started:
        yield started


@pytest.fixture(scope="module")
def inspect(javascript: JavaScript) -> Inspect:
    return JavaScriptInspect(javascript.syntax_errors)


def test_the_globals_are_those_of_the_engine(javascript: JavaScript) -> None:
    found = javascript("Object.getOwnPropertyNames(globalThis)", {}, 0, 0)
    assert isinstance(found, Value)
    assert isinstance(found.value, list)
    assert frozenset(found.value) == GLOBALS


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("issueCategory.toLowerCase().includes('technical')", "issueCategory"),
        ("a + b * c", "a b c"),
        ("a.b.c[d]?.[e]?.f(g)", "a d e g"),
        ("({a, b: c, [d]: e, 'f': g, h() { return i }})", "a c d e g i"),
        ("({...a})", "a"),
        ("[...a, b]", "a b"),
        ("`x ${a} ${`${b}`}`", "a b"),
        ("list.map(item => item.name + suffix)", "list suffix"),
        ("list.map((item, i) => item[i])", "list"),
        ("list.map(({id, total: sum = zero, ...rest}) => [id, sum, rest])", "list zero"),
        ("list.map(([first, [second] = none]) => first + second)", "list none"),
        ("((a, b = a + c) => b)(d)", "c d"),
        ("((...all) => all)(a)", "a"),
        ("(function named(n) { return n ? named(n - 1) : arguments })(a)", "a"),
        ("(() => { var x = a; let y = b; const {z, w: [v]} = c; return x + y + z + v + w })()", "a b c w"),
        ("(() => { for (const x of a) for (let i = 0; i < x; i++) b += i; return i })()", "a b i"),
        ("(() => { for (x in a) return x })()", "a x"),
        ("(() => { if (a) { var x = 1; function f() {} } return [x, f] })()", "a"),
        ("(() => { { let x = 1 } return x })()", "x"),
        ("(() => { try { return a } catch (e) { return e } })()", "a"),
        ("(() => { try {} catch ({message}) { return message } return message })()", "message"),
        ("(() => { outer: for (;;) { break outer } })()", ""),
        ("(() => { switch (a) { case b: let c = 1; return c } })()", "a b"),
        ("(() => { class A extends B { #p = c; m(d) { return A + d + e } } return A })()", "B c e"),
        ("new (class Inner { static x = Inner; static { y } })()", "y"),
        ("(() => { return f(); function f() { return a } })()", "a"),
        ("a = b", "a b"),
        ("({a, b: c} = d, e)", "a c d e"),
        ("typeof a", ""),
        ("typeof (a)", ""),
        ("typeof a !== 'undefined' && a.b === c", "c"),
        ("typeof a.b", "a"),
        ("Math.max(...Object.values(a)), undefined, NaN, globalThis", "a"),
        ("new Date(a).getTime() > Date.now()", "a"),
        ("this.a", ""),
        ("arguments[0]", ""),
        ("new.target", ""),
        ("/a/.test(b)", "b"),
        ("'a' in b", "b"),
        ("(function () { with (a) { return b } })()", "a"),
        ("a // b", "a"),
        ("a; b", "a b"),
        ("async x => await x + y", "y"),
        ("'é😀' + é", "é"),
        ("console.log(a)", "console a"),
        ("require('fs')", "require"),
        ("performance.now()", "performance"),
        ("'\ud800' + a", "a"),
        ("", ""),
        (" + ".join(["a"] * 5000), "a"),
    ],
)
def test_the_names_that_an_expression_reads(inspect: Inspect, expression: str, names: str) -> None:
    (found,) = inspect([expression])
    assert (found.free_names, found.error, found.column) == (frozenset(names.split()), None, None)


@pytest.mark.parametrize(
    ("expression", "column"),
    [
        ("a b", 2),
        ("a +", 3),
        ("'é😀' + a b", 9),
        ("a === 'x' && (b", 15),
        ("1 }, function () {", None),
        ("\ud800 +", None),
        ("if (a) b", None),
    ],
)
def test_a_syntax_error_has_its_column(inspect: Inspect, expression: str, column: int | None) -> None:
    (found,) = inspect([expression])
    assert found.free_names == frozenset()
    assert found.error is not None
    assert found.error.startswith("SyntaxError: ")
    assert found.column is None or 0 <= found.column <= len(expression)
    if column is not None:
        assert found.column == column


def test_the_engine_decides_what_parses_and_not_the_grammar() -> None:
    def no_a(expressions: Sequence[str], limits: Limits) -> tuple[list[str | None], float]:
        return ["SyntaxError: no" if expression == "a" else None for expression in expressions], 0.0

    taken, refused = JavaScriptInspect(no_a)(["a b", "a"])
    assert taken.error is None
    assert refused == Inspected(frozenset(), "SyntaxError: no", None)


def test_a_batch_that_takes_too_long_is_halved() -> None:
    asked: list[int] = []

    def slow(expressions: Sequence[str], limits: Limits) -> tuple[list[str | None] | None, float]:
        asked.append(len(expressions))
        return (None, 0.0) if "slow" in expressions else ([None] * len(expressions), 0.0)

    found = JavaScriptInspect(slow, "acme")(["a", "slow", "b"])
    assert [each.error for each in found] == [None, "RangeError: it takes too long to be compiled", None]
    assert asked == [3, 1, 2, 1, 1]


def test_the_time_for_all_expressions_of_a_flow_is_bounded() -> None:
    asked: list[int] = []

    def slow(expressions: Sequence[str], limits: Limits) -> tuple[list[str | None] | None, float]:
        asked.append(len(expressions))
        return [None] * len(expressions), 0.6

    found = JavaScriptInspect(slow)([f"a{number}" for number in range(1000)])
    assert len(asked) == 2
    assert [each.error is None for each in found] == [number < sum(asked) for number in range(1000)]


def test_an_expression_is_not_run_to_be_inspected(inspect: Inspect) -> None:
    (found,) = inspect(["(() => { for (;;); })()"])
    assert found.error is None
