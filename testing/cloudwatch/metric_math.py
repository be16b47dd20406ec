"""The part of CloudWatch's metric math that the alarms use: arithmetic, and SUM(METRICS()).

Source: "Using metric math" in CloudWatch's user guide. In arithmetic between two series, a value that is missing in one
of them counts as 0. Division by zero drops the data point. Any other function is an error, because its result without
data is not documented.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping


def evaluate(expression: str, metrics: Mapping[str, float | None]) -> float | None:
    """Evaluate an expression at one timestamp.

    Args:
        expression: The expression.
        metrics: Id -> value; None if it is missing.

    Returns:
        The value; None if there is none.

    Raises:
        ValueError: If the expression has something else than numbers, ids, + - * / and SUM(METRICS()).
    """
    return _value(ast.parse(expression, mode="eval").body, metrics)


def _value(node: ast.expr, metrics: Mapping[str, float | None]) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in metrics:
            return metrics[name]
        case ast.Call(func=ast.Name(id="SUM"), args=[ast.Call(func=ast.Name(id="METRICS"), args=[])]):
            held = [value for value in metrics.values() if value is not None]
            return sum(held) if held else None
        case ast.BinOp(left=left, op=operator, right=right):
            return _arithmetic(operator, left, right, metrics)
    raise ValueError(f"this evaluator does not know {ast.unparse(node)!r}; see its docstring")


def _arithmetic(
    operator: ast.operator, left: ast.expr, right: ast.expr, metrics: Mapping[str, float | None]
) -> float | None:
    one, other = _value(left, metrics), _value(right, metrics)
    # A number has no timestamps of its own, so it does not give a missing value one.
    if (one is None and (other is None or _is_number(right))) or (other is None and _is_number(left)):
        return None
    first, second = one or 0.0, other or 0.0
    match operator:
        case ast.Add():
            return first + second
        case ast.Sub():
            return first - second
        case ast.Mult():
            return first * second
        case ast.Div():
            return first / second if second else None
    raise ValueError(f"this evaluator does not know {ast.unparse(ast.BinOp(left, operator, right))!r}")


def _is_number(node: ast.expr) -> bool:
    return not any(isinstance(each, ast.Name) for each in ast.walk(node))
