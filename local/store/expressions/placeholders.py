"""The expressions of one request with their placeholders. Each placeholder must be used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from local.store.errors import InvalidError
from local.store.expressions import conditions, updates
from local.store.expressions.conditions import Condition, parse_condition
from local.store.expressions.evaluate import Bound
from local.store.expressions.paths import Path, Resolved, check_overlaps, resolved
from local.store.expressions.tokens import Tokens
from local.store.expressions.updates import Action, parse_update
from local.store.values import checked

NAMES, VALUES = "ExpressionAttributeNames", "ExpressionAttributeValues"


class Expressions:
    """Parses the expressions of a request. `done` refuses unused placeholders.

    Args:
        request: The request's body.

    Raises:
        InvalidError: If the names or values are empty or invalid.
    """

    def __init__(self, request: dict[str, Any]) -> None:
        self._request = request
        self._used: set[str] = set()
        names, values = request.get(NAMES), request.get(VALUES)
        if names is not None and (not names or not all(isinstance(name, str) for name in names.values())):
            raise InvalidError(f"{NAMES} must not be empty")
        if values is not None and not values:
            raise InvalidError(f"{VALUES} must not be empty")
        self.bound = Bound(names or {}, {name: checked(value) for name, value in (values or {}).items()})

    def condition(self, kind: str) -> Condition | None:
        """Parse a condition.

        Args:
            kind: The field of the request, such as `FilterExpression`.

        Returns:
            The condition. None: the request does not have the field.
        """
        text = self._request.get(kind)
        if text is None:
            return None
        condition = parse_condition(kind, text)
        self._use(conditions.placeholders_in(condition))
        return condition

    def update(self) -> tuple[Action, ...]:
        """Parse the UpdateExpression. Empty: the request has none."""
        text = self._request.get("UpdateExpression")
        if text is None:
            return ()
        actions = parse_update(text)
        self._use(updates.placeholders_in(actions))
        return actions

    def projection(self) -> tuple[Resolved, ...] | None:
        """Parse the ProjectionExpression. None: the request has none."""
        text = self._request.get("ProjectionExpression")
        if text is None:
            return None
        paths = _paths_of(text)
        self._use(conditions.mentions(*paths))
        found = tuple(resolved(path, self.bound.names) for path in paths)
        check_overlaps(found, "ProjectionExpression")
        return found

    def done(self) -> None:
        """Refuse placeholders that no expression uses.

        Raises:
            InvalidError: If there is one.
        """
        if unused := sorted(set(self.bound.names) - self._used):
            raise InvalidError(f"Value provided in {NAMES} unused in expressions: keys: {{{', '.join(unused)}}}")
        if unused := sorted(set(self.bound.values) - self._used):
            raise InvalidError(f"Value provided in {VALUES} unused in expressions: keys: {{{', '.join(unused)}}}")

    def _use(self, mentioned: frozenset[str]) -> None:
        known = self.bound.names.keys() | self.bound.values.keys()
        if missing := sorted(mentioned - known):
            what = "value" if missing[0].startswith(":") else "name used in the document path"
            raise InvalidError(
                f"Invalid expression: An expression attribute {what} is not defined; attribute: {missing[0]}"
            )
        self._used |= mentioned


@lru_cache(256)
def _paths_of(text: str) -> Sequence[Path]:
    tokens = Tokens("ProjectionExpression", text)
    paths = [tokens.path()]
    while tokens.take(","):
        paths.append(tokens.path())
    tokens.end()
    return tuple(paths)
