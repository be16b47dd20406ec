"""Rows as CSV (RFC 4180), safe to open in a spreadsheet. What the rows are is decided elsewhere."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None
"""A value of a cell. None is an empty cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a text that a spreadsheet would calculate (OWASP, "CSV Injection")."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write rows as CSV with a header. A text that a spreadsheet would calculate begins with an apostrophe."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue()


def _safe(cell: Cell) -> Cell:
    # A number is no text: -1 stays a number.
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
