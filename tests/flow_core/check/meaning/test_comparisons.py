"""Comparisons with a value that never comes, and similar ones with a value that may come."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import line, node
from tests.flow_core.check.meaning.reading import deciding, found_in, validating


@pytest.mark.parametrize(
    ("expression", "code", "remedy"),
    [
        ("agreed === 'true'", "never-equal", "agreed === true"),
        ("agreed !== 'false'", "never-equal", "agreed !== false"),
        ("agreed == 'yes'", "never-equal", "agreed == true"),
        ("'no' === agreed", "never-equal", "agreed === false"),
        ("agreed === 1", "never-equal", "agreed === true"),
        ("department === 'support'", "never-equal", "that it can have"),
        ("department == 'Sales'", "never-equal", 'mean "sales"'),
        ("department === 'bill'", "never-equal", 'mean "billing"'),
        ("department === ''", "never-equal", "!department"),
        ("department !== ''", "never-equal", "Write department:"),
        ("department.toUpperCase() === 'sales'", "never-equal", 'mean "SALES"'),
        ("department.includes('support')", "never-equal", "that it can have"),
        ("department.startsWith('x')", "never-equal", "that it can have"),
        ("['sales', 'support'].includes(department)", "never-equal", "that it can have"),
        ("people === '5'", "never-equal", "people === 5,"),
        ("people === ' '", "never-equal", "people === 0,"),
        ("people == 'five'", "never-equal", "that it can have"),
        ("people === true", "never-equal", "that it can have"),
        ("reason === 5", "never-equal", "Number(reason) === 5"),
        ("reason == true", "never-equal", "that it can have"),
        ("pin === 1234", "never-equal", "'1234' in quotes"),
        ("pin === '12 34'", "never-equal", "that it can have"),
        ("reason.toLowerCase() === 'Yes'", "never-equal", "that it can have"),
        ("reason.toUpperCase() === 'yes'", "never-equal", "that it can have"),
        ("reason.trim() === ' yes'", "never-equal", "that it can have"),
        ("day === 'tomorrow'", "never-equal", "that it can have"),
        ("email === 'ann'", "never-equal", "that it can have"),
        ("paid === 5", "never-equal", "paid.amount"),
        ("paid == '5'", "never-equal", "paid.amount"),
        ("people === agreed", "never-equal", "one of the two"),
        ("people === NaN", "never-equal", "Number.isNaN(people)"),
        ("reason === ['a']", "never-equal", "includes"),
        ("reason === {}", "never-equal", "properties"),
        ("reason == /a/", "never-equal", ".test("),
        ("reason == (() => 1)", "never-equal", "Call"),
        ("day === new Date()", "never-equal", "getTime"),
        ("reason === new RegExp('a')", "never-equal", ".test("),
        ("typeof people === 'integer'", "never-equal", "that it can have"),
        ("session.channel === 'voice'", "never-equal", "that it can have"),
        ("session.turn === '3'", "never-equal", "session.turn === 3,"),
        ("reason === ('a' || 'b')", "compared-with-first", "reason === 'a' ||"),
        ("('a' || 'b' || reason) === reason", "compared-with-first", "reason === 'a' ||"),
        ("reason in ['a', 'b']", "in-list", "['a', 'b'].includes(reason)"),
        ("'sales' in department", "in-list", "department.includes('sales')"),
        ("new Date(day) == new Date()", "never-equal", "getTime"),
        ("day === new Date().toISOString()", "never-equal", "one of the two"),
        ("day === at", "never-equal", "one of the two"),
        ("day instanceof Date", "never-instance", "compare its value"),
        ("day > new Date()", "never-ordered", "new Date().toISOString().slice(0, 10)"),
        ("new Date() < day", "never-ordered", "new Date(day)"),
        ("day > Date.now()", "never-ordered", "new Date(day)"),
        ("day > '01/02/2026'", "never-ordered", "in the same way"),
        ("session.startedAt > Date.now()", "never-ordered", "new Date(session.startedAt)"),
        ("reason > new Date()", "never-ordered", "new Date(reason)"),
        ("at > 17", "never-ordered", '"09:00"'),
        ("at >= '9:00'", "never-ordered", "in the same way"),
        ("at < '5pm'", "never-ordered", "in the same way"),
        ("paid > 100", "never-ordered", "paid.amount"),
        ("department > 5", "never-ordered", "same type"),
        ("1 < people < 5", "chained-comparison", "1 < people && people < 5"),
        ("day - new Date() > 5", "not-a-number", "new Date(day)"),
        ("new Date() - day > 5", "not-a-number", "new Date(day)"),
        ("-paid < 0", "not-a-number", "Use a number"),
        ("day.getDay() === 0", "missing-property", "new Date(day).getDay"),
        ("people.length === 4", "missing-property", "String(people).length"),
        ("reason.toFixed(2) === '1.00'", "missing-property", "Number(reason).toFixed"),
        ("agreed.toLowerCase() === 'yes'", "missing-property", "String(agreed).toLowerCase"),
        ("paid.amout > 5", "missing-property", '"amount"'),
        ("session.chanel === 'chat'", "missing-property", '"channel"'),
        ("reason.contains('a')", "missing-property", "that it has"),
        ("['a'].lenght > 0", "missing-property", '"length"'),
    ],
)
def test_a_comparison_that_never_holds_is_a_warning(expression: str, code: str, remedy: str) -> None:
    (problem,) = found_in(deciding(expression))
    assert (problem.severity, problem.code) == ("warning", code)
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "expression",
    [
        "agreed === true",
        "agreed == 1",
        "agreed == '1'",
        "1 == agreed",
        "department === 'sales'",
        "department == null",
        "department !== undefined",
        "department.includes('sal')",
        "department.endsWith('ing')",
        "['sales', 'billing', agreed].includes(department)",
        "[1, 2].includes(people)",
        "['a'].includes(anything.at(0))",
        "people == '5'",
        "people > '5'",
        "people + 1 === 3",
        "people % 2 === 0",
        "(people || 'none') === 'none'",
        "people ?? 0 > 5",
        "reason + people === 'a5'",
        "people + anything.x === 'a5'",
        "reason > 5",
        "reason == 5",
        "reason === 'true'",
        "pin === '1234'",
        "pin == 1234",
        "pin == true",
        "pin > new Date()",
        "+pin > 1000",
        "~people === 5",
        "day > new Date().toISOString().slice(0, 10)",
        "day >= '2026-01'",
        "new Date(day) > new Date()",
        "new Date(day) - new Date() > 86400000",
        "new Date(day).getDay() === 0",
        "Date.parse(day) > Date.now()",
        "day.slice(5, 7) === '12'",
        "day < reason",
        "day < new Date().toISOString()",
        "day === reason.toLowerCase()",
        "day == new Date()",
        "'amount' in paid",
        "at >= '17:00'",
        "at.slice(0, 2) > 17",
        "paid.amount > 100 && paid.currency === 'EUR'",
        "paid === null",
        "paid.toString() === 'x'",
        "session.channel === 'phone'",
        "session.turn > 10",
        "session['turn'] > 10",
        "session[reason] > 10",
        "String(people) === '5'",
        "String(department) === 'sales'",
        "Number(pin) === 5",
        "Math.floor(people / 2) === 3",
        "JSON.stringify(paid) === '{}'",
        "parseInt(reason) === 5",
        "reason[0] === 'a'",
        "reason.at(0) === 'a'",
        "reason.length > 3",
        "reason?.length > 3",
        "reason.slice(1) === 'a'",
        "anything.slice(1) === 5",
        "reason.split(' ')[0] === 'a'",
        "reason.split(' ').length > 2",
        "reason.split(' ').includes('a')",
        "[reason].includes('a')",
        "['a']['0'] === 'a'",
        "new Set(['a']).size === 1",
        "new anything.Thing() > 5",
        "anything instanceof Date",
        "(people === 5) === agreed",
        "(people > 5) === true",
        "'sales' === 'x'",
        "1n == people",
        "5n > 4",
        "['5'] == people",
        "void 0 === reason",
        "(reason, people) === 5",
        "(reason = 5) === 5",
        "(people += 5) === 5",
        "people++ === 5",
        "({ reason }).reason === 'a'",
        "(() => 1)() === 1",
        "`${people}` === '5'",
        "['a', ...anything].includes(reason)",
        "(agreed ? 'a' : 'b') === 'a'",
        "Infinity > people",
        "encodeURIComponent(reason) === reason",
        "anything === 'a'",
        "(!agreed) === agreed",
        "(agreed && people) === 5",
        "Object.create(paid) === 5",
        "department.includes(reason)",
        "people == '0x5'",
        "people == 'Infinity'",
        "anything(5) === 'a'",
        "reason.a?.b?.(1) === 5 || anything.b.c === 5",
    ],
)
def test_a_comparison_that_may_hold_is_no_problem(expression: str) -> None:
    document = deciding(expression)
    document["variables"] = {"anything": {}}
    found = [problem for problem in found_in(document) if problem.code != "unused-variable"]
    assert [problem for problem in found if "a?.b" not in expression or problem.code != "missing-property"] == []


@pytest.mark.parametrize(
    ("validation", "data", "code"),
    [
        ("value > new Date()", {"valueType": "date"}, "never-ordered"),
        ("value > 100", {"valueType": "money"}, "never-ordered"),
        ("value === 'yes'", {"valueType": "boolean"}, "never-equal"),
        ("value.length === 4", {"valueType": "integer"}, "missing-property"),
        ("value.test(/a/)", {}, "missing-property"),
        ("value === 'red'", {"valueType": "choice", "choices": ["blue"]}, "never-equal"),
    ],
)
def test_a_validation_knows_the_type_of_the_answer(validation: str, data: dict[str, Json], code: str) -> None:
    (problem,) = found_in(validating(validation, **data))
    assert (problem.severity, problem.code, problem.path) == ("warning", code, ("nodes", 1, "data", "validation"))


@pytest.mark.parametrize(
    ("schema", "wrong", "right"),
    [
        ({"type": "boolean"}, "x === 'true'", "x === true"),
        ({"type": "string", "enum": ["a", "b"]}, "x === 'c'", "x === 'a'"),
        ({"const": "a"}, "x === 'c'", "x === 'a'"),
        ({"enum": [1, True, None, "a", ["b"], {}]}, "x.toFixed > 5n", "x === 'a'"),
        ({"type": ["string", "null"]}, "x === 5", "x === 'a'"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "x.includes('c')", "x.includes('a')"),
        ({"type": "array", "items": {"type": "string"}}, "x === 'c'", "x.includes('c')"),
        ({"type": "array"}, "x === 'c'", "x.includes('c')"),
        ({"type": "integer"}, "x === '5'", "x == '5'"),
        ({"type": "object"}, "x === '5'", "x.anything === 5"),
    ],
)
def test_a_variable_that_a_model_extracts_has_the_type_of_its_schema(schema: Json, wrong: str, right: str) -> None:
    def extracting(expression: str) -> Json:
        decision = node("decision", conditions=[{"id": "a", "expression": expression}])
        return line(node("llm", extract={"x": schema}), decision)

    assert [problem.code for problem in found_in(extracting(right))] == []
    assert len(found_in(extracting(wrong))) == (0 if "5n" in wrong else 1)


@pytest.mark.parametrize("schema", [{}, {"type": 5}, {"type": "nonsense-of-tomorrow"}, {"anyOf": [{"type": "string"}]}])
def test_a_schema_without_a_known_type_allows_every_value(schema: Json) -> None:
    decision = node("decision", conditions=[{"id": "a", "expression": "x === 5 || x === 'a' || x.b.c > new Date()"}])
    assert found_in(line(node("llm", extract={"x": schema}), decision)) == []


def test_the_value_of_a_handler_is_the_words_of_the_caller() -> None:
    handler: dict[str, Json] = {"id": "five", "expression": "value === 5", "target": "end"}
    document = line(node("elicitation"), handlers=[handler])
    (problem,) = found_in(document)
    assert (problem.path, problem.severity) == (("handlers", 0, "expression"), "warning")
    assert found_in(line(node("elicitation"), handlers=[{**handler, "expression": "value === '5'"}])) == []
