"""Scores in the sessions' table: the item `SCORES` of the session's partition, which is erased with it."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions, SessionItem
from functions.ports.reporting.scores import Judgement
from functions.records import Head

SCORES_KEY = "SCORES"
"""The sort key of a judgement."""


@raises_unavailable
class DynamoScores:
    """`Scores` on the sessions' table.

    Args:
        sessions: The store of the sessions.
    """

    def __init__(self, sessions: DynamoSessions) -> None:
        self._sessions = sessions

    def read(self, session_id: str) -> Judgement | None:
        """See `Scores.read`."""
        item = self._sessions.connection.read(self._sessions.items, session_id, SCORES_KEY)
        return None if item is None else _judgement_type().validate_json(item.payload())

    def save(self, head: Head, judgement: Judgement) -> Judgement:
        """See `Scores.save`."""
        item = self._sessions.items(
            head.session_id,
            SCORES_KEY,
            version=judgement.version,
            expires_at=head.updated_at // 1000 + self._sessions.keep_seconds(head),
        )
        item.hold(_judgement_type().dump_json(judgement))
        newer = SessionItem.pk.does_not_exist() | (SessionItem.version < judgement.version)
        if self._sessions.connection.write(item, newer):
            return judgement
        # It may have been erased since.
        return self.read(head.session_id) or judgement


@cache
def _judgement_type() -> TypeAdapter[Judgement]:
    return TypeAdapter(Judgement)
