"""The SQLite file: opened by one process at a time, and the rows of tables, items, index entries and changes.

Rows only: what a request means is told in reads.py, writes.py and admin.py.
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

from local.store.schema import Key, Table, table_of
from local.store.values import Item

FILE = "store.db"
_FORMAT = 1
"""PRAGMA user_version: of the rows below. A store of another format is refused, never changed."""
_CACHE_KIB = 32_768
_TOKEN_SECONDS = 600
_HOUR = 3600
_FIVE_YEARS = 5 * 365 * 86_400
"""What expired longer ago stays, as in DynamoDB: such a number is a mistake rather than an end."""

_ROWS = """
CREATE TABLE tables (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL,
    ttl TEXT, told TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
    size INTEGER NOT NULL, hour INTEGER, content TEXT NOT NULL);
CREATE UNIQUE INDEX items_by_key ON items (tbl, hash, range);
-- In hours: a turn moves an item's end on by seconds, and need not write here for it.
CREATE INDEX items_by_hour ON items (hour) WHERE hour IS NOT NULL;
CREATE TABLE entries (idx INTEGER NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL, item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (idx, hash, range, item_hash, item_range))
    WITHOUT ROWID;
CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, tbl INTEGER NOT NULL, at REAL NOT NULL,
    kind TEXT NOT NULL, image TEXT NOT NULL);
