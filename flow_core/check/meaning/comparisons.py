"""Finds comparisons whose result is always the same, because one side never has the value of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flow_core.check.meaning.finding import Finding, Source, described
from flow_core.check.meaning.results import Results
from flow_core.check.meaning.values import Form, Kind, Values, has_form, is_no_number, number_in
from flow_core.check.problem import Spelling, quoted
from flow_core.syntax import Binary, Call, Listed, Literal, Made, Member, Name, New, Syntax, Unary

_EQUALITIES = frozenset({"===", "!==", "==", "!="})
_ORDERS = frozenset({"<", "<=", ">", ">="})
_ORDERED_AS_TEXT: dict[Form, re.Pattern[str]] = {
    "date": re.compile(r"\d{4}(-\d\d(-\d\d(T.*)?)?)?"),
    "datetime": re.compile(r"\d{4}(-\d\d(-\d\d(T.*)?)?)?"),
    "time": re.compile(r"\d\d(:\d\d.*)?"),
}
"""How a text is written that can be compared with all texts of a form."""
_ARITHMETIC = frozenset({"-", "*", "/", "%", "**"})
_PRIMITIVE: tuple[Kind, ...] = ("text", "number", "boolean", "bigint")
_OBJECTS: tuple[Kind, ...] = ("list", "object", "moment", "function", "pattern")
_APART: frozenset[Form] = frozenset({"date", "time", "datetime", "duration", "email"})
"""Forms that no text has two of."""
_SEARCHES = frozenset({"includes", "startsWith", "endsWith"})


def comparison_findings(syntax: Binary | Unary | Call, results: Results, source: Source) -> Iterator[Finding]:
    """Find the comparisons of one part of an expression that never, or always, hold."""
    match syntax:
        case Binary(operator=operator) if operator in _EQUALITIES:
            yield from _equality(syntax, results, source)
        case Binary(operator=operator) if operator in _ORDERS:
            yield from _order(syntax, results, source)
        case Binary(operator="in", right=right) if results.of(right).something().only("list", "text"):
            text = f"{quoted(source.of(syntax))} looks for an index, not for an item or a part."
            yield Finding("in-list", text, f"Write {source.of(right)}.includes({source.of(syntax.left)}).")
        case Binary(operator="instanceof", left=left, right=right) if results.of(left).something().only(*_PRIMITIVE):
            text = f"{quoted(source.of(syntax))} is never true: {source.of(left)} is {described(results.of(left))}."
            yield Finding("never-instance", text, f"It is no {source.of(right)}: compare its value.")
        case Binary(operator=operator, left=left, right=right) if operator in _ARITHMETIC:
            for side in (left, right):
                if is_no_number(results.of(side)):
                    yield _no_number(syntax, side, results, source)
        case Unary(operator=("+" | "-"), of=operand) if is_no_number(results.of(operand)):
            yield _no_number(syntax, operand, results, source)
        case Call(callee=Member(of=owner, name=name), arguments=(sought,)) if name in _SEARCHES:
            yield from _search(syntax, owner, name, sought, results, source)
        case _:
            return


def _equality(binary: Binary, results: Results, source: Source) -> Iterator[Finding]:
    left, right = binary.left, binary.right
    never = "never true" if binary.operator[0] == "=" else "always true"
    written = quoted(source.of(binary))
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Name) and side.name == "NaN":
            remedy = f"Write Number.isNaN({source.of(other)})."
            yield Finding("never-equal", f"{written} is {never}: nothing equals NaN.", remedy)
            return
        made = _made(side)
        # `==` makes a text or a number of an object, unless the other side is an object too.
        same = len(binary.operator) == 3 or results.of(other).something().only(*_OBJECTS)
        if made is not None and (same or made in ("a regular expression", "a function")):
            text = f"{written} is {never}: {source.of(side)} makes {made}, and no other value is the same one."
            yield Finding("never-equal", text, _REMEDIES[made])
            return
    for side, other in ((left, right), (right, left)):
        alternatives = _alternatives(side)
        if alternatives:
            text = f"{written} compares with {alternatives[0]} only: a text before || is the result of ||."
            remedy = f"Compare with each: {source.of(other)} {binary.operator} {alternatives[0]} || …"
            yield Finding("compared-with-first", text, remedy)
            return
    if isinstance(left, Literal) and isinstance(right, Literal):
        return
    one, two = results.of(left).something(), results.of(right).something()
    if one.known and two.known and not _may_equal(one, two, loosely=len(binary.operator) == 2):
        yield _never_equal(binary, never, results, source)


_REMEDIES = {
    "a list": "Compare its items, or use [...].includes(...).",
    "an object": "Compare its properties.",
    "a Date": "Compare texts, or the numbers of .getTime().",
    "a regular expression": "Write /…/.test(…).",
    "a function": "Call the function.",
}


def _made(syntax: Syntax) -> str | None:
    """Return what a part of an expression makes each time, which is never the same as another value."""
    match syntax:
        case Listed():
            return "a list"
        case Made(kind="pattern") | New(callee=Name(name="RegExp")):
            return "a regular expression"
        case Made(kind="function"):
            return "a function"
        case Made(kind="object"):
            return "an object"
        case New(callee=Name(name="Date")):
            return "a Date"
        case _:
            return None


def _alternatives(syntax: Syntax) -> list[str]:
    """Return the first of the texts that are joined by `||`, as in `x === ('a' || 'b')`."""
    while isinstance(syntax, Binary) and syntax.operator == "||":
        if isinstance(syntax.left, Literal) and syntax.left.value:
            return [repr(syntax.left.value)]
        syntax = syntax.left
    return []


def _never_equal(binary: Binary, never: str, results: Results, source: Source) -> Finding:
    left, right = results.of(binary.left).something(), results.of(binary.right).something()
    subject, other = (binary.right, binary.left) if isinstance(binary.left, Literal) else (binary.left, binary.right)
    values, others = (right, left) if subject is binary.right else (left, right)
    text = f"{quoted(source.of(binary))} is {never}: {source.of(subject)} is {described(values)}"
    if isinstance(other, Literal):
        return Finding("never-equal", f"{text}.", _remedy(subject, values, other.value, binary.operator, source))
    remedy = "Correct one of the two."
    return Finding("never-equal", f"{text}, and {source.of(other)} is {described(others)}.", remedy)


def _remedy(subject: Syntax, values: Values, wanted: object, operator: str, source: Source) -> str:
    name = source.of(subject)
    if wanted == "" and "" not in (values.texts or ()):
        return f"Write {'!' if operator[0] == '=' else ''}{name}: a variable without a value is null."
    if values.only("boolean"):
        if isinstance(wanted, str) and wanted.strip().lower() in ("false", "no", "n", "0"):
            return f"Write {name} {operator} false."
        return f"Write {name} {operator} true."
    if values.only("number") and isinstance(wanted, str) and number_in(wanted) is not None:
        return f"Write {name} {operator} {wanted.strip() or '0'}, without quotes."
    if values.only("text") and isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return f"Write Number({name}) {operator} {wanted}, or '{wanted}' in quotes."
    if values.only("object") and values.fields:
        return f"Compare one of its properties, such as {name}.{next(iter(values.fields))}."
    if values.only("list"):
        return f"Write {name}.includes(…)."
    if values.only("text") and values.texts is not None and isinstance(wanted, str):
        near = [text for text in sorted(values.texts) if text.casefold() == wanted.strip().casefold()]
        hint = f" Did you mean {quoted(near[0])}?" if near else Spelling(sorted(values.texts)).hint(wanted)
        return f"Compare with a value that it can have.{hint}"
    return "Compare with a value that it can have."


def _may_equal(one: Values, other: Values, *, loosely: bool) -> bool:
    if one.known & other.known - {"text"}:
        return True
    if "text" in one.known and "text" in other.known and _may_be_same_text(one, other):
        return True
    return loosely and (_may_convert(one, other) or _may_convert(other, one))


def _may_be_same_text(one: Values, other: Values) -> bool:
    if one.texts is not None and other.texts is not None:
        return not one.texts.isdisjoint(other.texts)
    for known, formed in ((one, other), (other, one)):
        form = formed.form
        if known.texts is not None and form is not None:
            return any(has_form(text, form) for text in known.texts)
    return one.form == other.form or not {one.form, other.form} <= _APART


def _may_convert(one: Values, other: Values) -> bool:
    """Return whether `==` may find values of different types equal, after it has made numbers or texts of them."""
    if one.known & {"list", "moment", "bigint"}:
        return True
    if "text" in one.known and other.known & {"number", "boolean"}:
        if is_no_number(Values(frozenset({"text"}), one.texts, one.form)):
            return False
        if "number" in other.known:
            return True
        # Only "1" equals true, and only "0" and "" equal false.
        return one.form == "digits" or any(number_in(text) in (0.0, 1.0) for text in one.texts or ())
    return "boolean" in one.known and "number" in other.known


def _order(binary: Binary, results: Results, source: Source) -> Iterator[Finding]:
    written = quoted(source.of(binary))
    if isinstance(binary.left, Binary) and binary.left.operator in _ORDERS:
        inner = binary.left
        text = f"{written} compares the result of {quoted(source.of(inner))}, which is true or false."
        middle, right = source.of(inner.right), source.of(binary.right)
        remedy = f"Write {source.of(inner)} && {middle} {binary.operator} {right}."
        yield Finding("chained-comparison", text, remedy)
        return
    one, two = results.of(binary.left).something(), results.of(binary.right).something()
    for side, values, others in ((binary.left, one, two), (binary.right, two, one)):
        name = source.of(side)
        if others.only("number", "moment", "bigint") and is_no_number(values):
            text = f"{written} is never true: {name} is {described(values)}, and it is compared as a number."
            yield Finding("never-ordered", text, _order_remedy(name, values))
            return
        if others.only("moment") and values.only("text") and values.form != "digits":
            text = f"{written} is never true: {name} is {described(values)}, and a Date is compared as a number."
            yield Finding("never-ordered", text, f"Write new Date({name}).")
            return
        shape = _ORDERED_AS_TEXT.get(values.form) if values.form is not None else None
        if shape is not None and others.only("text") and others.texts is not None:
            wrong = [text for text in sorted(others.texts) if not shape.fullmatch(text)]
            if wrong and len(wrong) == len(others.texts):
                text = f"{written} compares letter by letter: {name} is {described(values)}, unlike {quoted(wrong[0])}."
                yield Finding("never-ordered", text, "Write the other side in the same way.")
                return


def _order_remedy(name: str, values: Values) -> str:
    if values.form in ("date", "datetime"):
        return (
            f"Write new Date({name}), or compare with a text: {name} > new Date().toISOString().slice(0, 10)."
            if values.form == "date"
            else f"Write new Date({name})."
        )
    if values.form == "time":
        return f'Compare with a text, like {name} >= "09:00".'
    if values.only("object") and values.fields:
        return f"Compare one of its properties, such as {name}.{next(iter(values.fields))}."
    return "Compare with a value of the same type."


def _no_number(syntax: Syntax, operand: Syntax, results: Results, source: Source) -> Finding:
    name, values = source.of(operand), results.of(operand).something()
    text = f"{quoted(source.of(syntax))} is not a number (NaN): {name} is {described(values)}."
    if values.form in ("date", "datetime"):
        return Finding("not-a-number", text, f"Write new Date({name}).")
    return Finding("not-a-number", text, "Use a number.")


def _search(
    call: Call, owner: Syntax, name: str, sought: Syntax, results: Results, source: Source
) -> Iterator[Finding]:
    """Find what a text or a list never holds: `['sales', 'suport'].includes(department)`."""
    held, values = results.of(owner).something(), results.of(sought).something()
    written = quoted(source.of(call))
    if isinstance(owner, Listed) and name == "includes":
        if not values.known:
            return
        for item in owner.items:
            candidate = results.of(item)
            if (
                isinstance(item, Literal)
                and candidate.something().known
                and not _may_equal(candidate, values, loosely=False)
            ):
                text = f"in {written}, {source.of(sought)} is {described(values)}, so {source.of(item)} never fits."
                remedy = _remedy(sought, values, item.value, "===", source)
                yield Finding("never-equal", text, remedy)
        return
    if not isinstance(sought, Literal) or not isinstance(sought.value, str):
        return
    if held.only("list") and name == "includes" and held.items is not None and held.items.something().known:
        if not _may_equal(held.items.something(), values, loosely=False):
            text = f"{written} is never true: an item of {source.of(owner)} is {described(held.items)}."
            yield Finding("never-equal", text, _remedy(owner, held.items, sought.value, "===", source))
    elif held.only("text") and held.texts is not None:
        wanted = sought.value
        tests = {"includes": str.__contains__, "startsWith": str.startswith, "endsWith": str.endswith}
        if not any(tests[name](text, wanted) for text in held.texts):
            text = f"{written} is never true: {source.of(owner)} is {described(held)}."
            yield Finding("never-equal", text, _remedy(owner, held, wanted, "===", source))
