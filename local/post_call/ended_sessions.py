"""Reads new and ended sessions, and told turns, from the embedded store, as records of the DynamoDB stream on AWS."""

from __future__ import annotations

from typing import Any

import httpx

from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY

FILTERS: tuple[dict[str, list[str]], ...] = (
    {"sk": [HEAD_KEY], "session_status": ["completed", "transferred", "failed", "abandoned"]},
    {"sk": [HEAD_KEY], "version": ["1"]},
    {"sk": [HEAD_KEY], "tells": ["turn"]},
)
"""The filters of the stream: ended sessions, first heads, and turns for a webhook. template.yaml has the same."""


class EndedSessions:
    """The unprocessed beginnings and ends of sessions. A new object starts with the oldest one.

    Args:
        endpoint: The URL of the embedded store.
        table: The table of sessions.
    """

    def __init__(self, endpoint: str, table: str) -> None:
        self._client = httpx.Client(base_url=endpoint, timeout=10)
        self._table = table
        self._done = self._last = 0
        self._ask("KeepChanges", Filters=list(FILTERS))

    def records(self) -> list[dict[str, Any]]:
        """Return the oldest records, in Lambda's shape. They are returned again until `acknowledge` is called."""
        records: list[dict[str, Any]] = self._ask("GetChanges", After=self._done)["Records"]
        if records:
            self._last = int(records[-1]["dynamodb"]["SequenceNumber"])
        return records

    def acknowledge(self) -> None:
        """Let the store delete the records that `records` returned last."""
        self._done = self._last

    def close(self) -> None:
        """Close the HTTP client."""
        self._client.close()

    def _ask(self, operation: str, **request: Any) -> dict[str, Any]:
        headers = {"X-Amz-Target": f"CallflowStore.{operation}"}
        response = self._client.post("/", json={"TableName": self._table, **request}, headers=headers)
        answer: dict[str, Any] = response.raise_for_status().json()
        return answer
