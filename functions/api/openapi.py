"""The OpenAPI document: FastAPI's own, with plain names, and with problems, which are no route's answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel

from functions.api.schemas.responses.problem_details import Problem

_SCHEMAS = "#/components/schemas/{model}"


def operation_id(route: APIRoute) -> str:
    """The name of the route's function, as JSON spells names."""
    return to_camel(route.name)


class DocumentedApi(FastAPI):
    def openapi(self) -> dict[str, Any]:
        made = self.openapi_schema
        document = super().openapi()
        if document is not made:
            problem = TypeAdapter(Problem).json_schema(ref_template=_SCHEMAS)
            schemas = document["components"]["schemas"]
            schemas.update({**problem.pop("$defs"), "Problem": problem})
            document["components"]["schemas"] = _untitled(dict(sorted(schemas.items())))
            document["paths"] = _untitled(document["paths"])
        return document


def _untitled(schema: Any) -> Any:
    """Without the titles that pydantic makes of names: "Sessionid" helps nobody."""
    if isinstance(schema, dict):
        # A property may be called `title`, too: it is no text then.
        kept = {name: value for name, value in schema.items() if name != "title" or not isinstance(value, str)}
        return {name: _untitled(value) for name, value in kept.items()}
    return [_untitled(each) for each in schema] if isinstance(schema, list) else schema
