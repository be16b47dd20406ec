"""The SQLite file: the rows of tables, items, index entries and changes. One process at a time opens it.

This module knows rows only. The meaning of requests is in reads.py, writes.py and admin.py.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.store.schema import Key, Table, table_from_row
from local.store.values import Item

FILE = "store.db"
"""The name of the SQLite file in the store's folder."""
_FORMAT = 1
"""The version of the rows below, stored as PRAGMA user_version. A store of another version is refused."""
_CACHE_KIB = 32_768
_TOKEN_SECONDS = 600
_HOUR = 3600
_FIVE_YEARS = 5 * 365 * 86_400
"""Seconds. Like DynamoDB, the store keeps an item that expired longer ago: the number is probably not a time."""

_ROWS = """
CREATE TABLE tables (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL,
    ttl TEXT, told TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
    size INTEGER NOT NULL, hour INTEGER, content TEXT NOT NULL);
CREATE UNIQUE INDEX items_by_key ON items (tbl, hash, range);
-- In hours: most turns move the expiry by seconds only, and then do not change this index.
CREATE INDEX items_by_hour ON items (hour) WHERE hour IS NOT NULL;
CREATE TABLE entries (idx INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL, item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (idx, hash, range, item_hash, item_range))
    WITHOUT ROWID;
CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, tbl INTEGER NOT NULL, at REAL NOT NULL,
    kind TEXT NOT NULL, image TEXT NOT NULL);
CREATE TABLE tokens (token TEXT PRIMARY KEY, digest BLOB NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
"""


class CannotOpenError(Exception):
    """The folder cannot be used. The text names the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stored item."""

    id: int
    """The row's number in SQLite."""
    content: str
    """The item as JSON."""

    @property
    def item(self) -> Item:
        """The parsed item."""
        found: Item = json.loads(self.content)
        return found


