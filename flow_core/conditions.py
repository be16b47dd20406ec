"""What an author means by a condition that JavaScript reads otherwise: `x = 'a'`, and a validation `/^[0-9]+$/`.

It evaluates nothing. check/ warns of the same conditions.
"""

from __future__ import annotations

import re
from functools import lru_cache

from flow_core.evaluate import Evaluated, Value

_ASSIGNMENT = re.compile(r"[\s(]*([A-Za-z_$][\w$]*)\s*=(?![=>])")


@lru_cache(maxsize=4096)
def assigned(expression: str) -> str | None:
    """Return the variable that a condition sets instead of comparing it: "x" for `x = 'a'`. None for any other."""
    found = _ASSIGNMENT.match(expression)
    return found[1] if found else None


def applied(validation: str, result: Evaluated) -> str | None:
    """Return the expression that tries a function or a pattern on `value`.

    Args:
        validation: The author's expression.
        result: Its result.

    Returns:
        `(validation)(value)` for a function, `(validation).test(value)` for a pattern; None for any other result.
    """
    if not isinstance(result, Value) or not result.truthy:
        return None
    # JSON has neither: a function is null, and a pattern an object without fields.
    if result.value is None:
        return f"({validation})(value)"
    return f"({validation}).test(value)" if result.value == {} else None
