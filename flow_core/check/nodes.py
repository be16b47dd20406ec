"""Finds the problems of a single node or variable. It does not check shapes, expressions or edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flow_core.authored.asked import Choice, ElicitationData, FormData
from flow_core.authored.data import DecisionData, LlmData, ToolData, TransferData
from flow_core.authored.nodes import Node
from flow_core.authored.subflow import SubflowData
from flow_core.check.fields.choices import shared_name_problems
from flow_core.check.fields.decisions import decision_problems
from flow_core.check.fields.field_problems import kind_of
from flow_core.check.fields.questions import elicitation_problems, form_problems
from flow_core.check.fields.tools import SchemaProblem, llm_tool_problems, schemas_in, tool_problems
from flow_core.check.problem import TAKE_AWAY_OR_DIVIDE, THE_FLOW, Path, Place, Problem, quoted, variable_place
from flow_core.check.shape import Parts
from flow_core.flow import DEFAULT_LANGUAGE, Variable
from flow_core.languages import locale_of
from flow_core.nodes.transfer import destination
from flow_core.variables.names import variable_name_problem
from flow_core.variables.types import is_of_type

MAX_SCHEMAS = 1_000
"""JSON schemas that a flow may have."""


def node_problems(parts: Parts, schema_problem: SchemaProblem) -> Iterator[Problem]:
    """Find the problems of each node."""
    schemas = 0
    document = parts.document if isinstance(parts.document, dict) else {}
    language = document.get("language")
    vocabulary = locale_of(language if isinstance(language, str) else DEFAULT_LANGUAGE).language.choices
    for part in parts.nodes:
        if part.node is not None:
            data = part.node.data
            schemas += len(data.extract) if isinstance(data, LlmData) else 0
            schemas += schemas_in(data) if isinstance(data, LlmData | ToolData) else 0
            if schemas > MAX_SCHEMAS:
                text = f"it has more than {MAX_SCHEMAS:,} JSON schemas."
                yield THE_FLOW.error("too-many-schemas", text, TAKE_AWAY_OR_DIVIDE)
                return
            yield from _set_name_problems(part.node, part.place)
            for choices, path in _choices_of(part.node):
                yield from shared_name_problems(choices, vocabulary, part.place, path)
            yield from _type_problems(part.node, part.place, schema_problem)


def _choices_of(node: Node) -> Iterator[tuple[Sequence[str | Choice], Path]]:
    """Return the choices of each question of a node, and the path to them."""
    if isinstance(node.data, ElicitationData):
        yield node.data.choices, ("data", "choices")
    elif isinstance(node.data, FormData):
        for index, slot in enumerate(node.data.slots):
            yield slot.choices, ("data", "slots", index, "choices")


def variable_problems(parts: Parts) -> Iterator[Problem]:
    """Find the problems of each declared variable."""
    for name, variable in parts.variables.items():
        place = variable_place(name)
        yield from _name_problems(name, place, "its name", ())
        if variable is not None:
            yield from _default_problems(variable, place)


def set_names(node: Node) -> Iterator[tuple[str, Path]]:
    """Return the variables that a node sets, and the path of each within the node."""
    for name in node.data.assign:
        yield name, ("data", "assign", name)
    if isinstance(node.data, ElicitationData):
        yield node.data.variable, ("data", "variable")
    elif isinstance(node.data, FormData):
        for index, slot in enumerate(node.data.slots):
            yield slot.variable, ("data", "slots", index, "variable")
    elif isinstance(node.data, LlmData):
        for name in node.data.extract:
            yield name, ("data", "extract", name)
    elif isinstance(node.data, SubflowData):
        for name in node.data.out:
            yield name, ("data", "out", name)


def _default_problems(variable: Variable, place: Place) -> Iterator[Problem]:
    if variable.default is not None and not is_of_type(variable.default, variable.type):
        text = f"its default is {kind_of(variable.default)}, which is not of its type {quoted(variable.type)}."
        yield place.error("default-of-wrong-type", text, "Change the default or the type.", ("default",))


def _set_name_problems(node: Node, place: Place) -> Iterator[Problem]:
    for name, path in set_names(node):
        yield from _name_problems(name, place, f"the variable {quoted(name)}", path)
    if isinstance(node.data, SubflowData):
        for name in node.data.given:
            yield from _name_problems(name, place, f"the inner variable {quoted(name)}", ("data", "in", name))
    if node.data.assign and not node.exits:
        text = f'"assign" never runs: it runs when a call leaves a node, and no call leaves an {node.type} node.'
        yield place.warning("assign-never-runs", text, "Move it to the node before.", ("data", "assign"))


def _name_problems(name: str, place: Place, subject: str, path: Path) -> Iterator[Problem]:
    reason = variable_name_problem(name)
    if reason is not None:
        yield place.error("bad-variable-name", f"{subject} {reason}.", "Choose another name.", path)


def _type_problems(node: Node, place: Place, schema_problem: SchemaProblem) -> Iterator[Problem]:
    """Find the problems of a node by its type."""
    match node.data:
        case ElicitationData() as data:
            yield from elicitation_problems(data, place)
        case FormData() as data:
            yield from form_problems(data, place)
        case LlmData() as data:
            yield from _llm_problems(data, place)
            yield from llm_tool_problems(data, place, schema_problem)
            for name, schema in data.extract.items():
                reason = schema_problem(schema)
                if reason is not None:
                    text = f'"extract" has no valid JSON schema for {quoted(name)}: {reason}.'
                    yield place.error("bad-schema", text, "Correct the schema.", ("data", "extract", name))
        case DecisionData() as data:
            yield from decision_problems(data, place)
        case ToolData() as data:
            yield from tool_problems(data, place, schema_problem)
        case TransferData() as data:
            yield from _transfer_problems(data, place)
        case _:
            pass


def _llm_problems(data: LlmData, place: Place) -> Iterator[Problem]:
    if data.until is not None and not data.speak:
        text = 'it has a conversation ("until"), but with "speak" false the caller hears no reply.'
        yield place.warning("mute-conversation", text, 'Take away "until" or "speak".', ("data", "speak"))


def _transfer_problems(data: TransferData, place: Place) -> Iterator[Problem]:
    if "{{" not in data.to and destination(data.to) is None:
        text = f"{quoted(data.to)} is neither a phone number with its country code nor a SIP address."
        remedy = "Write it like +15550100000 or sip:desk@example.com."
        yield place.error("bad-destination", text, remedy, ("data", "to"))
