"""Fakes for the arguments of flow_core. No JavaScript runs here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.evaluate import Inspected

_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*")
_LANGUAGE = frozenset("true false null undefined typeof Math Number String JSON Date".split())


def inspect(expressions: Sequence[str]) -> list[Inspected]:
    """`flow_core.evaluate.Inspect`."""
    return [_inspected(expression) for expression in expressions]


def _inspected(expression: str) -> Inspected:
    """Parse names and simple operators. An expression with `@` or an unclosed bracket is not JavaScript."""
    bare = _STRING.sub(lambda found: " " * len(found.group()), expression)
    wrong = bare.find("@")
    if wrong >= 0:
        return Inspected(frozenset(), "SyntaxError: unexpected token", wrong)
    if any(bare.count(opener) != bare.count(closer) for opener, closer in ("()", "[]", "{}")):
        return Inspected(frozenset(), "SyntaxError: unexpected end", None)
    return Inspected(frozenset(_NAME.findall(bare)) - _LANGUAGE, None, None)
