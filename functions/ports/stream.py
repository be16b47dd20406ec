"""What the stream of the sessions' table tells: each change of a head, at least once, in order for one session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from functions.ports.errors import PlainError
from functions.records import Head


class UnreadableRecordError(PlainError):
    """A record that is no head, and never will be. The text holds nothing of what it holds."""


class ReadHead(Protocol):
    def __call__(self, record: Mapping[str, Any]) -> Head | None:
        """The head that a stream record (as Lambda hands it over) shows; None for a record of something else.

        UnreadableRecordError; what the store raises where a part of a long head cannot be read now.
        """
        ...
