"""Documents JSON that is taken and given as it is by the schema of what it must be to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler, TypeAdapter


@dataclass(frozen=True, slots=True)
class DocumentedAs:
    """In `Annotated`: the OpenAPI document shows `model`, and nothing is validated by it."""

    model: type[BaseModel]

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(TypeAdapter(self.model).core_schema)
