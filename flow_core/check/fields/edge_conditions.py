"""Finds conditions that an author wrote on an edge, as other systems have them. Only a decision has conditions here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_core.check.problem import Path, Place, Problem, field_name
from flow_core.json import Json

_CONDITION_FIELDS = frozenset("condition conditions expression when if guard rule rules predicate criteria".split())
"""The names that other systems give to the condition of an edge."""


def condition_fields(raw: Mapping[str, Json]) -> dict[str, Json]:
    """Return the fields of an edge, or of its data, that hold a condition. An editor may store empty ones."""
    return {name: value for name, value in raw.items() if name in _CONDITION_FIELDS and value}


def edge_condition_problems(raw: Mapping[str, Json], place: Place) -> Iterator[Problem]:
    """Find the conditions of an edge."""
    data = raw.get("data")
    inside = condition_fields(data) if isinstance(data, dict) else {}
    paths: list[Path] = [*((name,) for name in condition_fields(raw)), *(("data", name) for name in inside)]
    for path in paths:
        name = field_name(("edge", *path))
        text = f"{name} is a condition, but nothing reads it: a call follows an edge without looking at conditions."
        remedy = "Put a decision before it: each of its conditions is an exit with an edge."
        yield place.warning("condition-on-edge", text, remedy, path)
