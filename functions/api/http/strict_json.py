"""A request's JSON, strictly read, and as what it must be."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticUndefined, from_json

from functions.api.http.problems import UnfitError

SMALL = 64 * 1024
LARGE = 1024 * 1024
"""Bytes: of a turn and of anything small; of a flow."""

Body = TypeVar("Body", bound=BaseModel)


def read_json(body: bytes) -> Any:
    """A body's JSON, PydanticUndefined for an empty one. UnfitError."""
    try:
        return from_json(body, allow_inf_nan=False) if body else PydanticUndefined
    except ValueError as error:
        raise UnfitError(
            [{"type": "json_invalid", "loc": ("body",), "msg": "", "ctx": {"error": str(error)}}]
        ) from error


def parse(model: type[Body], given: Any) -> Body:
    """A decoded body as what it must be. UnfitError, with what FastAPI would tell."""
    if given is PydanticUndefined:
        raise UnfitError([{"type": "missing", "loc": ("body",), "msg": "Field required"}])
    try:
        return model.model_validate(given, from_attributes=True)
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors(include_url=False)]
        raise UnfitError(problems) from error
