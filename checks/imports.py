"""The import graph of `docs/architecture.md`: `python -m checks.imports` reads the code and writes it into the page.

Which imports are forbidden is not decided here: the contracts of import-linter in `pyproject.toml` say that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import grimp

from checks.tracked import ROOT

PACKAGES = ("flow_core", "functions", "local", "agent_worker", "voices")
"""The packages that ship."""
PAGE = ROOT / "docs/architecture.md"
BEGIN = "<!-- import graph: begin, written by `python -m checks.imports` -->"
END = "<!-- import graph: end -->"

Graph: TypeAlias = Mapping[str, frozenset[str]]
"""A part of the code -> the parts that it imports."""


def part_of(module: str) -> str:
    """Name the part of the code that a module belongs to.

    Args:
        module: A full name such as `functions.turn.protocol`.

    Returns:
        The folder or module directly below `functions`; of the other packages, the package.
    """
    package, _, rest = module.partition(".")
    return f"functions/{rest.split('.')[0]}" if package == "functions" and rest else package


def read_graph(packages: Iterable[str] = PACKAGES) -> Graph:
    """Read the imports of the packages, those for type checking included.

    Args:
        packages: Names of packages on the path.

    Returns:
        Every part with its imports among the parts.
    """
    modules = grimp.build_graph(*packages, cache_dir=None)
    graph: dict[str, set[str]] = {}
    for module in modules.modules:
        imports = graph.setdefault(part_of(module), set())
        imports.update(part_of(each) for each in modules.find_modules_directly_imported_by(module))
    return {part: frozenset(imports - {part}) for part, imports in graph.items() if part != "functions"}


def reached(graph: Graph, begin: str) -> frozenset[str]:
    """Find all parts that a part imports, directly or through others.

    Args:
        graph: The imports.
        begin: The part to begin with.

    Returns:
        The parts, `begin` itself only if it is in a cycle.
    """
    found: set[str] = set()
    waiting = list(graph.get(begin, ()))
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting.extend(graph.get(part, ()))
    return frozenset(found)


def cycles(graph: Graph) -> frozenset[str]:
    """Find the parts that import themselves through others.

    Args:
        graph: The imports.

    Returns:
        The parts; none in a sound graph.
    """
    return frozenset(part for part in graph if part in reached(graph, part))


def reduced(graph: Graph) -> Graph:
    """Leave out each import that follows from others.

    Args:
        graph: The imports, without a cycle.

    Returns:
        The smallest graph in which the same parts can be reached.
    """
    return {
        part: frozenset(
            each for each in imports if not any(each in reached(graph, other) for other in imports if other != each)
        )
        for part, imports in graph.items()
    }


def drawn(graph: Graph) -> str:
    """Write the graph as Mermaid, and as a table of all imports.

    Args:
        graph: The imports.

    Returns:
        Markdown.
    """
    shown = graph if cycles(graph) else reduced(graph)
    arrows = [
        f'    {_id(part)}["{part}"] --> {_id(each)}["{each}"]' for part in sorted(shown) for each in sorted(shown[part])
    ]
    rows = [f"| `{part}` | {', '.join(f'`{each}`' for each in sorted(graph[part])) or '-'} |" for part in sorted(graph)]
    return "\n".join(["```mermaid", "graph TD", *arrows, "```", "", "| part | imports |", "|---|---|", *rows])


def _id(part: str) -> str:
    return part.replace("/", "_")


def written(page: str, graph: Graph) -> str:
    """Replace the graph of a page.

    Args:
        page: Markdown with the two markers.
        graph: The imports.

    Returns:
        The page with the graph between its markers.

    Raises:
        ValueError: If a marker is missing.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/architecture.md: put the graph between `{BEGIN}` and `{END}`")
    return f"{before}{BEGIN}\n\n{drawn(graph)}\n\n{END}{after}"


def main(path: Path = PAGE) -> int:
    """Write the graph of the code into the page.

    Args:
        path: The page.

    Returns:
        The exit status, 0.
    """
    path.write_text(written(path.read_text(encoding="utf-8"), read_graph()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
