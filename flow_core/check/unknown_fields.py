"""Finds unknown fields, which are most often typing errors. It does not check the values of known fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from flow_core.check.problem import Path, Place, Problem, Spelling, field_name
from flow_core.flow import Position
from flow_core.json import Json

_SURELY_MEANT = 0.8
"""Similarity from which an unknown field of an editor's object counts as a typing error."""


@dataclass(slots=True)
class Spellings:
    """One `Spelling` per model, so that its limit of searches holds for the whole flow."""

    _made: dict[type[BaseModel], Spelling] = field(default_factory=dict)

    def of(self, model: type[BaseModel], names: list[str], *, lenient: bool) -> Spelling:
        """Return the `Spelling` of a model. `lenient` models allow unknown fields."""
        # A search among these few names is cheap, and an editor may store many fields of its own.
        made = Spelling(names, _SURELY_MEANT, searches_left=200) if lenient else Spelling(names)
        return self._made.setdefault(model, made)


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
    names = [known.alias or name for name, known in model.model_fields.items()]
    known = {*names, *model.model_fields}
    # An editor stores fields of its own in nodes, edges and the flow: there, only a likely typing error is reported.
    lenient = model.model_config.get("extra") == "ignore"
    spelling = spellings.of(model, names, lenient=lenient)
    for name in raw:
        if name in known:
            continue
        hint = spelling.hint(name)
        if hint or not lenient:
            unread = f"nothing reads the field {field_name((*path, name))}."
            yield place.warning("unknown-field", unread, f"Correct its name, or take it away.{hint}", (*path, name))
    for name, part in model.model_fields.items():
        inner = _model_in(part.annotation)
        key = part.alias if part.alias in raw else name
        if inner is not None and key in raw:
            yield from _inside(inner, raw[key], place, (*path, key), spellings)


def _inside(model: type[BaseModel], value: Json, place: Place, path: Path, spellings: Spellings) -> Iterator[Problem]:
    if isinstance(value, dict):
        yield from unknown_fields(model, value, place, path, spellings=spellings)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from unknown_fields(model, item, place, (*path, index), spellings=spellings)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a field, or of the items of its list; None for the parts of a flow, read one by one."""
    if get_origin(annotation) is dict:
        return None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return None if annotation is Position else annotation
    choices = [argument for outer in get_args(annotation) for argument in (outer, *get_args(outer))]
    models = [choice for choice in choices if isinstance(choice, type) and issubclass(choice, BaseModel)]
    return models[0] if len(models) == 1 and models[0].model_config.get("extra") != "ignore" else None
