"""A JavaScript engine that evaluates the same expression on the same values once. Tests of a flow repeat most of them.

The real engine evaluates; nothing here knows JavaScript. An evaluation is a pure function of its arguments.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from flow_core.evaluate import Overran
from flow_core.json import Variables
from functions.ports.javascript import JavaScriptEngine, Limits, Ran

_MOST = 20_000
"""Results that are kept. Those that were used last stay."""
_MAX_VALUES = 2_000
"""Characters of the values that an expression reads, as JSON. A result for longer ones is not kept."""
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_READS_MORE = re.compile(r"\\|arguments|eval|Function|constructor|globalThis|this")
"""An expression that matches may read a variable, or a random number, that its text does not name."""

_Key: TypeAlias = tuple[str, int, int | None, str]


@lru_cache(maxsize=4096)
def _words(expression: str) -> tuple[str, ...] | None:
    """Return the words of an expression. None if it may read others."""
    return None if _READS_MORE.search(expression) else tuple(dict.fromkeys(_WORD.findall(expression)))


@dataclass(slots=True)
class Remembered:
    """`JavaScriptEngine` over another one, for one run of tests.

    Args:
        javascript: The engine.
    """

    javascript: JavaScriptEngine
    _known: OrderedDict[_Key, Ran] = field(default_factory=OrderedDict)

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        """See `JavaScriptEngine.evaluate`. A result that is known takes no time."""
        key = _key(expression, variables, at, seed)
        if key is None:
            return self.javascript.evaluate(expression, variables, at, seed, limits)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        ran = self.javascript.evaluate(expression, variables, at, seed, limits)
        if not isinstance(ran.evaluated, Overran):
            self._known[key] = Ran(ran.evaluated, 0.0)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return ran


def _key(expression: str, variables: Variables, at: int, seed: int) -> _Key | None:
    """Return all that the result depends on; None for values that are too long or no JSON."""
    words = _words(expression)
    read = variables if words is None else {name: variables[name] for name in words if name in variables}
    try:
        values = json.dumps(read)
    except (TypeError, ValueError, RecursionError):
        return None
    if len(values) > _MAX_VALUES:
        return None
    # Only `Math.random` reads the seed.
    return expression, at, seed if words is None or "Math" in words else None, values
