"""Finds unknown fields, which are most often typing errors. It does not check the values of known fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from flow_core.authored.nodes import Position
from flow_core.check.fields.editor_fields import editor_fields
from flow_core.check.problem import Path, Place, Problem, Spelling, field_name
from flow_core.json import Json

_SIMILAR = 0.7
"""Least similarity of a hint. Lower, the hint for `handlers` is `nodes`."""


@dataclass(slots=True)
class Spellings:
    """One `Spelling` per model, so that its limit of searches holds for the whole flow."""

    _made: dict[type[BaseModel], Spelling] = field(default_factory=dict)

    def of(self, model: type[BaseModel], names: list[str]) -> Spelling:
        """Return the `Spelling` of a model."""
        return self._made.setdefault(model, Spelling(names, _SIMILAR))


def unknown_fields(
    model: type[BaseModel], raw: dict[str, Json], place: Place, path: Path = (), *, spellings: Spellings
) -> Iterator[Problem]:
    """Find the fields that a model, or a model in it, does not know.

    Args:
        model: The model of the object.
        raw: The object.
        place: The part of the flow that has the object.
        path: The path from the part to the object.
        spellings: The spellings of this check.

    Yields:
        A warning for each unknown field.
    """
    known = _known_names(model)
    for name in raw:
        if name not in known:
            yield _problem(name, model, place, path, spellings)
    for name, part in model.model_fields.items():
        inner = _model_in(part.annotation)
        key = part.alias if part.alias in raw else name
        if inner is not None and key in raw:
            yield from _inside(inner, raw[key], place, (*path, key), spellings)


def _problem(name: str, model: type[BaseModel], place: Place, path: Path, spellings: Spellings) -> Problem:
    data = model.model_fields.get("data")
    inner = None if data is None else _model_in(data.annotation)
    unread = f"nothing reads the field {field_name((*path, name))}."
    if inner is not None and name in _names_of(inner):
        remedy = f'Move it into "data", where {field_name((name,))} has a meaning.'
    else:
        remedy = f"Correct its name, or take it away.{spellings.of(model, _names_of(model)).hint(name)}"
    return place.warning("unknown-field", unread, remedy, (*path, name))


@cache
def _known_names(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(_names_of(model)) | frozenset(model.model_fields) | editor_fields(model)


def _inside(model: type[BaseModel], value: Json, place: Place, path: Path, spellings: Spellings) -> Iterator[Problem]:
    if isinstance(value, dict):
        yield from unknown_fields(model, value, place, path, spellings=spellings)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from unknown_fields(model, item, place, (*path, index), spellings=spellings)


def _names_of(model: type[BaseModel]) -> list[str]:
    return [known.alias or name for name, known in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a field, or of the items of its list; None for the parts of a flow, read one by one."""
    if get_origin(annotation) is dict:
        return None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return None if annotation is Position else annotation
    choices = [argument for outer in get_args(annotation) for argument in (outer, *get_args(outer))]
    models = [choice for choice in choices if isinstance(choice, type) and issubclass(choice, BaseModel)]
    return models[0] if len(models) == 1 and models[0].model_config.get("extra") != "ignore" else None