class Database:
    """An open store.

    Args:
        folder: The folder of the SQLite file, which is made if it does not exist. None: the store is in memory.

    Raises:
        CannotOpenError: If the folder cannot be used.
    """

    def __init__(self, folder: Path | None) -> None:
        self._connection = _opened(folder)
        self._tables: dict[str, Table] | None = None

    def close(self) -> None:
        """Close the SQLite file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all writes of a block, or none of them.

        A committed transaction outlasts the process.

        Yields:
            Nothing.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # If the disk is full, SQLite may have rolled back already.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._tables = None
            raise

    def rows(self, statement: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        """Execute a SELECT statement."""
        return self._connection.execute(statement, values)

    # Tables

    def tables(self) -> dict[str, Table]:
        """Return the tables by name."""
        if self._tables is None:
            found = self._connection.execute("SELECT number, name, definition, ttl, told FROM tables ORDER BY name")
            self._tables = {row[1]: table_from_row(row[0], *row[2:]) for row in found}
        return self._tables

    def add_table(self, name: str, definition: dict[str, object]) -> int:
        """Insert a table.

        Args:
            name: A name that no table has.
            definition: The stored fields of CreateTable, and `created` in seconds since the epoch.

        Returns:
            The table's number.
        """
        self._tables = None
        added = self._connection.execute(
            "INSERT INTO tables (name, definition) VALUES (?, ?)", (name, json.dumps(definition))
        )
        return int(added.lastrowid or 0)

    def drop_table(self, table: Table) -> None:
        """Delete a table with its items, index entries and changes."""
        self._tables = None
        self._connection.execute("DELETE FROM tables WHERE number = ?", (table.number,))
        self._connection.execute("DELETE FROM items WHERE tbl = ?", (table.number,))
        self._connection.execute("DELETE FROM changes WHERE tbl = ?", (table.number,))
        self._drop_entries(table)

    def _drop_entries(self, table: Table) -> None:
        for index in table.indexes:
            self._connection.execute("DELETE FROM entries WHERE idx = ?", (index.number,))

    def definition(self, table: Table) -> dict[str, object]:
        """Return the definition that `add_table` or `redefine` stored."""
        found = self._connection.execute("SELECT definition FROM tables WHERE number = ?", (table.number,)).fetchone()
        definition: dict[str, object] = json.loads(found[0])
        return definition

    def redefine(self, table: Table, definition: dict[str, object]) -> None:
        """Replace a table's definition and rebuild its index entries. The new definition has the same keys."""
        self._drop_entries(table)
        self._connection.execute(
            "UPDATE tables SET definition = ? WHERE number = ?", (json.dumps(definition), table.number)
        )
        self._tables = None
        changed = self.tables()[table.name]
        found = self.rows("SELECT id, content, hash, range FROM items WHERE tbl = ?", (table.number,))
        for number, content, hash_key, range_key in found:
            self._move_entries(changed, (hash_key, range_key), number, None, json.loads(content))

    def set_ttl(self, table: Table, attribute: str | None) -> None:
        """Set the attribute that holds an item's expiry. None: items do not expire."""
        self._connection.execute("UPDATE tables SET ttl = ? WHERE number = ?", (attribute, table.number))
        self._tables = None
        changed = self.tables()[table.name]
        found = self._connection.execute("SELECT id, content FROM items WHERE tbl = ?", (table.number,)).fetchall()
        hours = [(_hour(changed, json.loads(content)), number) for number, content in found]
        self._connection.executemany("UPDATE items SET hour = ? WHERE id = ?", hours)

    def counted(self, table: Table) -> tuple[int, int]:
        """Count a table's items.

        Args:
            table: The table.

        Returns:
            The number of items and their size in bytes.
        """
        found = self._connection.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM items WHERE tbl = ?", (table.number,)
        )
        items, size = found.fetchone()
        return items, size

    # Items

    def row(self, table: Table, key: Key) -> Row | None:
        """Return the item with a key."""
        found = self._connection.execute(
            "SELECT id, content FROM items WHERE tbl = ? AND hash = ? AND range = ?", (table.number, *key)
        ).fetchone()
        return None if found is None else Row(*found)

    def put(self, table: Table, key: Key, before: Row | None, after: Item, size: int) -> None:
        """Insert or replace an item, with its index entries and its change.

        Args:
            table: The table.
            key: The item's key.
            before: The row that the item replaces. None: the table has no item with this key.
            after: The new item.
            size: Its size in bytes, as DynamoDB counts them.
        """
        content = json.dumps(after, ensure_ascii=False, separators=(",", ":"))
        hour = _hour(table, after)
        if before is None:
            made = self._connection.execute(
                "INSERT INTO items (tbl, hash, range, size, hour, content) VALUES (?, ?, ?, ?, ?, ?)",
                (table.number, *key, size, hour, content),
            )
            number = int(made.lastrowid or 0)
        else:
            number = before.id
            self._connection.execute(
                "UPDATE items SET size = ?, hour = ?, content = ? WHERE id = ?", (size, hour, content, number)
            )
        if table.indexes:
            self._move_entries(table, key, number, before, after)
        if table.matches_change_filters(after):
            self._connection.execute(
                "INSERT INTO changes (tbl, at, kind, image) VALUES (?, ?, ?, ?)",
                (table.number, time.time(), "INSERT" if before is None else "MODIFY", content),
            )

    def delete(self, table: Table, key: Key, before: Row) -> None:
        """Delete an item and its index entries."""
        self._connection.execute("DELETE FROM items WHERE id = ?", (before.id,))
        if table.indexes:
            self._move_entries(table, key, before.id, before, None)

    def _move_entries(self, table: Table, key: Key, number: int, before: Row | None, after: Item | None) -> None:
        existing = set(table.entries(None if before is None else before.item))
        wanted = set(table.entries(after))
        for index, hash_key, range_key in existing - wanted:
            self._connection.execute(
                "DELETE FROM entries WHERE idx = ? AND hash = ? AND range = ? AND item_hash = ? AND item_range = ?",
                (index, hash_key, range_key, *key),
            )
        for index, hash_key, range_key in wanted - existing:
            self._connection.execute(
                "INSERT INTO entries (idx, hash, range, item_hash, item_range, item) VALUES (?, ?, ?, ?, ?, ?)",
                (index, hash_key, range_key, *key, number),
            )

    # Changes, for their reader

    def set_change_filters(self, table: Table, wanted: list[dict[str, list[str]]]) -> None:
        """Set which changed items are stored for a reader: in each filter, for each attribute, the texts that match."""
        self._connection.execute("UPDATE tables SET told = ? WHERE number = ?", (json.dumps(wanted), table.number))
        self._tables = None

    def changes(self, table: Table, most: int) -> list[tuple[int, float, str, str]]:
        """Return the oldest changes of a table.

        Args:
            table: The table.
            most: The largest number of changes.

        Returns:
            For each change its number, its time in seconds since the epoch, INSERT or MODIFY, and the item as JSON.
        """
        return self._connection.execute(
            "SELECT number, at, kind, image FROM changes WHERE tbl = ? ORDER BY number LIMIT ?", (table.number, most)
        ).fetchall()

    def forget_changes(self, table: Table, up_to: int) -> None:
        """Delete the changes up to a number."""
        self._connection.execute("DELETE FROM changes WHERE tbl = ? AND number <= ?", (table.number, up_to))

    # Tokens of transactions

    def token_digest(self, token: str, now: float) -> bytes | None:
        """Return the digest that was stored with a transaction's token in the last ten minutes."""
        found = self._connection.execute(
            "SELECT digest FROM tokens WHERE token = ? AND at > ?", (token, now - _TOKEN_SECONDS)
        ).fetchone()
        return None if found is None else bytes(found[0])

    def keep_token(self, token: str, digest: bytes, now: float) -> None:
        """Store the digest of a transaction with its token."""
        self._connection.execute(
            "INSERT OR REPLACE INTO tokens (token, digest, at) VALUES (?, ?, ?)", (token, digest, now)
        )

    # Expired items

    def sweep(self, now: float, most: int = 200) -> int:
        """Delete expired items and expired transaction tokens.

        Args:
            now: Seconds since the epoch.
            most: The largest number of items to delete.

        Returns:
            The number of deleted items.
        """
        by_number = {table.number: table for table in self.tables().values()}
        due = self._connection.execute(
            "SELECT id, content, tbl, hash, range FROM items WHERE hour < ? AND hour >= ? LIMIT ?",
            (int(now) // _HOUR, (int(now) - _FIVE_YEARS) // _HOUR, most),
        ).fetchall()
        with self.transaction():
            for number, content, table, hash_key, range_key in due:
                self.delete(by_number[table], (hash_key, range_key), Row(number, content))
            self._connection.execute("DELETE FROM tokens WHERE at <= ?", (now - _TOKEN_SECONDS,))
        if not due:
            # The log of writes has the deleted rows until it is cut.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(due)


def _hour(table: Table, item: Item) -> int | None:
    expiry = table.expiry(item)
    return None if expiry is None else expiry // _HOUR


def _opened(folder: Path | None) -> sqlite3.Connection:
    if folder is None:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(_ROWS)
        return connection
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=0)
        os.chmod(path, 0o600)  # callers' words
        lock(connection, folder)
    except (OSError, sqlite3.Error) as error:
        raise CannotOpenError(
            f"{path} cannot be used ({error}). Name another folder with --data, or move this one aside with --fresh."
        ) from None
    # Committed data outlasts the process: the operating system holds it. A power cut may lose the last seconds but
    # does not damage the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA journal_size_limit = 16777216")
    # What is erased is overwritten, and not only marked as free.
    connection.execute("PRAGMA secure_delete = ON")
    _make_rows(connection, path)
    return connection


def lock(connection: sqlite3.Connection, folder: Path) -> None:
    """Lock the file for this connection until it is closed.

    Args:
        connection: A connection to the file.
        folder: The file's folder, for the error's text.

    Raises:
        CannotOpenError: If another process uses the file.
        sqlite3.OperationalError: If the file cannot be used for another reason.
    """
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise CannotOpenError(
            f"{folder} is in use by another Callflow. Stop that one, or name another folder: callflow dev --data FOLDER"
        ) from None


def _make_rows(connection: sqlite3.Connection, path: Path) -> None:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found == 0:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _ROWS.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute("COMMIT")
    elif found != _FORMAT:
        connection.close()
        raise CannotOpenError(
            f"{path} was written by another release of Callflow (format {found}, this one reads {_FORMAT}). Name "
            "another folder with --data, or move this one aside with --fresh."
        )
