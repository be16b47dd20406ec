"""`callflow check FLOW.json`: each problem with its line and its remedy."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from flow_core.check import check, read_flow
from flow_core.flow import RULES, Flow
from flow_core.json import Json
from flow_core.subflows.frozen import calls_of
from flow_core.subflows.published import Called, Missing, Published, frozen
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.json_schema.check import schema_problem
from local.flow_files import flow_file_beside, flow_id_of


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
        called = called_beside(path, definition)
        checked = check(definition, JavaScriptInspect(javascript.syntax_errors), schema_problem, called)
    document = yaml.compose(text, Loader=yaml.CSafeLoader)
    for problem in checked.problems:
        line = line_of(document, problem.path)
        sys.stdout.write(f"{path}:{line}: {problem.severity}: {problem.message}\n    {problem.remedy}\n")
    errors = len(checked.errors)
    sys.stdout.write(f"{errors} errors, {len(checked.problems) - errors} warnings\n")
    return 1 if errors else 0


def called_beside(path: Path, definition: Json) -> Called:
    """Read the flows that a definition calls: those in files beside it, as `local/flow_files.py` names them.

    Args:
        path: The file of the definition. Its name, or that of its folder, is the flow's id.
        definition: The definition.

    Returns:
        The flows. One without such a file is left out, because it may exist where the flow is published.
    """
    found: dict[tuple[str, int | None], Published | Missing] = {}
    flow_id = flow_id_of(path)
    for call in calls_of(definition):
        inner = _published(flow_file_beside(path, call.flow_id), frozenset({flow_id}))
        if inner is not None:
            found[call.target] = inner
    return Called(found, flow_id)


def _published(path: Path, callers: frozenset[str]) -> Published | None:
    """Read a file as version 1 of a flow, with the flows that it calls. None if there is no such file."""
    try:
        definition = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    known_callers = callers | {flow_id_of(path)}
    calls = [call for call in calls_of(definition) if call.flow_id not in known_callers]
    inner = {call.target: _published(flow_file_beside(path, call.flow_id), known_callers) for call in calls}
    known = {target: one for target, one in inner.items() if one is not None}
    whole = frozen(definition, Called(known))
    return Published(1, whole.document, RULES, whole.subflows)


def flow_beside(path: Path) -> Flow | None:
    """Read a flow with the flows beside it that it calls. None if it cannot run."""
    whole = _published(path, frozenset())
    return None if whole is None else read_flow(whole.definition, whole.rules, whole.subflows)[0]


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
