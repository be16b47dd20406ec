"""What a part of the benchmark found, and how it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    what: str
    measured: str
    target: str = ""
    met: bool | None = None
    """None where there is no target."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Figures that stand side by side, none with a target."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    title: str
    figures: Sequence[Figure] = ()
    grids: Sequence[Grid] = ()
    notes: Sequence[str] = ()

    def markdown(self) -> str:
        pieces = [f"## {self.title}", f"`python -m bench {self.name}`"]
        if self.figures:
            rows = [
                (
                    figure.what,
                    figure.measured,
                    figure.target or "-",
                    {None: "-", True: "yes", False: "**no**"}[figure.met],
                )
                for figure in self.figures
            ]
            pieces.append(_table(("figure", "measured", "target", "met"), rows))
        pieces.extend(_table(grid.head, grid.rows) for grid in self.grids)
        if self.notes:
            pieces.append("\n".join(f"- {note}" for note in self.notes))
        return "\n\n".join(pieces) + "\n"


def at_most(what: str, value: float, limit: float, unit: str = "", digits: int = 0) -> Figure:
    """A figure whose target is an upper bound."""
    space = " " if unit else ""
    return Figure(what, f"{value:,.{digits}f}{space}{unit}", f"≤ {limit:,g}{space}{unit}", value <= limit)


def times_at_most(what: str, value: float, yardstick: float, limit: float, unit: str, *, digits: int = 0) -> Figure:
    """A figure in multiples of a yardstick that was measured in the same run: machines differ by half, ratios do not.

    unit: of value and yardstick, which are both told.
    """
    raw = f"{value:,.{digits}f} to {yardstick:,.{digits}f} {unit}"
    return Figure(what, f"{value / yardstick:.2f} ({raw})", f"≤ {limit:g}", value / yardstick <= limit)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    aligned = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, aligned, *rows))
