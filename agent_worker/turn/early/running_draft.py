"""A draft in progress. Its words are kept until its turn is posted, or it is dropped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Protocol

from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError

_log = logging.getLogger(__name__)


class Drafts(Protocol):
    """The API's endpoint for the drafts of one call."""

    async def draft(self, turn_id: str, fields: Mapping[str, object], on_words: Callable[[str], None]) -> None:
        """Try a turn. The same turn then takes the answer of the model.

        Args:
            turn_id: The id of the turn.
            fields: The fields of the request without its ids.
            on_words: Takes the words of the reply as they come.

        Raises:
            ApiUnavailableError: The turn cannot be tried, or the API does not answer.
            ApiRefusedError: The API rejects the request.
        """
        ...


class RunningDraft:
    """One draft. It is posted once: a draft that fails is no draft.

    Args:
        drafts: The API.
        turn_id: The id of the turn.
        fields: The fields of the request without its ids.
    """

    def __init__(self, drafts: Drafts, turn_id: str, fields: Mapping[str, object]) -> None:
        self.turn_id = turn_id
        self._words: asyncio.Queue[str | None] = asyncio.Queue()
        """Ends with None."""
        self._task = asyncio.create_task(self._run(drafts, fields))

    async def words(self) -> AsyncGenerator[str, None]:
        """Yield the words of the draft, those so far at once, until it ends."""
        try:
            while (text := await self._words.get()) is not None:
                yield text
        finally:
            self.drop()

    def drop(self) -> None:
        """Take no more words. The API may go on with the draft, which is in no record."""
        self._task.cancel()

    async def _run(self, drafts: Drafts, fields: Mapping[str, object]) -> None:
        try:
            await drafts.draft(self.turn_id, fields, self._words.put_nowait)
        except (ApiUnavailableError, ApiRefusedError) as error:
            _log.info("no draft: %s", error, extra={"turn_id": self.turn_id})
        except Exception:  # any error of a library: the turn itself follows
            _log.exception("a draft raised an unexpected error", extra={"turn_id": self.turn_id})
        finally:
            self._words.put_nowait(None)
