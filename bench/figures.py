"""The results of a part of the benchmark, and their Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    what: str
    measured: str
    target: str = ""
    met: bool | None = None
    """None if there is no target."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of figures without targets."""

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
    """Return a figure whose target is an upper limit."""
    space = " " if unit else ""
    return Figure(what, f"{value:,.{digits}f}{space}{unit}", f"≤ {limit:,g}{space}{unit}", value <= limit)


def times_at_most(what: str, value: float, yardstick: float, limit: float, unit: str, *, digits: int = 0) -> Figure:
    """Return a ratio to a yardstick of the same run. Its target is an upper limit.

    Machines differ in speed by half; ratios do not.

    Args:
        what: The name of the row.
        value: The measured value.
        yardstick: The measured value of the yardstick.
        limit: The largest ratio that meets the target.
        unit: The unit of value and yardstick. The figure shows both.
        digits: The decimals of value and yardstick.
    """
    raw = f"{value:,.{digits}f} to {yardstick:,.{digits}f} {unit}"
    return Figure(what, f"{value / yardstick:.2f} ({raw})", f"≤ {limit:g}", value / yardstick <= limit)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    aligned = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, aligned, *rows))
