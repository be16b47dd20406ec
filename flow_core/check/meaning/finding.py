"""What a check found in an expression, and the words for it. It finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flow_core.check.meaning.values import Form, Kind, Values
from flow_core.check.problem import listed
from flow_core.syntax import Syntax

_MAX_SOURCE_CHARACTERS = 60
"""Characters of a part of an expression in a message."""
_KINDS: Mapping[Kind, str] = {
    "text": "a text",
    "number": "a number",
    "boolean": "true or false",
    "nothing": "null",
    "list": "a list",
    "object": "an object",
    "moment": "a Date",
    "function": "a function",
    "pattern": "a regular expression",
    "bigint": "a BigInt",
}
_FORMS: Mapping[Form, str] = {
    "date": 'a date, which is a text like "2026-05-06"',
    "time": 'a time, which is a text like "18:30"',
    "datetime": 'a time of a day, which is a text like "2026-05-06T18:30"',
    "duration": 'a duration, which is a text like "PT30M"',
    "email": 'an address, which is a text like "ann@example.com"',
    "phone": 'a phone number, which is a text like "+15550100000"',
    "digits": "a text of digits",
    "code": "a text of capital letters and digits",
    "lower": "a text in lowercase letters",
    "upper": "a text in capital letters",
    "trimmed": "a text without spaces around it",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A probable mistake in an expression. The fields are those of `Problem`."""

    code: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Source:
    """The text of an expression."""

    expression: str

    def of(self, syntax: Syntax) -> str:
        """Return the text of a part of the expression. A long text is cut."""
        start, end = syntax.span
        text = self.expression.encode()[start:end].decode(errors="replace")
        return text if len(text) <= _MAX_SOURCE_CHARACTERS else f"{text[:_MAX_SOURCE_CHARACTERS]}…"


def described(values: Values) -> str:
    """Return the words for a set of values, such as `a number or null`."""
    known = values.something().known
    words: list[str] = []
    for kind in sorted(known):
        if kind == "text" and values.texts is not None and len(known) == 1:
            return f"only ever {listed(sorted(values.texts), 'or')}"
        if kind == "text" and values.form is not None:
            words.append(_FORMS[values.form])
        elif kind == "object" and values.fields:
            words.append(f"an object with {listed(list(values.fields))}")
        else:
            words.append(_KINDS[kind])
    return " or ".join(words)
