"""Translates conditions and small formulas of other products into JavaScript. What it does not know is refused.

Only literals, operators, names of variables and listed functions come out, so the result is always one expression.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

MAX_LENGTH = 4_000
"""Characters of an expression, before and after."""
_MAX_DEPTH = 60

Reference: TypeAlias = Callable[[str], str | None]
"""The text of a reference, such as `$session.params.city` -> JavaScript; None if it cannot be said."""
Function: TypeAlias = Callable[[str, Sequence[str]], str | None]
"""The name of a function and its arguments in JavaScript -> JavaScript; None if it cannot be said."""


class UntranslatableError(Exception):
    """The expression uses something that has no JavaScript here. The text says what."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a product writes its expressions."""

    reference: Reference
    function: Function = lambda name, arguments: None
    bare_text: bool = False
    """Whether a word that stands alone is a text (`channel = mobile`) and not a variable."""


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<reference>\$[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*|\{\{?\s*[^{}]{1,200}?\s*\}?\})
    |(?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*)
    |(?P<operator>===|!==|==|!=|<>|<=|>=|&&|\|\||[=<>!:+\-*/%(),\[\]])
    )""",
    re.VERBOSE,
)
_COMPARE = {
    "=": "==",
    "==": "==",
    "===": "===",
    "!=": "!=",
    "<>": "!=",
    "!==": "!==",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
_CONSTANTS = {"true": "true", "false": "false", "null": "null", "undefined": "null", "nil": "null", "none": "null"}
_WORD_OPERATORS = {"and": "&&", "or": "||", "not": "!"}


def translate(text: str, dialect: Dialect) -> str:
    """Return an expression in JavaScript.

    Args:
        text: The expression.
        dialect: How it is written.

    Raises:
        UntranslatableError: If it is too long, or has something that is not known.
    """
    if len(text) > MAX_LENGTH:
        raise UntranslatableError(f"it has more than {MAX_LENGTH:,} characters")
    parser = _Parser(_tokens(text), dialect)
    result = parser.whole()
    if len(result) > MAX_LENGTH:
        raise UntranslatableError(f"it has more than {MAX_LENGTH:,} characters")
    return result


def quoted(value: str) -> str:
    """Return a text as a literal of JavaScript."""
    return json.dumps(value)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise UntranslatableError(f'"{text[position:].strip()[:20]}" is not understood')
        kind = match.lastgroup or ""
        tokens.append((kind, match.group(kind)))
        position = match.end()
    return tokens


class _Parser:
    """A parser by precedence: or, and, not, comparison, sum, product, sign, value."""

    def __init__(self, tokens: list[tuple[str, str]], dialect: Dialect) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._dialect = dialect

    def whole(self) -> str:
        if not self._tokens:
            raise UntranslatableError("it is empty")
        result = self._either()
        if self._at < len(self._tokens):
            raise UntranslatableError(f'"{self._tokens[self._at][1][:20]}" is not understood')
        return result

    def _peek(self) -> str:
        """Return the operator that is next; "" if none is."""
        if self._at >= len(self._tokens):
            return ""
        kind, text = self._tokens[self._at]
        if kind == "word":
            return _WORD_OPERATORS.get(text.lower(), "")
        return text if kind == "operator" else ""

    def _either(self) -> str:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise UntranslatableError("it is nested too deep")
        left = self._both()
        while self._peek() == "||":
            self._at += 1
            left = f"({left} || {self._both()})"
        self._depth -= 1
        return left

    def _both(self) -> str:
        left = self._negated()
        while self._peek() == "&&":
            self._at += 1
            left = f"({left} && {self._negated()})"
        return left

    def _negated(self) -> str:
        signs = 0
        while self._peek() == "!":
            self._at += 1
            signs += 1
        inner = self._compared()
        return inner if signs == 0 else f"{'!' * (2 - signs % 2)}({inner})"

    def _compared(self) -> str:
        left = self._sum()
        operator = self._peek()
        if operator in _COMPARE:
            self._at += 1
            return f"{left} {_COMPARE[operator]} {self._sum()}"
        if operator == ":":
            self._at += 1
            return f'String({left} ?? "").includes(String({self._sum()}))'
        return left

    def _sum(self) -> str:
        left = self._product()
        while (operator := self._peek()) in ("+", "-"):
            self._at += 1
            left = f"({left} {operator} {self._product()})"
        return left

    def _product(self) -> str:
        left = self._signed()
        while (operator := self._peek()) in ("*", "/", "%"):
            self._at += 1
            left = f"({left} {operator} {self._signed()})"
        return left

    def _signed(self) -> str:
        if self._peek() != "-":
            return self._value()
        self._at += 1
        return f"(-{self._value()})"

    def _value(self) -> str:
        if self._at >= len(self._tokens):
            raise UntranslatableError("it ends too early")
        kind, text = self._tokens[self._at]
        self._at += 1
        match kind:
            case "number":
                return text.lstrip("0") or "0" if "." not in text else text
            case "text":
                return quoted(re.sub(r"\\(.)", r"\1", text[1:-1]))
            case "word":
                return self._word(text)
            case "reference":
                if self._peek() == "(":
                    return self._call(text)
                return self._known(text)
            case _:
                return self._bracket(text)

    def _word(self, text: str) -> str:
        constant = _CONSTANTS.get(text.lower())
        if constant is not None:
            return constant
        if self._peek() == "(":
            return self._call(text)
        return quoted(text) if self._dialect.bare_text else self._known(text)

    def _known(self, text: str) -> str:
        result = self._dialect.reference(text)
        if result is None:
            raise UntranslatableError(f'"{text[:40]}" has no value here')
        return result

    def _call(self, name: str) -> str:
        self._at += 1
        arguments = self._list(")")
        result = self._dialect.function(name, arguments)
        if result is None:
            raise UntranslatableError(f'the function "{name[:40]}" is not known')
        return result

    def _bracket(self, text: str) -> str:
        if text == "(":
            inner = self._either()
            if self._peek() != ")":
                raise UntranslatableError('")" is missing')
            self._at += 1
            return f"({inner})"
        if text == "[":
            return f"[{', '.join(self._list(']'))}]"
        raise UntranslatableError(f'"{text}" is not understood')

    def _list(self, end: str) -> list[str]:
        values: list[str] = []
        if self._peek() == end:
            self._at += 1
            return values
        while True:
            values.append(self._either())
            operator = self._peek()
            self._at += 1
            if operator == end:
                return values
            if operator != ",":
                raise UntranslatableError(f'"{end}" is missing')
