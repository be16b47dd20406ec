"""Compiles a JSON schema into checks and follows its references. The keywords are in keywords.py, never here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flow_core.json import Json

MAX_SUBSCHEMAS = 500
"""Subschemas of a schema, at most. A subschema counts again for each reference to it."""
MAX_DEPTH = 40
"""Levels of nested subschemas, at most. References add levels."""
MAX_PATTERNS = 10
"""Patterns in a schema, at most."""

Path: TypeAlias = tuple[str | int, ...]
"""The names and indexes that lead to a place."""


class UnusableError(Exception):
    """A schema cannot be used. The text names the place and the reason: `$.properties.age.minimum: …`.

    Args:
        path: The place in the schema.
        why: The reason.
    """

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{_shown(path)}: {why}")


class TooManyStepsError(Exception):
    """The check of a value takes too many steps."""


class Steps:
    """Counts the work on one value.

    Args:
        most: The limit.
    """

    __slots__ = ("_left",)

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, steps: int = 1) -> None:
        """Count some steps. Raise `TooManyStepsError` if they pass the limit."""
        self._left -= steps
        if self._left < 0:
            raise TooManyStepsError


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The reason why a value does not match a schema."""

    why: str
    path: Path = ()
    """The place in the value."""

    def __str__(self) -> str:
        return f"{_shown(self.path)}: {self.why}"[:300] if self.path else self.why[:300]

    def within(self, name: str | int) -> Mismatch:
        """Return the mismatch for the object or list that contains the value under `name`."""
        return Mismatch(self.why, (name, *self.path))


Check: TypeAlias = Callable[[Json, Steps], Mismatch | None]
"""Checks a value. It raises `TooManyStepsError`."""
Schema: TypeAlias = Mapping[str, Json]
"""A schema as its author wrote it, if it is an object."""
Keyword: TypeAlias = "Callable[[Json, Schema, Subschema], Iterator[Check]]"
"""Makes the checks of a keyword from its value, its schema and the place of the schema. It raises `UnusableError`."""
ChecksOf: TypeAlias = "Callable[[Schema, Subschema], Iterator[Check]]"
"""Makes the checks of all keywords of a schema. It raises `UnusableError`."""


@dataclass(frozen=True, slots=True)
class CompiledSchema:
    """A schema, ready to check values."""

    checks: tuple[Check, ...]
    size: int
    """Subschemas, with this schema and with references followed."""
    depth: int
    """Levels of nested subschemas, this one included."""

    def check(self, value: Json, steps: Steps) -> Mismatch | None:
        """Return the first mismatch; None if the value matches. `TooManyStepsError` is raised at the limit."""
        steps.spend()  # A schema without checks costs a step too: a list of 500 of them is visited for each entry.
        for check in self.checks:
            steps.spend()
            problem = check(value, steps)
            if problem is not None:
                return problem
        return None

    def accepts(self, value: Json, steps: Steps) -> bool:
        """Return whether a value matches. `TooManyStepsError` is raised at the limit."""
        return self.check(value, steps) is None


class Reader:
    """Compiles one schema as a whole.

    Args:
        root: The schema.
        checks_of: Makes the checks of the keywords.
    """

    def __init__(self, root: Json, checks_of: ChecksOf) -> None:
        self.root = root
        self.checks_of = checks_of
        self.patterns = 0
        self._targets: dict[str, CompiledSchema | None] = {}
        """The targets of references; None while a target is being compiled."""

    def read(self) -> CompiledSchema:
        """Compile the schema. `UnusableError` is raised if it cannot be used."""
        return Subschema(self, (), 1).schema(self.root)

    def target(self, reference: str, subschema: Subschema) -> CompiledSchema:
        """Compile the target of a reference once. `UnusableError` is raised if there is no such target."""
        if reference in self._targets:
            found = self._targets[reference]
            if found is None:
                raise UnusableError(subschema.path, f"{reference[:80]} leads back to itself")
            return found
        self._targets[reference] = None
        path = _pointer(reference)
        schema = self.root
        for name in path or ():
            if isinstance(schema, list) and name.isdecimal() and len(name) < 6 and int(name) < len(schema):
                schema = schema[int(name)]
            elif isinstance(schema, dict) and name in schema:
                schema = schema[name]
            else:
                path = None
                break
        if path is None:
            why = f"{reference[:80]} leads nowhere; a reference begins with #/ and stays inside the schema"
            raise UnusableError(subschema.path, why)
        compiled = Subschema(self, path, subschema.depth).schema(schema)
        self._targets[reference] = compiled
        return compiled


class Subschema:
    """The place of one schema within the whole, while it is compiled.

    Args:
        reader: Compiles the whole.
        path: The place.
        depth: The level of nesting; 1 is the whole schema.
    """

    def __init__(self, reader: Reader, path: Path, depth: int) -> None:
        self.reader = reader
        self.path = path
        self.depth = depth
        self.size = 1
        self.deepest = 0

    def schema(self, written: Json) -> CompiledSchema:
        """Compile the schema at this place. `UnusableError` is raised if it cannot be used."""
        if self.depth > MAX_DEPTH:
            raise UnusableError(self.path, f"it is nested more than {MAX_DEPTH} deep")
        if isinstance(written, bool):
            return CompiledSchema(() if written else (_nothing_fits,), 1, 1)
        if not isinstance(written, dict):
            raise UnusableError(self.path, "a schema must be an object")
        checks = tuple(self.reader.checks_of(written, self))
        return CompiledSchema(checks, self.size, 1 + self.deepest)

    def inner(self, written: Json, *names: str | int) -> CompiledSchema:
        """Compile a schema inside this one, at the path `names`."""
        return self._counted(Subschema(self.reader, (*self.path, *names), self.depth + 1).schema(written))

    def referred(self, reference: str) -> CompiledSchema:
        """Compile a schema to which this one refers."""
        at = Subschema(self.reader, (*self.path, "$ref"), self.depth + 1)
        return self._counted(self.reader.target(reference, at))

    def schemas(self, written: Json, name: str) -> list[CompiledSchema]:
        """Compile a list of schemas inside this one. `UnusableError` is raised if it is not a list."""
        if not isinstance(written, list) or not written:
            raise self.refuse(name, "it must be a list of schemas")
        return [self.inner(inner, name, index) for index, inner in enumerate(written)]

    def refuse(self, name: str, why: str) -> UnusableError:
        """Return the error for a keyword of this schema."""
        return UnusableError((*self.path, name), why)

    def _counted(self, compiled: CompiledSchema) -> CompiledSchema:
        self.size += compiled.size
        self.deepest = max(self.deepest, compiled.depth)
        if self.size > MAX_SUBSCHEMAS:
            raise UnusableError(self.path, f"it has more than {MAX_SUBSCHEMAS} schemas in it, with references followed")
        if self.depth + self.deepest > MAX_DEPTH:
            raise UnusableError(self.path, f"it is nested more than {MAX_DEPTH} deep, with references followed")
        return compiled


def _nothing_fits(value: Json, steps: Steps) -> Mismatch | None:
    return Mismatch("nothing is allowed here")


def _pointer(reference: str) -> tuple[str, ...] | None:
    """Split a JSON Pointer in a fragment (RFC 6901); None if it is not one."""
    if reference == "#":
        return ()
    if not reference.startswith("#/"):
        return None
    return tuple(name.replace("~1", "/").replace("~0", "~") for name in reference[2:].split("/"))


def _shown(path: Path) -> str:
    return "$" + "".join(f"[{name}]" if isinstance(name, int) else f".{name[:80]}" for name in path)[:200]
