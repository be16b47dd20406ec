"""Moves a store aside, so that the next one begins empty. Nothing is deleted."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from local.store.database import FILE, CannotOpenError, lock

_LOG = f"{FILE}-wal"


def set_aside(folder: Path) -> Path | None:
    """Move the store of a folder into a new folder in it.

    Args:
        folder: The store's folder.

    Returns:
        The new folder. None: there was no store.

    Raises:
        CannotOpenError: If another process uses the store, or the files cannot be moved.
    """
    path = folder / FILE
    if not path.exists():
        return None
    _refuse_if_in_use(folder)
    aside = folder / f"aside-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    try:
        aside.mkdir(parents=True)
        # Move the log first: the file without its log would be an older state of the store.
        for name in (_LOG, FILE):
            if (folder / name).exists():
                (folder / name).rename(aside / name)
    except OSError as error:
        raise CannotOpenError(f"{folder} cannot be moved aside ({error}).") from None
    return aside


def _refuse_if_in_use(folder: Path) -> None:
    """Raise CannotOpenError if another process uses the store. Accept a damaged one and one of another release."""
    try:
        connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=0)
        lock(connection, folder)
        connection.close()
    except sqlite3.DatabaseError:
        return
