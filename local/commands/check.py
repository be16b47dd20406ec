"""`callflow check FLOW.json`: each problem with its line and its remedy."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from flow_core.check import check
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.json_schema.check import schema_problem


def check_file(path: Path) -> int:
    """Print the problems of a flow.

    Args:
        path: The flow's definition as JSON.

    Returns:
        The exit status: 1 if the flow has errors, 0 if it has warnings only.
    """
    try:
        text = path.read_text()
        definition = json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{path}: {error}\n")
        return 1
    except json.JSONDecodeError as error:
        sys.stdout.write(f"{path}:{error.lineno}: error: invalid JSON: {error.msg}\n")
        return 1
    with JavaScript() as javascript:
        checked = check(definition, JavaScriptInspect(javascript.syntax_errors), schema_problem)
    document = yaml.compose(text, Loader=yaml.CSafeLoader)
    for problem in checked.problems:
        line = line_of(document, problem.path)
        sys.stdout.write(f"{path}:{line}: {problem.severity}: {problem.message}\n    {problem.remedy}\n")
    errors = len(checked.errors)
    sys.stdout.write(f"{errors} errors, {len(checked.problems) - errors} warnings\n")
    return 1 if errors else 0


def line_of(document: yaml.Node | None, path: Sequence[str | int]) -> int:
    """Return the line of a value in a JSON document.

    Args:
        document: The document, read as YAML because YAML's nodes know their lines.
        path: The keys and indexes that lead to the value.

    Returns:
        The line, from 1. If the path does not exist, the line of its last part that does.
    """
    line = 1 if document is None else document.start_mark.line + 1
    node = document
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((name, value) for name, value in pairs if name.value == part), None)
        if found is None:
            return line
        line = found[0].start_mark.line + 1
        node = found[1]
    return line
