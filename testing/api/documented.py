"""Compares responses with the OpenAPI document. A response must have exactly the documented fields."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from testing.api.stack import ApiResponse

_AUTHORS_OWN = re.compile(r"Flow|Variable|Position|Edge|Choice|Condition|RequestTemplate|\w+Node|\w+Data")
"""The schemas of a flow, to which an editor may add fields."""


@dataclass(slots=True)
class Documented:
    document: dict[str, Any]
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    """Method, path and status of each response that was compared."""

    def __post_init__(self) -> None:
        self.document = copy.deepcopy(self.document)
        for name, schema in self.document["components"]["schemas"].items():
            if not _AUTHORS_OWN.fullmatch(name) and "properties" in schema:
                schema["additionalProperties"] = False

    def successes(self) -> set[tuple[str, str, str]]:
        return {
            (method, path, status)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            for status in operation["responses"]
            if status.startswith(("2", "3"))
        }

    def judge(self, method: str, path: str, answer: ApiResponse) -> None:
        """Compare a response with the document. `path` is a path template of the document."""
        responses = self.document["paths"][path][method]["responses"]
        exact = str(answer.status_code)
        status = exact if exact in responses else f"{exact[0]}XX"
        self.seen.add((method, path, status))
        content = responses[status].get("content")
        if content is None:
            assert answer.text == ""
            return
        media_type = answer.headers["content-type"].partition(";")[0]
        assert media_type in content
        if media_type.startswith("text/"):
            return
        described = content[media_type]
        schema = {**described["schema"], "components": self.document["components"]}
        error = best_match(Draft202012Validator(schema).iter_errors(answer.json()))
        assert error is None, f"{method} {path} {status}: {error}"
