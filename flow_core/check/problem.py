"""The data of a problem, the names of a flow's parts in messages, and the order of problems. It finds no problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, TypeAlias

from flow_core.json import Json

Path: TypeAlias = tuple[str | int, ...]
"""The path to a value of the JSON document: ("nodes", 3, "data", "prompt")."""
Severity: TypeAlias = Literal["error", "warning"]
"""A flow with an error cannot be saved. A warning marks a probable mistake of the author."""

_MAX_NAME_CHARACTERS = 80
"""Characters of a name in a message."""
_MAX_LISTED_NAMES = 12
"""Names of a list in a message."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a flow. `place`, `field`, `text` and `remedy` are for the author, the rest for an editor."""

    severity: Severity
    code: str
    """Identifies the kind of problem. A code never changes."""
    place: str
    """The part of the flow that has the problem: `Node "ask-name"`."""
    text: str
    """The description of the problem: the rest of a sentence that begins with the place."""
    remedy: str
    """The action that solves the problem, as a sentence."""
    node_id: str | None = None
    edge_id: str | None = None
    path: Path = ()
    """The path to the problem in the document. Empty for the whole flow."""
    field: str | None = None
    """The field in which the problem is, if the text does not name it: `"prompt"`, in quotes."""

    @property
    def message(self) -> str:
        """The place, the field and the text as one sentence."""
        inside = "" if self.field is None else f"in {self.field}, "
        return f"{self.place}: {inside}{self.text}"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a flow that can have problems."""

    name: str
    """The name of the part in a message: `Node "ask-name"`."""
    path: Path
    node_id: str | None = None
    edge_id: str | None = None

    def error(self, code: str, text: str, remedy: str, path: Path = (), field: str | None = None) -> Problem:
        """Build an error of this part. `path` leads from the part to the value that is wrong."""
        return self._problem("error", code, text, remedy, path, field)

    def warning(self, code: str, text: str, remedy: str, path: Path = (), field: str | None = None) -> Problem:
        """Build a warning of this part. `path` leads from the part to the value that is wrong."""
        return self._problem("warning", code, text, remedy, path, field)

    def _problem(self, severity: Severity, code: str, text: str, remedy: str, path: Path, field: str | None) -> Problem:
        whole_path = (*self.path, *path)
        return Problem(severity, code, self.name, text, remedy, self.node_id, self.edge_id, whole_path, field)


THE_FLOW = Place("The flow", ())
"""The flow as a whole."""
JUDGING = Place("Judging", ("judging",))
"""The questions of the judge."""
TAKE_AWAY_OR_DIVIDE = "Take some away, or make several flows of it."
"""The remedy for a flow with too many parts."""


def node_place(index: int, node_id: str | None) -> Place:
    """Return the place of a node. `index` counts the nodes of the document from 0."""
    name = f"Node {quoted(node_id)}" if node_id else f"Node number {index + 1}"
    return Place(name, ("nodes", index), node_id=node_id)


def edge_place(index: int, edge_id: str | None) -> Place:
    """Return the place of an edge. `index` counts the edges of the document from 0."""
    name = f"Edge {quoted(edge_id)}" if edge_id else f"Edge number {index + 1}"
    return Place(name, ("edges", index), edge_id=edge_id)


def handler_place(index: int, handler_id: str | None) -> Place:
    """Return the place of a handler. `index` counts the handlers of the document from 0."""
    name = f"Handler {quoted(handler_id)}" if handler_id else f"Handler number {index + 1}"
    return Place(name, ("handlers", index))


def variable_place(name: str) -> Place:
    """Return the place of a declared variable."""
    return Place(f"Variable {quoted(name)}", ("variables", name))


def printable(text: str) -> str:
    """Return a text that UTF-8 can encode. Half of a surrogate pair, which JSON allows, becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def quoted(name: str) -> str:
    """Return a name in quotes. A long name is cut."""
    return f'"{name}"' if len(name) <= _MAX_NAME_CHARACTERS else f'"{name[:_MAX_NAME_CHARACTERS]}…"'


def listed(names: Sequence[str], last: str = "and") -> str:
    """Return `"a", "b" and "c"`. A long list is cut."""
    shown = [quoted(name) for name in names[:_MAX_LISTED_NAMES]]
    if len(names) > _MAX_LISTED_NAMES:
        return f"{', '.join(shown)} {last} {len(names) - _MAX_LISTED_NAMES} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def field_name(path: Path) -> str:
    """Return a path as an author reads it, in quotes: `"conditions[0].expression"`."""
    words = ""
    for segment in path[1:] if path[:1] == ("data",) and len(path) > 1 else path:
        if isinstance(segment, int):
            words += f"[{segment}]"
        else:
            words += f".{segment}" if words else segment
    return quoted(words)


@dataclass(slots=True)
class Spelling:
    """Finds the existing name that is most similar to an unknown one."""

    names: Sequence[str]
    cutoff: float = 0.6
    """Least similarity of a hint, from 0 to 1."""
    searches_left: int = 20
    """Searches that are left. Each search compares every name, and a check must not take seconds."""
    _hints: dict[str, str] = field(default_factory=dict, init=False)

    def hint(self, name: str) -> str:
        """Return ` Did you mean "x"?`, or an empty text."""
        if name in self._hints:
            return self._hints[name]
        if self.searches_left <= 0 or len(name) > 200:
            return ""
        self.searches_left -= 1
        close = get_close_matches(name, self.names, n=1, cutoff=self.cutoff)
        self._hints[name] = f" Did you mean {quoted(close[0])}?" if close else ""
        return self._hints[name]


@dataclass(slots=True)
class MalformedPaths:
    """The paths of malformed values. The check reports no other problem of such a value."""

    _at: set[Path] = field(default_factory=set)
    _above: set[Path] = field(default_factory=set)

    def add(self, path: Path) -> None:
        """Add a malformed value."""
        self._at.add(path)
        self._above.update(path[:length] for length in range(len(path)))

    def covers(self, path: Path) -> bool:
        """Return whether the value at a path, or a value around it, is malformed."""
        return any(path[:length] in self._at for length in range(len(path) + 1))

    def touches(self, path: Path) -> bool:
        """Return whether the value at a path, a value around it or a value in it is malformed."""
        return path in self._above or self.covers(path)


def item_at(value: Json, segment: str | int) -> Json:
    """Return the value that one segment of a path leads to; None if there is none."""
    if isinstance(value, dict) and isinstance(segment, str):
        return value.get(segment)
    if isinstance(value, list) and isinstance(segment, int) and segment < len(value):
        return value[segment]
    return None


def in_order(document: Json, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems: errors first, then in the order of the document."""
    places: dict[int, dict[str, int]] = {}
    return tuple(sorted(problems, key=lambda problem: (problem.severity, _position(document, problem.path, places))))


def _position(value: Json, path: Path, places: dict[int, dict[str, int]]) -> tuple[int, ...]:
    """Return the position of a path in the document.

    `places` caches the order of an object's fields by the object's identity: there may be thousands of both.
    """
    position: list[int] = []
    for segment in path:
        if isinstance(segment, int):
            position.append(segment)
        else:
            fields = value if isinstance(value, dict) else {}
            if id(value) not in places:
                places[id(value)] = {name: index for index, name in enumerate(fields)}
            position.append(places[id(value)].get(segment, len(fields)))
        value = item_at(value, segment)
    return tuple(position)
