"""The sessions that have ended, as the embedded store tells of them: like records of the table's stream on AWS."""

from __future__ import annotations

from typing import Any

import httpx

from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY

# What template.yaml filters the stream by.
ENDED = {"sk": [HEAD_KEY], "session_status": ["completed", "transferred", "failed", "abandoned"]}


class EndedSessions:
    """The store forgets what this has gone past, and nothing else; a new one begins with the oldest that is left."""

    def __init__(self, endpoint: str, table: str) -> None:
        """httpx.HTTPError."""
        self._client = httpx.Client(base_url=endpoint, timeout=10)
        self._table = table
        self._done = self._last = 0
        self._ask("KeepChanges", Filter=ENDED)

    def records(self) -> list[dict[str, Any]]:
        """The oldest, as Lambda hands them over; the same again until `go_on`. httpx.HTTPError."""
        records: list[dict[str, Any]] = self._ask("GetChanges", After=self._done)["Records"]
        if records:
            self._last = int(records[-1]["dynamodb"]["SequenceNumber"])
        return records

    def go_on(self) -> None:
        """What `records` gave last is done."""
        self._done = self._last

    def close(self) -> None:
        self._client.close()

    def _ask(self, operation: str, **request: Any) -> dict[str, Any]:
        headers = {"X-Amz-Target": f"CallflowStore.{operation}"}
        response = self._client.post("/", json={"TableName": self._table, **request}, headers=headers)
        answer: dict[str, Any] = response.raise_for_status().json()
        return answer
