"""An annotation that documents unvalidated JSON with the schema of a model."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler, TypeAdapter


@dataclass(frozen=True, slots=True)
class DocumentedAs:
    """Metadata for `Annotated`: the OpenAPI document shows the schema of `model`, and no value is validated with it."""

    model: type[BaseModel] | UnionType
    """The model that the document shows, or a union of models."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(TypeAdapter(self.model).core_schema)
