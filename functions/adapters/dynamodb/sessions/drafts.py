"""Drafts in the sessions' table: an item `DRAFT#<turn id>` of the session's partition, which DynamoDB deletes."""

from __future__ import annotations

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.sessions.sessions import SessionItem
from functions.ports.drafts import KEPT_SECONDS, Answers
from functions.records import answers_json, answers_type

DRAFT_KEY = "DRAFT#"
"""The beginning of a draft's sort key."""


@raises_unavailable
class DynamoDrafts:
    """`Drafts` on the sessions' table.

    Args:
        items: The items of the table.
        connection: The connection of the turns, whose clock decides when a draft is too old.
    """

    def __init__(self, items: type[SessionItem], connection: Connection) -> None:
        self._items = items
        self._connection = connection

    def keep(self, session_id: str, turn_id: str, answers: Answers) -> None:
        """See `Drafts.keep`. One write."""
        until = self._connection.now() // 1000 + KEPT_SECONDS
        item = self._items(session_id, DRAFT_KEY + turn_id, expires_at=until)
        item.hold(answers_json(answers))
        self._connection.write(item)

    def kept(self, session_id: str, turn_id: str) -> Answers:
        """See `Drafts.kept`. DynamoDB deletes an old item some time later, so its time is compared here too."""
        item = self._connection.read(self._items, session_id, DRAFT_KEY + turn_id)
        if item is None or item.expires_at * 1000 <= self._connection.now():
            return {}
        return answers_type().validate_json(item.payload())
