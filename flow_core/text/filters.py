"""`{{ expression | filter }}`: the names of the filters, and where an expression ends and its filter begins.

What a filter says is decided in spoken/. This module speaks and evaluates nothing.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, get_args

from flow_core.text.outside import outside

Filter: TypeAlias = Literal["date", "time", "datetime", "money", "number", "digits", "spell", "list", "phone"]
"""The name of a filter."""
FILTERS: tuple[Filter, ...] = get_args(Filter)
"""Every filter, in the order of the documentation."""

_MAY_BE_FILTER = re.compile(r"\s*([A-Za-z_$][A-Za-z0-9_$]*)\s*(?:[(:].*)?\Z", re.DOTALL)
"""A name, or a name with arguments as other template languages write them."""


def split(text: str) -> tuple[str, Filter | None]:
    """Divide the text of a hole into its expression and its filter.

    `|` is JavaScript's OR, too. So a filter is only what follows the last single `|` outside brackets and strings, and
    only if it is the name of a filter.

    Args:
        text: What stands between `{{` and `}}`.

    Returns:
        The expression without spaces around it, and the filter; None as the filter if there is none.
    """
    bar = _last_bar(text)
    name = text[bar + 1 :].strip() if bar is not None else ""
    if bar is None or name not in FILTERS:
        return text.strip(), None
    return text[:bar].strip(), name


def suspected_filter(expression: str) -> str | None:
    """Return the name after the last single `|` of an expression, which its author may have meant as a filter.

    Args:
        expression: The expression of a hole, as `split` returns it.

    Returns:
        The name; None if the expression has no single `|`, or if no name follows the last one. The name of a filter
        is returned if arguments follow it, because no filter takes any.
    """
    bar = _last_bar(expression)
    found = _MAY_BE_FILTER.match(expression, bar + 1) if bar is not None else None
    return found.group(1) if found else None


def _last_bar(text: str) -> int | None:
    """Return the index of the last single `|` outside brackets and strings."""
    if "|" not in text:
        return None
    last: int | None = None
    second = -1
    for place in outside(text, 0, len(text)):
        if place == second:
            continue
        if text.startswith("||", place):
            second = place + 1
        elif text[place] == "|":
            last = place
    return last
