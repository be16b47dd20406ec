"""The size of a page of turns. A page fits into one response of a Lambda function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from functions.records import TurnRecord, turn_type

MAX_TURNS = 300
"""Turns in a page, at most."""
MAX_BYTES = 4_500_000
"""Bytes of a page's records, at most. A Lambda function's response has at most 6 MB, as one string in a JSON text."""


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Consecutive turns of a session."""

    turns: tuple[TurnRecord, ...]
    """In their order, first to last."""
    more: bool
    """True if later turns exist."""


def fill_page(payloads: Iterable[bytes]) -> list[TurnRecord]:
    """Read the records that fit into a page. A page always has the first one.

    The size of a stored record is an upper bound: the API shows less of a turn than its record holds.

    Args:
        payloads: The records as JSON, in the order of their turns.

    Returns:
        The first records, in the same order.
    """
    turns: list[TurnRecord] = []
    size = 0
    for payload in payloads:
        size += len(payload) + payload.count(b'"') + payload.count(b"\\")  # JSON in a JSON string escapes both again.
        if turns and (size > MAX_BYTES or len(turns) == MAX_TURNS):
            break
        turns.append(turn_type().validate_json(payload))
    return turns
