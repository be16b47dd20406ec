"""The OpenAPI document: FastAPI's document with plain names, and with the schema of problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel

from functions.api.schemas.responses.problem_details import Problem

_SCHEMAS = "#/components/schemas/{model}"


def operation_id(route: APIRoute) -> str:
    """Return the name of the route's function in camelCase."""
    return to_camel(route.name)


class DocumentedApi(FastAPI):
    """FastAPI with `Problem` among the schemas. No route returns a problem, so FastAPI does not know the schema."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document. It is made at the first call."""
        existing = self.openapi_schema
        document = super().openapi()
        if document is not existing:
            problem = TypeAdapter(Problem).json_schema(ref_template=_SCHEMAS)
            schemas = document["components"]["schemas"]
            schemas.update({**problem.pop("$defs"), "Problem": problem})
            document["components"]["schemas"] = _untitled(dict(sorted(schemas.items())))
            document["paths"] = _untitled(document["paths"])
        return document


def _untitled(schema: Any) -> Any:
    """Remove the titles that pydantic derives from names, such as "Sessionid"."""
    if isinstance(schema, dict):
        # A property may have the name `title`; then its value is a schema and not a text.
        untitled = {name: value for name, value in schema.items() if name != "title" or not isinstance(value, str)}
        return {name: _untitled(value) for name, value in untitled.items()}
    return [_untitled(each) for each in schema] if isinstance(schema, list) else schema
