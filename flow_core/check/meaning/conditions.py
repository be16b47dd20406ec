"""Finds conditions that are always true, or that set a variable instead of looking at it."""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.check.meaning.finding import Finding, Source
from flow_core.check.meaning.results import Results
from flow_core.check.meaning.values import Kind
from flow_core.check.problem import quoted
from flow_core.syntax import (
    Assignment,
    Binary,
    Call,
    Listed,
    Literal,
    Made,
    Member,
    Name,
    New,
    Sequence,
    Syntax,
    Ternary,
    Unary,
    Update,
    parts_of,
)

_ALWAYS_TRUE: frozenset[Kind] = frozenset({"list", "object", "moment", "function", "pattern"})


def tested_in(syntax: Syntax, *, whole: bool) -> Iterator[Syntax]:
    """Return the parts of an expression that only matter as true or false.

    Args:
        syntax: The expression.
        whole: Whether the expression itself is a condition.
    """
    left = [(syntax, whole)]
    while left:
        part, tested = left.pop()
        match part:
            case Binary(operator=("&&" | "||"), left=first, right=second):
                left += [(second, tested), (first, tested or part.operator == "&&")]
            case Ternary(test=test, yes=yes, no=no):
                left += [(no, tested), (yes, tested), (test, True)]
            case Unary(operator="!", of=operand):
                left.append((operand, True))
            case Sequence(parts=[*ignored, last]):
                left += [(last, tested), *((each, False) for each in ignored)]
            case _:
                if tested:
                    yield part
                left += [(each, False) for each in reversed(parts_of(part))]


def condition_findings(
    syntax: Syntax, results: Results, source: Source, *, whole: bool, validation: bool
) -> Iterator[Finding]:
    """Find the assignments, and the parts that are always true, among those that only matter as true or false.

    Args:
        syntax: The expression.
        results: The values of its names.
        source: Its text.
        whole: Whether the expression itself is a condition.
        validation: Whether it is a validation, whose function or pattern is tried on the answer.
    """
    if validation and (kind := _tried_on_the_answer(syntax, results)) is not None:
        text = f"{quoted(source.of(syntax))} is a {kind} and no condition; it is tried on the answer."
        call = ".test(value)" if kind == "regular expression" else "(value)"
        alone = not isinstance(syntax, Made) or kind == "regular expression"
        remedy = f"Write {source.of(syntax)}{call}." if alone else "Write its body alone, as in value > 5."
        yield Finding("validation-is-no-condition", text, remedy)
        return
    for part in tested_in(syntax, whole=whole):
        assignment = _assignment(part, source)
        if assignment is not None:
            yield assignment
            continue
        constant = _constant(part, results, source, alone=part is syntax)
        if constant is not None:
            yield constant


def _assignment(part: Syntax, source: Source) -> Finding | None:
    if isinstance(part, Update):
        text = f"{quoted(source.of(part))} changes a copy: a condition sets no variable."
        return Finding("assignment-in-condition", text, 'Compare here, and count in "assign".')
    if not isinstance(part, Assignment):
        return None
    if part.operator != "=":
        text = f"{quoted(source.of(part))} is an assignment, but a condition sets no variable."
        return Finding("assignment-in-condition", text, 'Compare here, and set the variable in "assign".')
    target, value = source.of(part.target), source.of(part.value)
    text = f"{quoted(source.of(part))} is an assignment, but a condition sets no variable."
    return Finding("assignment-in-condition", text, f"Write {target} === {value}.")


def _tried_on_the_answer(syntax: Syntax, results: Results) -> str | None:
    """Return what a validation is that is no condition: a function or a regular expression. None for any other."""
    if results.of(syntax).only("pattern"):
        return "regular expression"
    return "function" if results.of(syntax).only("function") else None


def _constant(part: Syntax, results: Results, source: Source, *, alone: bool) -> Finding | None:
    """Find a condition that is always true. `alone`: it is the whole expression, and a number or `true` is meant so."""
    written = quoted(source.of(part))
    match part:
        case Literal(value=str() as value):
            if value:
                text = f"{written} is always true: it is a text, and it is not compared with anything."
                return Finding("always-true", text, f"Compare it too: x === 'a' || x === {source.of(part)}.")
        case Literal(value=int() | float() as value) if not isinstance(value, bool) and value and not alone:
            text = f"{written} is always true: it is a number, and it is not compared with anything."
            return Finding("always-true", text, f"Compare it too: x === 1 || x === {source.of(part)}.")
        case Made(kind="pattern"):
            text = f"{written} is always true: it is a regular expression, and it is not tried on anything."
            return Finding("always-true", text, f"Write {source.of(part)}.test(value).")
        case Made(kind="function"):
            text = f"{written} is always true: it is a function, and nothing calls it."
            return Finding("always-true", text, "Write its body alone, as in value > 5.")
        case Member() | Name():
            if results.of(part).only("function"):
                text = f"{written} is always true: it is a function, and nothing calls it."
                return Finding("always-true", text, f"Write {source.of(part)}(…).")
        case Unary(operator="typeof", of=operand):
            text = f"{written} is always true: it is the name of a type."
            return Finding(
                "always-true", text, f"Write {source.of(part)} === 'number', or {source.of(operand)} != null."
            )
        case New() | Call() | Listed() | Made():
            values = results.of(part)
            if values.known and values.known <= _ALWAYS_TRUE:
                return Finding(
                    "always-true", f"{written} is always true, also without anything in it.", _remedy(part, source)
                )
        case _:
            pass
    return None


def _remedy(part: Syntax, source: Source) -> str:
    match part:
        case New(callee=Name(name="Date"), arguments=arguments) if arguments:
            return f"Compare it, or write !isNaN({source.of(part)}) to find out whether it is a date."
        case New(callee=Name(name="RegExp")):
            return f"Write {source.of(part)}.test(value)."
        case Listed() | Call():
            return f"Look at its length: {source.of(part)}.length > 0."
        case _:
            return "Compare something in it."


def old_value_findings(syntax: Syntax, source: Source) -> Iterator[Finding]:
    """Find `count++` as the whole expression of an assignment: its result is the value before."""
    if isinstance(syntax, Update) and not syntax.before:
        text = f"{quoted(source.of(syntax))} gives the value from before, so the variable stays as it is."
        sign = source.of(syntax)[-1]
        yield Finding("old-value-assigned", text, f"Write {source.of(syntax.of)} {sign} 1.")
