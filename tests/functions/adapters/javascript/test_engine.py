"""Results of evaluations: exact values, a fixed clock, seeded random numbers, and error messages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.evaluate import Evaluate, Evaluated, Overran, Threw, Value
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import NEVER
from functions.ports.javascript import Limits, Ran

AT = 1_715_000_000_123
SEED = 2**63 - 1


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as started:
        yield started


def run(javascript: JavaScript, expression: str, seed: int = SEED, at: int = AT, **variables: Any) -> Evaluated:
    return javascript(expression, variables, at, seed)


def value(javascript: JavaScript, expression: str, **variables: Any) -> Any:
    evaluated = run(javascript, expression, **variables)
    assert isinstance(evaluated, Value), evaluated
    return evaluated.value


def test_the_engine_is_an_evaluate(javascript: JavaScript) -> None:
    evaluate: Evaluate = javascript
    assert evaluate("x + 1", {"x": 1}, AT, 0) == Value(2, True)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(x=JSON_VALUES)
def test_every_json_value_passes_through_unchanged(javascript: JavaScript, x: Any) -> None:
    assert value(javascript, "x", x=x) == x


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("2 ** 31", 2147483648),
        ("-(2 ** 31) - 1", -2147483649),
        ("2 ** 53", 2**53),
        ("-(2 ** 53)", -(2**53)),
        ("2 ** 53 - 1", 2**53 - 1),
        ("2 ** 60", float(2**60)),
        ("1e21", 1e21),
        ("5e-324", 5e-324),
        ("0.1 + 0.2", 0.1 + 0.2),
        ("10 / 2", 5),
        ("'12345678901234567890'", "12345678901234567890"),
        ("['12345678901234567', 12345678901234567890]", ["12345678901234567", 12345678901234567890.0]),
    ],
)
def test_a_number_arrives_exact(javascript: JavaScript, expression: str, expected: Any) -> None:
    found = value(javascript, expression)
    assert found == expected
    assert type(found) is type(expected)


def test_minus_zero_arrives_as_zero(javascript: JavaScript) -> None:
    found = run(javascript, "-0")
    assert found == Value(0, False)
    assert isinstance(found, Value)
    assert isinstance(found.value, int)


@pytest.mark.parametrize(
    ("expression", "truthy"),
    [
        ("undefined", False),
        ("(() => 1)", True),
        ("Symbol('x')", True),
        ("NaN", False),
        ("Infinity", True),
        ("-Infinity", True),
        ("null", False),
        ("", False),
    ],
)
def test_a_value_that_json_lacks_arrives_as_none_with_its_truth(
    javascript: JavaScript, expression: str, truthy: bool
) -> None:
    assert run(javascript, expression) == Value(None, truthy)


def test_a_date_arrives_as_its_iso_text(javascript: JavaScript) -> None:
    assert value(javascript, "new Date(0)") == "1970-01-01T00:00:00.000Z"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_lacks_is_passed_as_null(javascript: JavaScript, number: float) -> None:
    assert value(javascript, "[x, y.z]", x=number, y={"z": number}) == [None, None]


@pytest.mark.parametrize("digits", [20, 308])
def test_an_integer_past_2_to_the_53_is_passed_as_the_nearest_number(javascript: JavaScript, digits: int) -> None:
    assert value(javascript, "x", x=10**digits) == float(10**digits)


@pytest.mark.parametrize("digits", [400, 5000])
def test_an_integer_past_every_number_is_passed_as_infinity(javascript: JavaScript, digits: int) -> None:
    assert value(javascript, "[x === Infinity, y === -Infinity]", x=10**digits, y=-(10**digits)) == [True, True]


def test_frozen_mappings_and_tuples_are_passed(javascript: JavaScript) -> None:
    assert value(javascript, "x.a[1]", x=MappingProxyType({"a": (1, 2)})) == 2


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\\ud800 \ud800", "\udc00\ud800"])
def test_half_of_a_surrogate_pair_comes_back_as_the_replacement_character(javascript: JavaScript, text: str) -> None:
    assert value(javascript, "x.length", x=text) == len(text)
    assert value(javascript, "x", x=text) == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_an_emoji_cut_in_two_can_be_encoded(javascript: JavaScript) -> None:
    assert value(javascript, "x.slice(0, 1) + x", x="😀") == "\ufffd😀"


def test_an_error_with_half_of_a_surrogate_pair_can_be_encoded(javascript: JavaScript) -> None:
    assert run(javascript, "(() => { throw '\\ud800' })()") == Threw("\ufffd")


def test_halves_of_a_pair_in_the_expression_itself_are_safe(javascript: JavaScript) -> None:
    assert value(javascript, "'\ud800'.length") == 1


def test_nul_passes_in_names_of_keys_values_and_the_expression(javascript: JavaScript) -> None:
    assert value(javascript, "[x, '\0'.length]", x={"a\0b": "\0c"}) == [{"a\0b": "\0c"}, 1]


def test_a_key_called_proto_is_an_ordinary_key(javascript: JavaScript) -> None:
    assert value(javascript, "[x, x.polluted, ({}).polluted]", x={"__proto__": {"polluted": 1}}) == [
        {"__proto__": {"polluted": 1}},
        None,
        None,
    ]
    assert value(javascript, "__proto__", __proto__=4) == 4


def test_a_thousand_variables_are_passed(javascript: JavaScript) -> None:
    variables = {f"variable{i}": i for i in range(1000)}
    assert value(javascript, "variable7 + variable999", **variables) == 1006
    assert value(javascript, "arguments.length", **variables) == 1000
    assert value(javascript, "eval('variable' + 5)", **variables) == 5
    assert value(javascript, "v\\u0061riable8", **variables) == 8


@pytest.mark.parametrize("name", ["order-id", "class", "a=globalThis.x=1", "", "1a", "é", "a,b", "this", "...x", "x\n"])
@pytest.mark.parametrize(
    ("expression", "expected"),
    [("typeof globalThis.x + arguments.length", "undefined1"), ("x + 1", 6), ("x // class order-id this", 5)],
)
def test_a_name_that_cannot_be_a_parameter_never_reaches_the_engine(
    javascript: JavaScript, name: str, expression: str, expected: Any
) -> None:
    assert value(javascript, expression, **{"x": 5, name: 7}) == expected


@pytest.mark.parametrize("name", ["let", "static", "yield", "await", "async", "of", "arguments", "eval", "undefined"])
def test_a_word_that_is_reserved_elsewhere_only_names_a_variable(javascript: JavaScript, name: str) -> None:
    assert value(javascript, name, **{name: 3}) == 3


CLOCK = "[new Date().getTime(), Date.now(), Date(), new Date() + '', new Date().getTimezoneOffset()]"
RANDOM_NUMBERS = "[Math.random(), Math.random(), Math.random()]"


def test_the_clock_is_fixed_to_the_time_of_the_turn(javascript: JavaScript) -> None:
    text = "Mon May 06 2024 12:53:20 GMT+0000 (Coordinated Universal Time)"
    assert value(javascript, CLOCK) == [AT, AT, text, text, 0]


def test_the_same_clock_and_seed_give_the_same_values(javascript: JavaScript) -> None:
    assert run(javascript, RANDOM_NUMBERS) == run(javascript, RANDOM_NUMBERS)
    assert run(javascript, CLOCK, at=5) == run(javascript, CLOCK, at=5)


@pytest.mark.parametrize("other", [0, 1, 2**31, 2**32, 2**62, 2**63 - 2])
def test_another_seed_gives_other_random_numbers(javascript: JavaScript, other: int) -> None:
    assert run(javascript, RANDOM_NUMBERS, seed=other) != run(javascript, RANDOM_NUMBERS)


def test_random_numbers_are_spread_over_zero_to_one(javascript: JavaScript) -> None:
    drawn = value(javascript, "Array.from({length: 2000}, Math.random)")
    assert all(0 <= one < 1 for one in drawn)
    assert len(set(drawn)) == 2000
    assert abs(sum(drawn) / 2000 - 0.5) < 0.05


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("x", "ReferenceError: x is not defined"),
        ("null.x", "TypeError: cannot read property 'x' of null"),
        ("(() => { throw 'plain' })()", "plain"),
        ("(() => { throw null })()", "null"),
        ("(() => { throw new RangeError('far') })()", "RangeError: far"),
        ("(() => { throw {} })()", "[object Object]"),
        ("(() => { throw Symbol('s') })()", "Symbol(s)"),
        ("(() => { throw Object.create(null) })()", "Error: the thrown value cannot be shown"),
        ("({toJSON() { throw new Error('no') }})", "Error: no"),
        ("1n", "TypeError: a BigInt is not a JSON value, convert it with Number(...)"),
        ("[1n]", "TypeError: BigInt are forbidden in JSON.stringify"),
        ("'x'.repeat(1 << 20)", "RangeError: the result is larger than 1 MiB of JSON"),
        ("'é'.repeat(600000)", "RangeError: the result is larger than 1 MiB of JSON"),
        ("'€'.repeat(1000000)", "RangeError: the result is larger than 1 MiB of JSON"),
        ("JSON.parse('['.repeat(65) + ']'.repeat(65))", "RangeError: the result is nested more than 64 deep"),
        ("1 }, function () {", "SyntaxError: Unexpected token '}'"),
        ("1 } + function () {", "SyntaxError: Unexpected token '}'"),
    ],
)
def test_an_error_is_returned_in_words(javascript: JavaScript, expression: str, error: str) -> None:
    evaluated = run(javascript, expression)
    assert isinstance(evaluated, Threw)
    assert evaluated.error == error


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("10n ** 20n", True),
        ("9007199254740993n", True),
        ("0n", False),
        ("[1n]", True),
        ("({toJSON() { throw new Error('no') }})", True),
        ("(() => { const round = {}; round.round = round; return round })()", True),
        ("JSON.parse('['.repeat(65) + ']'.repeat(65))", True),
        ("'x'.repeat(1 << 20)", True),
        ("'€'.repeat(1000000)", True),
        ("nothing.there", False),
        ("(() => { throw {} })()", False),
    ],
)
def test_a_result_that_json_lacks_still_has_its_truth(javascript: JavaScript, expression: str, truth: bool) -> None:
    evaluated = run(javascript, expression)
    assert isinstance(evaluated, Threw)
    assert evaluated.truthy is truth


def test_a_result_of_nearly_a_mebibyte_arrives(javascript: JavaScript) -> None:
    assert value(javascript, "'x'.repeat((1 << 20) - 2)") == "x" * ((1 << 20) - 2)


def test_a_result_of_64_levels_arrives(javascript: JavaScript) -> None:
    assert isinstance(value(javascript, "JSON.parse('['.repeat(64) + ']'.repeat(64))"), list)


def test_variables_of_megabytes_pass_and_of_more_are_refused(javascript: JavaScript) -> None:
    assert value(javascript, "x.length", x="x" * (4 << 20)) == 4 << 20
    assert isinstance(run(javascript, "x.length", x="x" * (17 << 20)), Overran)


def test_a_variable_nested_without_a_limit_is_refused(javascript: JavaScript) -> None:
    x: Any = []
    for _ in range(100_000):
        x = [x]
    assert isinstance(run(javascript, "x", x=x), Threw)


@pytest.mark.parametrize(
    "expression",
    [
        "JSON.rawJSON('1e999')",
        "JSON.rawJSON('-1e999')",
        "[JSON.rawJSON('1e999')]",
        "JSON.rawJSON('9'.repeat(5000))",
        "({toJSON(){ return JSON.rawJSON('1'.repeat(4301)) }})",
        "JSON.isRawJSON(1)",
    ],
)
def test_no_raw_number_crosses_the_border(javascript: JavaScript, expression: str) -> None:
    evaluated = run(javascript, expression)
    assert isinstance(evaluated, Threw)
    assert evaluated.error == "TypeError: not a function"


def test_syntax_errors_of_many_expressions_are_found_in_one_request(javascript: JavaScript) -> None:
    right = ["x + 1", "missing.x", "(() => { for (;;); })()", "JSON.parse = null"]
    wrong = ["x +", "1 }, function () {", "("]
    found, seconds = javascript.syntax_errors([*right, *wrong], Limits("acme", 0.25, NEVER))
    assert found is not None
    assert found[:4] == [None] * 4
    assert all(error is not None and error.startswith("SyntaxError: ") for error in found[4:])
    assert seconds > 0


def test_the_work_on_an_expression_is_measured_and_can_be_limited(javascript: JavaScript) -> None:
    def evaluate(expression: str, seconds: float) -> Ran:
        return javascript.evaluate(expression, {}, AT, SEED, Limits("acme", seconds, NEVER))

    ran = evaluate("(() => { for (;;); })()", 0.05)
    assert ran == Ran(Overran("the expression took longer than 50 ms"), ran.seconds)
    assert ran.seconds >= 0.05
    assert 0 < evaluate("1 + 1", 1.0).seconds < 0.05
