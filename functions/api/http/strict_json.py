"""Strict JSON: bytes to JSON, JSON to a request model. It knows no web framework."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticUndefined, from_json

from functions.api.http.problems import InvalidRequestError

SMALL = 64 * 1024
"""Bytes of a body, except a flow, at most."""
LARGE = 1024 * 1024
"""Bytes of a flow's definition, at most."""
EXPORT = 4 * 1024 * 1024
"""Bytes of an export that is imported, at most. Lambda takes 6 MB, and a zip file grows by a third on its way there."""

Model = TypeVar("Model", bound=BaseModel)


def strict_json(text: bytes) -> Any:
    """Decode JSON and reject NaN and Infinity with a ValueError."""
    return from_json(text, allow_inf_nan=False)


def read_json(text: bytes) -> Any:
    """Decode a request's body.

    Args:
        text: The body as it was sent.

    Returns:
        The JSON value; PydanticUndefined if the body is empty.

    Raises:
        InvalidRequestError: If the body is not JSON.
    """
    try:
        return strict_json(text) if text else PydanticUndefined
    except ValueError as error:
        raise InvalidRequestError(
            [{"type": "json_invalid", "loc": ("body",), "msg": "", "ctx": {"error": str(error)}}]
        ) from error


def parse(model: type[Model], value: Any) -> Model:
    """Validate a decoded body.

    Args:
        model: The model of the request.
        value: The result of `read_json`.

    Returns:
        The request.

    Raises:
        InvalidRequestError: If a field is missing or wrong. It holds the same errors as FastAPI's validation.
    """
    if value is PydanticUndefined:
        raise InvalidRequestError([{"type": "missing", "loc": ("body",), "msg": "Field required"}])
    try:
        return model.model_validate(value, from_attributes=True)
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors(include_url=False)]
        raise InvalidRequestError(problems) from error
