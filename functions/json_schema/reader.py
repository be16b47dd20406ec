"""Compiles a JSON schema into checks and follows its references. The keywords are in keywords.py, never here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flow_core.json import Json

MOST_PARTS = 500
"""Schemas within a schema, each counted as often as references lead to it."""
DEEPEST = 40
"""Schemas within each other, references followed."""
MOST_PATTERNS = 10

Path: TypeAlias = tuple[str | int, ...]


class UnusableError(Exception):
    """Why a schema cannot be used, and where: `$.properties.age.minimum: …`."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{_shown(path)}: {why}")


class TooManyStepsError(Exception):
    """A value takes too many steps to be checked."""


class Steps:
    """Counts the work on one value."""

    __slots__ = ("_left",)

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, steps: int = 1) -> None:
        """TooManyStepsError."""
        self._left -= steps
        if self._left < 0:
            raise TooManyStepsError


@dataclass(frozen=True, slots=True)
class Mismatch:
    why: str
    path: Path = ()
    """Into the value."""

    def __str__(self) -> str:
        return f"{_shown(self.path)}: {self.why}"[:300] if self.path else self.why[:300]

    def within(self, name: str | int) -> Mismatch:
        """The same, seen from the object or list that the value lies in."""
        return Mismatch(self.why, (name, *self.path))


Check: TypeAlias = Callable[[Json, Steps], Mismatch | None]
Schema: TypeAlias = Mapping[str, Json]
Keyword: TypeAlias = "Callable[[Json, Schema, Subschema], Iterator[Check]]"
"""What is written for it, the schema that it stands in, and where that stands -> the checks. UnusableError."""
ChecksOf: TypeAlias = "Callable[[Schema, Subschema], Iterator[Check]]"
"""The checks that one schema's keywords ask for. UnusableError."""


@dataclass(frozen=True, slots=True)
class CompiledSchema:
    """A schema, ready to check values."""

    checks: tuple[Check, ...]
    parts: int
    depth: int

    def check(self, value: Json, steps: Steps) -> Mismatch | None:
        """The first thing that does not fit. TooManyStepsError."""
        steps.spend()  # for what says nothing, too: a list of 500 such schemas is looked at for each entry
        for check in self.checks:
            steps.spend()
            problem = check(value, steps)
            if problem is not None:
                return problem
        return None

    def takes(self, value: Json, steps: Steps) -> bool:
        return self.check(value, steps) is None


class Reader:
    """Reads one schema as a whole."""

    def __init__(self, root: Json, checks_of: ChecksOf) -> None:
        self.root = root
        self.checks_of = checks_of
        self.patterns = 0
        self._targets: dict[str, CompiledSchema | None] = {}
        """What references lead to; None while it is being read."""

    def read(self) -> CompiledSchema:
        """UnusableError."""
        return Subschema(self, (), 1).schema(self.root)

    def target(self, reference: str, subschema: Subschema) -> CompiledSchema:
        """What a reference leads to, read once."""
        if reference in self._targets:
            found = self._targets[reference]
            if found is None:
                raise UnusableError(subschema.path, f"{reference[:80]} leads back to itself")
            return found
        self._targets[reference] = None
        path = _steps_of(reference)
        written = self.root
        for name in path or ():
            if isinstance(written, list) and name.isdecimal() and len(name) < 6 and int(name) < len(written):
                written = written[int(name)]
            elif isinstance(written, dict) and name in written:
                written = written[name]
            else:
                path = None
                break
        if path is None:
            why = f"{reference[:80]} leads nowhere; a reference begins with #/ and stays inside the schema"
            raise UnusableError(subschema.path, why)
        fit = Subschema(self, path, subschema.depth).schema(written)
        self._targets[reference] = fit
        return fit


class Subschema:
    """One schema within the whole, while it is read."""

    def __init__(self, reader: Reader, path: Path, depth: int) -> None:
        self.reader = reader
        self.path = path
        self.depth = depth
        self.parts = 1
        self.deepest = 0

    def schema(self, written: Json) -> CompiledSchema:
        """The checks of what is written here."""
        if self.depth > DEEPEST:
            raise UnusableError(self.path, f"it is nested more than {DEEPEST} deep")
        if isinstance(written, bool):
            return CompiledSchema(() if written else (_nothing_fits,), 1, 1)
        if not isinstance(written, dict):
            raise UnusableError(self.path, "a schema must be an object")
        checks = tuple(self.reader.checks_of(written, self))
        return CompiledSchema(checks, self.parts, 1 + self.deepest)

    def inner(self, written: Json, *names: str | int) -> CompiledSchema:
        """A schema that stands in this one, under these names."""
        return self._counted(Subschema(self.reader, (*self.path, *names), self.depth + 1).schema(written))

    def referred(self, reference: str) -> CompiledSchema:
        """A schema that this one refers to."""
        at = Subschema(self.reader, (*self.path, "$ref"), self.depth + 1)
        return self._counted(self.reader.target(reference, at))

    def schemas(self, written: Json, name: str) -> list[CompiledSchema]:
        """The schemas of a list that stands in this one."""
        if not isinstance(written, list) or not written:
            raise self.refuse(name, "it must be a list of schemas")
        return [self.inner(inner, name, index) for index, inner in enumerate(written)]

    def refuse(self, name: str, why: str) -> UnusableError:
        return UnusableError((*self.path, name), why)

    def _counted(self, fit: CompiledSchema) -> CompiledSchema:
        self.parts += fit.parts
        self.deepest = max(self.deepest, fit.depth)
        if self.parts > MOST_PARTS:
            raise UnusableError(self.path, f"it has more than {MOST_PARTS} schemas in it, with references followed")
        if self.depth + self.deepest > DEEPEST:
            raise UnusableError(self.path, f"it is nested more than {DEEPEST} deep, with references followed")
        return fit


def _nothing_fits(value: Json, steps: Steps) -> Mismatch | None:
    return Mismatch("nothing is allowed here")


def _steps_of(reference: str) -> tuple[str, ...] | None:
    """Of a JSON Pointer in a fragment (RFC 6901); None where it is none."""
    if reference == "#":
        return ()
    if not reference.startswith("#/"):
        return None
    return tuple(name.replace("~1", "/").replace("~0", "~") for name in reference[2:].split("/"))


def _shown(path: Path) -> str:
    return "$" + "".join(f"[{name}]" if isinstance(name, int) else f".{name[:80]}" for name in path)[:200]
