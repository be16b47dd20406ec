"""Conditions that are always true or set a variable, and similar ones without a problem."""

from __future__ import annotations

import pytest

from flow_core.check import check
from flow_core.evaluate import Inspected
from flow_core.json import Json
from testing.flows import line, node
from tests.flow_core.check.checking import schema_problem
from tests.flow_core.check.meaning.reading import deciding, found_in, validating


@pytest.mark.parametrize(
    ("expression", "remedy"),
    [
        ("department = 'sales'", "department === 'sales'"),
        ("agreed === true && (people = 4)", "people === 4"),
        ("!(agreed = true)", "agreed === true"),
        ("people =- 1", "people === - 1"),
        ("(department = 'sales') ? agreed : false", "department === 'sales'"),
        ("(people, department = 'sales')", "department === 'sales'"),
        ("people += 1", '"assign"'),
        ("people++", '"assign"'),
        ("--people || agreed", '"assign"'),
    ],
)
def test_an_assignment_in_a_condition_is_a_warning(expression: str, remedy: str) -> None:
    (problem,) = found_in(deciding(expression))
    assert (problem.severity, problem.code) == ("warning", "assignment-in-condition")
    assert problem.path == ("nodes", 10, "data", "conditions", 0, "expression")
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("expression", "remedy"),
    [
        ("department === 'sales' || 'billing'", "'billing'"),
        ("people === 1 || 2", "x === 2"),
        ("agreed ? 'yes' : false", "'yes'"),
        ("/^a/", "/^a/.test(value)"),
        ("new RegExp('^a')", ".test(value)"),
        ("people => 5", "body alone"),
        ("function () { return people > 5 }", "body alone"),
        ("reason.trim", "reason.trim(…)"),
        ("isNaN", "isNaN(…)"),
        ("Number.isInteger", "Number.isInteger(…)"),
        ("typeof reason", "reason != null"),
        ("new Date(day)", "!isNaN(new Date(day))"),
        ("new Date()", "Compare something"),
        ("({ day })", "Compare something"),
        ("[day]", "[day].length > 0"),
        ("reason.split(' ')", "reason.split(' ').length > 0"),
    ],
)
def test_a_condition_that_is_always_true_is_a_warning(expression: str, remedy: str) -> None:
    (problem,) = found_in(deciding(expression))
    assert (problem.severity, problem.code) == ("warning", "always-true")
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "expression",
    [
        "true",
        "false",
        "1",
        "1 > 2",
        "''",
        "0 || agreed",
        "agreed",
        "!!reason",
        "reason",
        "(reason || 'none').length > 4",
        "agreed && people > 5 ? true : false",
        "/^a/.test(reason)",
        "reason.match(/a/)",
        "['a', 'b'].some(each => reason === each)",
        "(() => agreed)()",
        "typeof reason === 'string'",
        "session.callerNumber && session.callerNumber.startsWith('+1')",
        "`${reason}`",
        "people = people, people > 4",
        "new Foo()",
        "undefined",
    ],
)
def test_a_condition_that_depends_on_something_is_no_problem(expression: str) -> None:
    assert [problem for problem in found_in(deciding(expression)) if problem.code != "unknown-variable"] == []


@pytest.mark.parametrize(
    ("validation", "data", "code"),
    [
        ("value => value > 5", {"valueType": "integer"}, "validation-is-no-condition"),
        ("/^[0-9]{4}$/", {}, "validation-is-no-condition"),
        ("new RegExp('^a')", {}, "validation-is-no-condition"),
        ("Number.isInteger", {"valueType": "integer"}, "validation-is-no-condition"),
        ("value && /^[0-9]{4}$/", {}, "always-true"),
        ("new Date(value)", {"valueType": "date"}, "always-true"),
        ("value = 5", {"valueType": "integer"}, "assignment-in-condition"),
        ("answer > 5", {"valueType": "integer"}, "answer-not-stored-yet"),
    ],
)
def test_a_validation_that_is_no_condition_is_a_warning(validation: str, data: dict[str, Json], code: str) -> None:
    (problem,) = found_in(validating(validation, **data))
    assert (problem.severity, problem.code, problem.path) == ("warning", code, ("nodes", 1, "data", "validation"))


@pytest.mark.parametrize("validation", ["session.turn < 5", "value !== answer", "value"])
def test_a_validation_may_read_other_names(validation: str) -> None:
    assert found_in(validating(validation)) == []


@pytest.mark.parametrize(
    ("expression", "remedy"),
    [
        ("^[0-9]{4}$", "/^[0-9]{4}$/.test(value)"),
        ("\\d+", "/^[0-9]{4}$/.test(value)"),
        ("value >= 1 and value <= 3", "&&"),
        ("value < 1 OR value > 3", "||"),
        ("not value", "!"),
        ("value =< 3", "<="),
        ("value <> 3", "!=="),
        ("value is 3", "==="),
        ("return value > 3", "alone"),
        ("{{ value }} > 3", "{{"),
        ("value === \u201ca\u201d", "straight"),
        ("value >", "Correct"),
    ],
)
def test_a_syntax_error_that_is_another_language_has_its_remedy(expression: str, remedy: str) -> None:
    def errors(expressions: object) -> list[Inspected]:
        return [Inspected(frozenset(), "SyntaxError: unexpected token", None)]

    (problem,) = check(validating(expression), errors, schema_problem).errors
    assert problem.code == "bad-expression"
    assert remedy in problem.remedy


def test_a_decision_has_no_remedy_for_a_regular_expression() -> None:
    def errors(expressions: object) -> list[Inspected]:
        return [Inspected(frozenset(), "SyntaxError: unexpected token", None)]

    document = line(node("decision", conditions=[{"id": "a", "expression": "^a"}]))
    assert check(document, errors, schema_problem).errors[0].remedy == "Correct the expression."


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("tries++", ["old-value-assigned"]),
        ("++tries", []),
        ("tries--", ["old-value-assigned"]),
        ("tries + 1", []),
        ("tries += 1", []),
    ],
)
def test_an_assignment_of_the_value_before_is_a_warning(expression: str, codes: list[str]) -> None:
    document = line(node("llm", assign={"tries": expression}), variables={"tries": {"type": "integer", "default": 0}})
    assert [problem.code for problem in found_in(document)] == codes


def test_a_hole_in_an_expression_is_a_warning() -> None:
    (problem,) = found_in(deciding("'{{ reason }}' === 'x'"))
    assert (problem.severity, problem.code) == ("warning", "hole-in-expression")


def test_an_expression_that_returns_nothing_has_no_problem() -> None:
    assert found_in(deciding("\nagreed")) == []
