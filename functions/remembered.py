"""A JavaScript engine that evaluates the same expression on the same values once. Tests and replays repeat most.

The real engine evaluates; nothing here knows more of JavaScript than the names that an expression can read. An
evaluation is a pure function of its arguments.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from flow_core.evaluate import Evaluated, Overran, Value
from flow_core.json import Json, Variables
from functions.ports.javascript import JavaScriptEngine, Limits, Ran

MOST = 20_000
"""Results that are kept. Those that were used last stay."""
MOST_CHARACTERS = 16_000_000
"""Characters of all kept values and results, as JSON."""
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_READS_MORE = re.compile(r"\\|arguments|eval|Function|constructor|globalThis|this")
"""An expression that matches may read what its text does not name: a variable, the time, or a random number."""
_CLOCK = frozenset({"Date", "Intl", "Temporal", "performance"})
"""Words that an expression needs to read the time."""

_Key: TypeAlias = tuple[str, int | None, int | None, str]


@dataclass(frozen=True, slots=True)
class _Reads:
    """What an expression can read."""

    names: tuple[str, ...]
    clock: bool
    random: bool


@lru_cache(maxsize=4096)
def _reads(expression: str) -> _Reads | None:
    """Return what an expression can read. None if its text does not tell."""
    if _READS_MORE.search(expression):
        return None
    words = tuple(dict.fromkeys(_WORD.findall(expression)))
    return _Reads(words, not _CLOCK.isdisjoint(words), "Math" in words)


@dataclass(slots=True)
class Remembered:
    """`JavaScriptEngine` over another one, for one run of tests or one replay. Not thread-safe.

    Args:
        javascript: The engine.
    """

    javascript: JavaScriptEngine
    _known: OrderedDict[_Key, tuple[Ran, int]] = field(default_factory=OrderedDict)
    """Each result, with its characters."""
    _characters: int = 0

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        """See `JavaScriptEngine.evaluate`. A result that is known takes no time."""
        key = _key(expression, variables, at, seed)
        if key is None:
            return self.javascript.evaluate(expression, variables, at, seed, limits)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known[0]
        ran = self.javascript.evaluate(expression, variables, at, seed, limits)
        if not isinstance(ran.evaluated, Overran):
            self._keep(key, ran.evaluated)
        return ran

    def _keep(self, key: _Key, evaluated: Evaluated) -> None:
        size = len(key[0]) + len(key[3]) + _size(evaluated)
        self._known[key] = (Ran(evaluated, 0.0), size)
        self._characters += size
        while len(self._known) > MOST or self._characters > MOST_CHARACTERS:
            self._characters -= self._known.popitem(last=False)[1][1]


def _size(evaluated: Evaluated) -> int:
    value: Json = evaluated.value if isinstance(evaluated, Value) else None
    if isinstance(value, list | dict):
        return len(json.dumps(value))
    return len(value) if isinstance(value, str) else 8


def _key(expression: str, variables: Variables, at: int, seed: int) -> _Key | None:
    """Return all that the result depends on; None for values that are no JSON."""
    reads = _reads(expression)
    names = variables if reads is None else [name for name in reads.names if name in variables]
    try:
        values = json.dumps({name: variables[name] for name in names})
    except (TypeError, ValueError, RecursionError):
        return None
    if reads is None:
        return expression, at, seed, values
    # Only `Math.random` reads the seed.
    return expression, at if reads.clock else None, seed if reads.random else None, values
