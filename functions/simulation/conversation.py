"""The conversation of a simulated call, made from the records of its turns. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flow_core.events import CallerKeyed, CallerSpoke, CallerStayedSilent
from functions.records import TurnRecord


@dataclass(frozen=True, slots=True)
class Move:
    """What the caller does: says words, presses keys, or neither and stays silent."""

    say: str | None = None
    press: str | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the caller does nothing for as long as the flow listens."""
        return self.say is None and self.press is None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A move of the caller, and what the flow said until it listened again."""

    move: Move | None
    """None for the beginning of the call, before the caller has done anything."""
    reply: str

    @property
    def both_silent(self) -> bool:
        """Whether neither side said anything."""
        return self.move is not None and self.move.is_silent and not self.reply


def exchanges(turns: Sequence[TurnRecord]) -> list[Exchange]:
    """Return the exchanges of a call. Requests without input belong to the exchange before them."""
    found: list[Exchange] = []
    for turn in turns:
        move = _move(turn)
        if move is not None or not found:
            found.append(Exchange(move, turn.response))
        else:
            last = found[-1]
            found[-1] = Exchange(last.move, f"{last.reply} {turn.response}".strip())
    return found


def continued(turns: Sequence[TurnRecord]) -> int:
    """Count the requests without input since the last move of the caller."""
    count = 0
    for turn in reversed(turns):
        if _move(turn) is not None:
            break
        count += 1
    return count


def _move(turn: TurnRecord) -> Move | None:
    for event in turn.events:
        if isinstance(event, CallerSpoke):
            return Move(say=event.text)
        if isinstance(event, CallerKeyed):
            return Move(press=event.digits)
        if isinstance(event, CallerStayedSilent):
            return Move()
    return None
