"""A response that API Gateway passes on while the function still makes it, and the format of such a response.

https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html: metadata as JSON, eight
NUL bytes, then the body. runtime_client.py sends it. Nothing here knows what the body means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functions.ports.observe import Report

CONTENT_TYPE = "application/vnd.awslambda.http-integration-response"
"""The content type of the format, as AWS's own runtimes send it."""
DELIMITER = bytes(8)
"""What stands between the metadata and the body. API Gateway expects it within the first 16 KB."""
STAGE_VARIABLE, STREAM = "responseTransferMode", "STREAM"
"""The stage variable of template.yaml, and its value on a stage whose integrations stream."""
_OF_API_GATEWAY = frozenset({"content-length"})
"""Headers that API Gateway would rename: the length of a streamed body is not known to it."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """A streamed response."""

    status: int
    headers: Mapping[str, str]
    """By lower-case names."""
    body: Iterator[bytes]
    """The parts of the body, of which the first one is ready. One of them may raise: then the body ends there."""
    failed: Report
    """Logs a failure after the handler has returned."""

    def parts(self) -> Iterator[bytes]:
        """Yield the response: the metadata with the first part of the body, then every other part that is not empty."""
        yield self._metadata() + DELIMITER + next(self.body, b"")
        for part in self.body:
            if part:
                yield part

    def encode(self, encoding: str = "utf-8") -> bytes:
        """Return the whole response, for a runtime client that sends nothing but whole ones."""
        return b"".join(self.parts())

    def _metadata(self) -> bytes:
        headers = {name: value for name, value in self.headers.items() if name not in _OF_API_GATEWAY}
        return json.dumps({"statusCode": self.status, "headers": headers}).encode()


def api_streams(event: Mapping[str, Any]) -> bool:
    """Return whether the stage of an event streams.

    API Gateway sends the same event in both modes. A stage changes its variables and its integrations in one step, so a
    function answers each request as the stage reads it, also while a deployment changes one after the other.

    Args:
        event: The event.

    Returns:
        True if API Gateway expects a streamed response.
    """
    return (event.get("stageVariables") or {}).get(STAGE_VARIABLE) == STREAM
