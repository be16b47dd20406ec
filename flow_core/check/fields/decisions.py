"""Finds the problems of the conditions of a decision, and of conditions in words. It parses no expression."""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.authored.data import Condition, DecisionData
from flow_core.check.problem import Path, Place, Problem, field_name, quoted


def decision_problems(data: DecisionData, place: Place) -> Iterator[Problem]:
    """Find the problems of a decision."""
    if not data.conditions:
        text = 'it has no conditions, so a call always leaves it by "default".'
        yield place.warning(
            "missing-conditions", text, "Add a condition, or take the node away.", ("data", "conditions")
        )
    seen: set[str] = set()
    for index, condition in enumerate(data.conditions):
        path: Path = ("data", "conditions", index)
        if condition.id == "default":
            text = 'a condition cannot have the id "default", the exit for the case that no condition is true.'
            yield place.error("reserved-condition-id", text, "Choose another id.", (*path, "id"))
        elif condition.id == "error" and data.in_words:
            text = 'a condition cannot have the id "error", the exit for a model that fails to decide.'
            yield place.error("reserved-condition-id", text, "Choose another id.", (*path, "id"))
        elif condition.id in seen:
            text = f"two conditions have the id {quoted(condition.id)}, so their edges cannot be distinguished."
            yield place.error("duplicate-condition-id", text, "Give one of them another id.", (*path, "id"))
        seen.add(condition.id)
        yield from _way_problems(condition, place, path)
    yield from _unreached_condition_problems(data, place)


def words_problems(words: str, place: Place, path: Path) -> Iterator[Problem]:
    """Find the problems of a condition in words.

    Args:
        words: What has to be true.
        place: The part of the flow that has the condition.
        path: The path from the part to the words.
    """
    if not words.strip():
        yield place.error("empty-when", '"when" is empty.', "Write in words what has to be true.", path)
    elif "{{" in words:
        text = 'no {{ … }} in "when" is filled in: the model reads it as it is written.'
        yield place.warning("hole-in-when", text, "Write it in words only.", path)


def _way_problems(condition: Condition, place: Place, path: Path) -> Iterator[Problem]:
    """Check that either an expression or a model decides a condition."""
    name = field_name(path)
    if condition.expression is None and condition.when is None:
        text = f'{name} has neither an "expression" nor "when".'
        remedy = 'Write an "expression", or in words what has to be true as "when".'
        yield place.error("missing-field", text, remedy, (*path, "expression"))
    elif condition.expression is not None and condition.when is not None:
        text = f'{name} has both an "expression" and "when".'
        yield place.error("two-conditions", text, "Keep one of them.", (*path, "when"))
    elif condition.when is not None:
        yield from words_problems(condition.when, place, (*path, "when"))


def _unreached_condition_problems(data: DecisionData, place: Place) -> Iterator[Problem]:
    """Find the conditions that are never looked at, because one before them is true whenever they are."""
    earlier: dict[str, str] = {}
    # A model decides the conditions in words, after every expression.
    in_order = sorted(enumerate(data.conditions), key=lambda each: each[1].expression is None)
    for index, condition in in_order:
        words = " ".join((condition.expression or f'"{condition.id}" in words').split())
        first = earlier.get("true", earlier.get(words))
        if first is not None:
            text = f"the condition {quoted(condition.id)} is never reached: {quoted(first)} is true before it."
            remedy = "Change one of the two, or take one away."
            field = "when" if condition.expression is None else "expression"
            yield place.warning("unreached-condition", text, remedy, ("data", "conditions", index, field))
        earlier.setdefault(words, condition.id)
