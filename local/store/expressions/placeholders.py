"""The expressions of one request, with the names and values that belong to them; each of those must be used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from local.store.errors import InvalidError
from local.store.expressions import conditions, updates
from local.store.expressions.conditions import Condition, condition_of
from local.store.expressions.evaluate import Bound
from local.store.expressions.paths import Path, Resolved, refuse_overlaps, resolved
from local.store.expressions.tokens import Tokens
from local.store.expressions.updates import Action, update_of
from local.store.values import checked

NAMES, VALUES = "ExpressionAttributeNames", "ExpressionAttributeValues"


class Expressions:
    """Reads them out of a request; `done` refuses a name or a value that none of them used."""

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
        text = self._request.get(kind)
        if text is None:
            return None
        condition = condition_of(kind, text)
        self._use(conditions.names_used(condition))
        return condition

    def update(self) -> tuple[Action, ...]:
        text = self._request.get("UpdateExpression")
        if text is None:
            return ()
        actions = update_of(text)
        self._use(updates.names_used(actions))
        return actions

    def projection(self) -> tuple[Resolved, ...] | None:
        text = self._request.get("ProjectionExpression")
        if text is None:
            return None
        paths = _paths_of(text)
        self._use(conditions.mentions(*paths))
        found = tuple(resolved(path, self.bound.names) for path in paths)
        refuse_overlaps(found, "ProjectionExpression")
        return found

    def done(self) -> None:
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
