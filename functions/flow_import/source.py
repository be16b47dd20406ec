"""A place in an export. It reads values with their types, and remembers which were read: the rest becomes notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flow_core.json import Json
from functions.flow_import.note import UnreadableExportError

Path = tuple[str | int, ...]
"""The keys and indexes that lead from the document to a value."""

_MAX_SHOWN = 60


def pointer(path: Sequence[str | int]) -> str:
    """Return a path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


class Source:
    """A value of an export, with its place.

    A key that is absent and one whose value is null are the same. A value of a type that nobody expects is an
    `UnreadableExportError` that names its place.

    Args:
        value: The value.
        path: Its path.
        read: The paths of the values that were read; shared by all places of a document. True: with all that is inside.
    """

    __slots__ = ("_read", "path", "value")

    def __init__(self, value: Json, path: Path = (), read: dict[Path, bool] | None = None) -> None:
        self.value = value
        self.path = path
        self._read = {} if read is None else read

    @property
    def place(self) -> str:
        """The JSON pointer of the place."""
        return pointer(self.path)

    @property
    def fields(self) -> dict[str, Json]:
        """The value as an object."""
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        return self.value

    def wrong(self, expected: str) -> UnreadableExportError:
        """Return the error for a value of another type."""
        shown = repr(self.value)
        shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
        return UnreadableExportError(self.place, f"must be {expected}, but is {shown}. Export the file again.")

    def get(self, key: str) -> Source | None:
        """Return the value of a key, and mark it as read but not what is inside."""
        value = self.fields.get(key)
        return None if value is None else self._child(key, value, whole=False)

    def object(self, key: str) -> Source | None:
        """Return the object of a key; None if there is none."""
        found = self.get(key)
        if found is not None and not isinstance(found.value, dict):
            raise found.wrong("an object")
        return found

    def text(self, key: str, default: str = "") -> str:
        """Return the text of a key. A number or a boolean is its JSON."""
        found = self.get(key)
        return default if found is None else found.as_text()

    def as_text(self) -> str:
        """Return this value as a text."""
        self._read[self.path] = True
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, int | float):
            return str(self.value)
        raise self.wrong("a text")

    def number(self, key: str) -> float | None:
        """Return the number of a key; None if there is none."""
        found = self.get(key)
        if found is None:
            return None
        found.whole()
        if isinstance(found.value, bool) or not isinstance(found.value, int | float):
            raise found.wrong("a number")
        return float(found.value)

    def flag(self, key: str) -> bool:
        """Return whether the value of a key is true."""
        found = self.get(key)
        if found is None:
            return False
        found.whole()
        if not isinstance(found.value, bool):
            raise found.wrong("true or false")
        return found.value

    def items(self, key: str) -> list[Source]:
        """Return the items of the list of a key, without nulls; no items if there is no list."""
        found = self.get(key)
        return [] if found is None else found.as_items()

    def as_items(self) -> list[Source]:
        """Return the items of this list, without nulls."""
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        return [self._child(index, item, whole=False) for index, item in enumerate(self.value) if item is not None]

    def objects(self, key: str) -> list[Source]:
        """Return the items of the list of a key, all of which are objects."""
        found = self.items(key)
        for item in found:
            _ = item.fields
        return found

    def entries(self, key: str) -> dict[str, Source]:
        """Return the values of the object of a key, without nulls; none if there is no object."""
        found = self.object(key)
        return {} if found is None else found.as_entries()

    def as_entries(self) -> dict[str, Source]:
        """Return the values of this object, without nulls."""
        return {key: self._child(key, value, whole=False) for key, value in self.fields.items() if value is not None}

    def json(self, key: str) -> Json:
        """Return the value of a key with all that is inside."""
        found = self.get(key)
        return None if found is None else found.whole()

    def whole(self) -> Json:
        """Mark all that is inside as read."""
        self._read[self.path] = True
        return self.value

    def ignore(self, *keys: str) -> None:
        """Mark keys as read whose values mean nothing in a flow: ids, dates, positions."""
        for key in keys:
            self._read[(*self.path, key)] = True

    def unread(self) -> Iterator[Source]:
        """Return the outermost values inside that nobody read, in the order of the document."""
        waiting = [self]
        while waiting:
            place = waiting.pop()
            if place is not self and place.path not in self._read:
                yield place
                continue
            inside: list[tuple[str | int, Json]] = []
            if isinstance(place.value, dict):
                inside = list(place.value.items())
            elif isinstance(place.value, list):
                inside = list(enumerate(place.value))
            waiting.extend(
                Source(value, (*place.path, key), self._read)
                for key, value in reversed(inside)
                if self._read.get((*place.path, key)) is not True and not _is_nothing(value)
            )

    def _child(self, key: str | int, value: Json, *, whole: bool) -> Source:
        path = (*self.path, key)
        self._read.setdefault(path, whole)
        return Source(value, path, self._read)


def _is_nothing(value: Json) -> bool:
    """Return whether a value says nothing, so that its absence changes nothing."""
    return value is None or value == "" or value == [] or value == {}
