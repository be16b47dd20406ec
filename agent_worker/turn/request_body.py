"""The body of a turn's request, within the sizes that the API accepts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from agent_worker.turn.inputs import MAX_CHARACTERS, Input, Message, request_fields

MAX_MISSED = 100
"""Maximum number of messages in `missed`."""
MAX_MISSED_CHARACTERS = 8000
"""Maximum characters of all messages in `missed` together."""
MAX_WHISPERS = 5
"""Maximum number of whispers in one turn. Further ones go along with the next turn."""
MAX_BYTES = 62_000
"""Maximum bytes of a turn's fields. The API accepts a body of 64 KiB, which includes the ids."""


@dataclass(frozen=True, slots=True)
class Interruption:
    """A reply that the caller cut off."""

    turn_id: str
    heard: str
    """The part of the reply that the caller heard."""


def turn_fields(
    user_input: Input, interrupted: Interruption | None, missed: Sequence[Message], whispers: Sequence[str] = ()
) -> dict[str, object]:
    """Build the fields of a turn's request.

    Args:
        user_input: The caller's input.
        interrupted: The reply that the caller cut off since the previous turn.
        missed: The messages since the previous turn that the API does not know. The oldest are left out if they
            exceed a limit of the API.
        whispers: The guidance of a supervisor since the previous turn.

    Returns:
        The fields without `roomName` and `turnId`.
    """
    extra: dict[str, object] = {}
    if interrupted is not None:
        extra["interrupted"] = {"turnId": interrupted.turn_id, "heard": interrupted.heard}
    if whispers:
        extra["whispers"] = list(whispers[:MAX_WHISPERS])
    fields = request_fields(user_input)
    if missed:
        extra["missed"] = _latest(missed, MAX_BYTES - _size(fields) - _size(extra))
    return {**fields, **extra}


def _latest(missed: Sequence[Message], max_bytes: int) -> list[dict[str, object]]:
    """Return the latest messages that fit into a request."""
    fitting: list[dict[str, object]] = []
    characters = MAX_MISSED_CHARACTERS
    for message in reversed(missed[-MAX_MISSED:]):
        content = message.content[:MAX_CHARACTERS]
        item: dict[str, object] = {"role": message.role, "content": content}
        characters -= len(content)
        max_bytes -= _size(item)
        if characters < 0 or max_bytes < 0:
            break
        fitting.append(item)
    return fitting[::-1]


def _size(fields: dict[str, object]) -> int:
    """Return the bytes of fields in a body, which include a separator."""
    return len(json.dumps(fields, ensure_ascii=False).encode(errors="replace")) + 2