CREATE TABLE tokens (token TEXT PRIMARY KEY, digest BLOB NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
"""


class CannotOpenError(Exception):
    """The folder cannot be used. The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it is stored."""

    id: int
    content: str
    """JSON."""

    @property
    def item(self) -> Item:
        found: Item = json.loads(self.content)
        return found


class Database:
    def __init__(self, folder: Path | None) -> None:
        """folder: None keeps everything in memory. CannotOpenError."""
        self._connection = _opened(folder)
        self._tables: dict[str, Table] | None = None

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of its writes, or none. What is committed outlasts the end of this process, however it ends."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # Where the disk is full, SQLite may have rolled back by itself.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._tables = None
            raise

    def rows(self, statement: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    # Tables

    def tables(self) -> dict[str, Table]:
        if self._tables is None:
            found = self._connection.execute("SELECT number, name, definition, ttl, told FROM tables ORDER BY name")
            self._tables = {row[1]: table_of(row[0], *row[2:]) for row in found}
        return self._tables

    def add_table(self, name: str, definition: dict[str, object]) -> int:
        self._tables = None
        added = self._connection.execute(
            "INSERT INTO tables (name, definition) VALUES (?, ?)", (name, json.dumps(definition))
        )
        return int(added.lastrowid or 0)

    def drop_table(self, table: Table) -> None:
        self._tables = None
        self._connection.execute("DELETE FROM tables WHERE number = ?", (table.number,))
        self._connection.execute("DELETE FROM items WHERE tbl = ?", (table.number,))
        self._connection.execute("DELETE FROM changes WHERE tbl = ?", (table.number,))
        self._drop_entries(table)

    def _drop_entries(self, table: Table) -> None:
        for index in table.indexes:
            self._connection.execute("DELETE FROM entries WHERE idx = ?", (index.number,))

    def definition(self, table: Table) -> dict[str, object]:
        """As it was added."""
        found = self._connection.execute("SELECT definition FROM tables WHERE number = ?", (table.number,)).fetchone()
        kept: dict[str, object] = json.loads(found[0])
        return kept

    def define_anew(self, table: Table, definition: dict[str, object]) -> None:
        """Give a table another definition with the same keys, and put its items into the indexes of that."""
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
        self._connection.execute("UPDATE tables SET ttl = ? WHERE number = ?", (attribute, table.number))
        self._tables = None
        changed = self.tables()[table.name]
        found = self._connection.execute("SELECT id, content FROM items WHERE tbl = ?", (table.number,)).fetchall()
        hours = [(_hour(changed, json.loads(content)), number) for number, content in found]
        self._connection.executemany("UPDATE items SET hour = ? WHERE id = ?", hours)

    def counted(self, table: Table) -> tuple[int, int]:
        """How many items a table has, and their bytes."""
        found = self._connection.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM items WHERE tbl = ?", (table.number,)
        )
        items, size = found.fetchone()
        return items, size

    # Items

    def row(self, table: Table, key: Key) -> Row | None:
        found = self._connection.execute(
            "SELECT id, content FROM items WHERE tbl = ? AND hash = ? AND range = ?", (table.number, *key)
        ).fetchone()
        return None if found is None else Row(*found)

    def put(self, table: Table, key: Key, before: Row | None, after: Item, size: int) -> None:
        """Store an item in place of the row that stands, with its index entries and its change."""
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
        if table.tells(after):
            self._connection.execute(
                "INSERT INTO changes (tbl, at, kind, image) VALUES (?, ?, ?, ?)",
                (table.number, time.time(), "INSERT" if before is None else "MODIFY", content),
            )

    def delete(self, table: Table, key: Key, before: Row) -> None:
        self._connection.execute("DELETE FROM items WHERE id = ?", (before.id,))
        if table.indexes:
            self._move_entries(table, key, before.id, before, None)

    def _move_entries(self, table: Table, key: Key, number: int, before: Row | None, after: Item | None) -> None:
        standing = set(table.entries(None if before is None else before.item))
        wanted = set(table.entries(after))
        for index, hash_key, range_key in standing - wanted:
            self._connection.execute(
                "DELETE FROM entries WHERE idx = ? AND hash = ? AND range = ? AND item_hash = ? AND item_range = ?",
                (index, hash_key, range_key, *key),
            )
        for index, hash_key, range_key in wanted - standing:
            self._connection.execute(
                "INSERT INTO entries (idx, hash, range, item_hash, item_range, item) VALUES (?, ?, ?, ?, ?, ?)",
                (index, hash_key, range_key, *key, number),
            )

    # Changes, for their reader

    def set_told(self, table: Table, wanted: dict[str, list[str]]) -> None:
        self._connection.execute("UPDATE tables SET told = ? WHERE number = ?", (json.dumps(wanted), table.number))
        self._tables = None

    def changes(self, table: Table, most: int) -> list[tuple[int, float, str, str]]:
        """(number, seconds since the epoch, INSERT or MODIFY, the item's JSON), the oldest first."""
        return self._connection.execute(
            "SELECT number, at, kind, image FROM changes WHERE tbl = ? ORDER BY number LIMIT ?", (table.number, most)
        ).fetchall()

    def forget_changes(self, table: Table, up_to: int) -> None:
        self._connection.execute("DELETE FROM changes WHERE tbl = ? AND number <= ?", (table.number, up_to))

    # Tokens of transactions

    def token_digest(self, token: str, now: float) -> bytes | None:
        found = self._connection.execute(
            "SELECT digest FROM tokens WHERE token = ? AND at > ?", (token, now - _TOKEN_SECONDS)
        ).fetchone()
        return None if found is None else bytes(found[0])

    def keep_token(self, token: str, digest: bytes, now: float) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO tokens (token, digest, at) VALUES (?, ?, ?)", (token, digest, now)
        )

    # What is over

    def sweep(self, now: float, most: int = 200) -> int:
        """Delete some of the items that have expired, and what no one asks for any more; how many items."""
        by_number = {table.number: table for table in self.tables().values()}
        due = self._connection.execute(
            "SELECT id, content, tbl, hash, range FROM items WHERE hour < ? AND hour >= ? LIMIT ?",
            (int(now) // _HOUR, (int(now) - _FIVE_YEARS) // _HOUR, most),
        ).fetchall()
        with self.transaction():
            for number, content, table, hash_key, range_key in due:
                self.delete(by_number[table], (hash_key, range_key), Row(number, content))
            self._connection.execute("DELETE FROM tokens WHERE at <= ?", (now - _TOKEN_SECONDS,))
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
            f"{path} cannot be used ({error}). Name another folder with --data, or put this one aside with --fresh."
        ) from None
    # The end of a process loses nothing that was committed: the system has it. A power cut may lose the last seconds,
    # and never damages the rest.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA journal_size_limit = 16777216")
    _make_rows(connection, path)
    return connection


def lock(connection: sqlite3.Connection, folder: Path) -> None:
    """Have the file for this connection alone, as long as it is open. CannotOpenError: another process has it."""
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise CannotOpenError(
            f"{folder} is in use by another Callflow. End that one, or name another folder: callflow dev --data FOLDER"
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
            "another folder with --data, or put this one aside with --fresh."
        )
