"""An annotation that documents unvalidated JSON with the schema of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler, TypeAdapter
from typing_extensions import TypeForm


@dataclass(frozen=True, slots=True)
class DocumentedAs:
    """Metadata for `Annotated`: the OpenAPI document shows the schema of `model`, and no value is validated with it."""

    model: TypeForm[BaseModel]
    """The model that the document shows, or a union of models."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        adapter = TypeAdapter(self.model)
        return handler(adapter.core_schema)
