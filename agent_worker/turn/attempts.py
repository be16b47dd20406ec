"""All attempts at one turn: the same id and the same body each time, because the API runs each id once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.backend.reply import Hangup, Reply

_log = logging.getLogger(__name__)


class Turns(Protocol):
    """The API's endpoint for the turns of one call."""

    async def post(self, turn_id: str, fields: Mapping[str, object], on_words: Callable[[str], None]) -> Reply:
        """Make one attempt at a turn.

        Args:
            turn_id: The id of the turn.
            fields: The fields of the request without its ids.
            on_words: Takes the words that come before the reply is final. Each attempt begins with the first words.

        Returns:
            The API's reply.

        Raises:
            ApiUnavailableError: A retry may succeed.
            ApiRefusedError: A retry fails too.
        """
        ...


@dataclass(frozen=True, slots=True)
class Attempts:
    """The schedule of the attempts."""

    first_pause: float = 0.1
    """Seconds between the first two attempts. Each further pause is twice as long."""
    max_pause: float = 1.0
    """Maximum seconds between two attempts."""
    max_seconds: float = 60.0
    """Seconds after which the caller hears a goodbye."""


async def post_until_reply(
    turns: Turns,
    turn_id: str,
    fields: Mapping[str, object],
    attempts: Attempts,
    goodbye: str,
    failed: Callable[[], None],
    on_words: Callable[[str], None],
) -> Reply:
    """Post a turn until the API replies, refuses, or the time is over.

    Args:
        turns: The API.
        turn_id: The id of the turn.
        fields: The fields of the request without its ids.
        attempts: The schedule of the attempts.
        goodbye: The words before the call ends, if the API refuses or the time is over.
        failed: Called after each attempt that another one follows.
        on_words: Takes the words of the current attempt that come before the reply is final.

    Returns:
        The API's reply, or a goodbye. Only a cancellation raises.
    """
    now = asyncio.get_running_loop().time
    ends_at, pause = now() + attempts.max_seconds, attempts.first_pause
    while True:
        try:
            return await turns.post(turn_id, fields, on_words)
        except ApiRefusedError:
            return _last(goodbye)
        except Exception as error:  # any error of a library: the caller must not wait in silence
            if not isinstance(error, ApiUnavailableError):
                _log.exception("an attempt at a turn raised an unexpected error", extra={"turn_id": turn_id})
            if now() > ends_at:
                return _last(goodbye)
            failed()
        await asyncio.sleep(pause)
        pause = min(pause * 2, attempts.max_pause)


def _last(words: str) -> Reply:
    return Reply(response=words, completed=True, action=Hangup())
