"""How many turns of a session are read at once, so that an answer with them fits where it has to go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from functions.records import TURN, TurnRecord

MOST_TURNS = 300
MOST_BYTES = 4_500_000
"""A Lambda function answers at most 6 MB, and what it answers is one string in a JSON text."""


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Turns that follow one another, first to last."""

    turns: tuple[TurnRecord, ...]
    more: bool
    """Whether later ones exist."""


def filled(payloads: Iterable[bytes]) -> list[TurnRecord]:
    """As many of the records, which come as JSON in their order, as fit in a page; at least the first.

    What the API shows of a turn is less than its record holds.
    """
    turns: list[TurnRecord] = []
    size = 0
    for payload in payloads:
        size += len(payload) + payload.count(b'"') + payload.count(b"\\")  # those are escaped once more
        if turns and (size > MOST_BYTES or len(turns) == MOST_TURNS):
            break
        turns.append(TURN.validate_json(payload))
    return turns
