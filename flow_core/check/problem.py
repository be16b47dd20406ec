"""One problem of a flow, how its parts are named to an author, and the order of many. Finding them never lives here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, TypeAlias

from flow_core.json import Json

Path: TypeAlias = tuple[str | int, ...]
"""Into the JSON document: ("nodes", 3, "data", "prompt")."""
Severity: TypeAlias = Literal["error", "warning"]

_LONGEST_NAME = 80
_LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Problem:
    severity: Severity
    """With an error a flow cannot be saved; a warning is most likely not what its author meant."""
    code: str
    """Never changes, so that an editor may tell kinds apart."""
    message: str
    """What is wrong."""
    remedy: str
    """What to do."""
    node_id: str | None = None
    edge_id: str | None = None
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a flow that problems are found in."""

    name: str
    """As a message begins with it: `Node "ask-name"`."""
    path: Path
    node_id: str | None = None
    edge_id: str | None = None

    def error(self, code: str, message: str, remedy: str, path: Path = ()) -> Problem:
        """`message` goes on after the name; `path` after the place's own."""
        return self._problem("error", code, message, remedy, path)

    def warning(self, code: str, message: str, remedy: str, path: Path = ()) -> Problem:
        return self._problem("warning", code, message, remedy, path)

    def _problem(self, severity: Severity, code: str, message: str, remedy: str, path: Path) -> Problem:
        text = f"{self.name}: {message}"
        return Problem(severity, code, text, remedy, self.node_id, self.edge_id, (*self.path, *path))


THE_FLOW = Place("The flow", ())


def node_place(index: int, node_id: str | None) -> Place:
    name = f"Node {quoted(node_id)}" if node_id else f"Node number {index + 1}"
    return Place(name, ("nodes", index), node_id=node_id)


def edge_place(index: int, edge_id: str | None) -> Place:
    name = f"Edge {quoted(edge_id)}" if edge_id else f"Edge number {index + 1}"
    return Place(name, ("edges", index), edge_id=edge_id)


def variable_place(name: str) -> Place:
    return Place(f"Variable {quoted(name)}", ("variables", name))


def printable(text: str) -> str:
    """Text that can be sent as UTF-8: half a surrogate pair, which JSON can spell, is written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def quoted(name: str) -> str:
    return f'"{name}"' if len(name) <= _LONGEST_NAME else f'"{name[:_LONGEST_NAME]}…"'


def listed(names: Sequence[str], last: str = "and") -> str:
    """`"a", "b" and "c"`; of a long list the beginning."""
    shown = [quoted(name) for name in names[:_LONGEST_LIST]]
    if len(names) > _LONGEST_LIST:
        return f"{', '.join(shown)} {last} {len(names) - _LONGEST_LIST} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def field_name(path: Path) -> str:
    """A path as an author reads it: `"conditions[0].expression"`."""
    words = ""
    for segment in path[1:] if path[:1] == ("data",) and len(path) > 1 else path:
        if isinstance(segment, int):
            words += f"[{segment}]"
        else:
            words += f".{segment}" if words else segment
    return quoted(words)


@dataclass(slots=True)
class Spelling:
    """Guesses what an author meant, among the names that exist."""

    names: Sequence[str]
    cutoff: float = 0.6
    left: int = 20
    """Different names that are guessed at. Each guess reads every name, and a check must not take seconds."""
    _hints: dict[str, str] = field(default_factory=dict, init=False)

    def hint(self, name: str) -> str:
        """` Did you mean "x"?`, or nothing."""
        if name in self._hints:
            return self._hints[name]
        if self.left <= 0 or len(name) > 200:
            return ""
        self.left -= 1
        close = get_close_matches(name, self.names, n=1, cutoff=self.cutoff)
        self._hints[name] = f" Did you mean {quoted(close[0])}?" if close else ""
        return self._hints[name]


@dataclass(slots=True)
class Broken:
    """The places that are known to be malformed, so that nothing else is said of what stands there."""

    _at: set[Path] = field(default_factory=set)
    _above: set[Path] = field(default_factory=set)

    def add(self, path: Path) -> None:
        self._at.add(path)
        self._above.update(path[:length] for length in range(len(path)))

    def covers(self, path: Path) -> bool:
        """True where the path, or something that it lies in, is malformed."""
        return any(path[:length] in self._at for length in range(len(path) + 1))

    def touches(self, path: Path) -> bool:
        """True where the path, something that it lies in or something in it is malformed."""
        return path in self._above or self.covers(path)


def item(value: Json, segment: str | int) -> Json:
    """What one step of a path leads to; None where there is nothing."""
    if isinstance(value, dict) and isinstance(segment, str):
        return value.get(segment)
    if isinstance(value, list) and isinstance(segment, int) and segment < len(value):
        return value[segment]
    return None


def in_order(document: Json, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Errors first, then as they stand in the document."""
    places: dict[int, dict[str, int]] = {}
    return tuple(sorted(problems, key=lambda problem: (problem.severity, _position(document, problem.path, places))))


def _position(value: Json, path: Path, places: dict[int, dict[str, int]]) -> tuple[int, ...]:
    """`places` keeps the order of the fields of an object, by its identity: there may be thousands of either."""
    position: list[int] = []
    for segment in path:
        if isinstance(segment, int):
            position.append(segment)
        else:
            fields = value if isinstance(value, dict) else {}
            if id(value) not in places:
                places[id(value)] = {name: index for index, name in enumerate(fields)}
            position.append(places[id(value)].get(segment, len(fields)))
        value = item(value, segment)
    return tuple(position)
