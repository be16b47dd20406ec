"""Paths into a JSON value, as other products write them: `$.a.b[0]`, `a.b`, `response.a`."""

from __future__ import annotations

import re

from functions.flow_import.expressions import quoted

_PART = re.compile(r"\[\s*(\d{1,9})\s*\]|\[\s*[\"']([^\"'\]]{1,200})[\"']\s*\]|([^.\[\]]{1,200})")


def path_expression(root: str, path: str, skip: tuple[str, ...] = ("$",)) -> str:
    """Return the JavaScript that reads a path.

    Args:
        root: The expression of the value.
        path: The path. Parts that are no names or indexes are ignored.
        skip: First parts that mean the value itself.

    Returns:
        An expression that is undefined, and never throws, if the path does not exist.
    """
    result = root
    for number, match in enumerate(list(_PART.finditer(path.strip()))[:50]):
        index, named, plain = match.groups()
        name = (named or plain or "").strip()
        if number == 0 and index is None and name in skip:
            continue
        if index is not None:
            result += f"?.[{index}]"
        elif re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", name):
            result += f"?.{name}"
        elif name:
            result += f"?.[{quoted(name)}]"
    return result
