"""Puts a store aside, whole: for whoever wants to begin with an empty one. Nothing is deleted."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from local.store.database import FILE, CannotOpenError, lock

_LOG = f"{FILE}-wal"


def set_aside(folder: Path) -> Path | None:
    """Where the old store is now; None where there was none. CannotOpenError: it is in use."""
    path = folder / FILE
    if not path.exists():
        return None
    _refuse_if_in_use(folder)
    aside = folder / f"aside-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    try:
        aside.mkdir(parents=True)
        # The log first: a file without its log would be an older store.
        for name in (_LOG, FILE):
            if (folder / name).exists():
                (folder / name).rename(aside / name)
    except OSError as error:
        raise CannotOpenError(f"{folder} cannot be put aside ({error}).") from None
    return aside


def _refuse_if_in_use(folder: Path) -> None:
    """Damaged ones, and those of another release, may be put aside; one that another process has may not."""
    try:
        connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=0)
        lock(connection, folder)
        connection.close()
    except sqlite3.DatabaseError:
        return
