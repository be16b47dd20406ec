"""What MCP servers list for the tools of a document: it completes what the author left out, and checks what is written.

No server is asked here. The completed document is an ordinary one, so a turn knows of no list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flow_core.authored.nodes import LlmNode
from flow_core.authored.tools import USUAL_RETRIES, LlmTool, McpTemplate
from flow_core.check import read_flow
from flow_core.check.fields.tools import SchemaProblem
from flow_core.check.problem import Path, Place, Problem, Spelling, in_order, item_at, listed, node_place, quoted
from flow_core.json import Json

MAX_DESCRIPTION = 4_000
"""Characters of a tool's description."""
_TYPES: Mapping[str, frozenset[str]] = {"number": frozenset({"number", "integer"})}
"""A type of JSON Schema that allows values of other types too -> all of them."""


@dataclass(frozen=True, slots=True)
class ListedTool:
    """A tool as its server lists it."""

    name: str
    description: str
    parameters: Mapping[str, Json]
    """The JSON schema of its arguments, `inputSchema`."""
    repeatable: bool = False
    """Whether the server says that a second call changes nothing more: `readOnlyHint` or `idempotentHint`."""


@dataclass(frozen=True, slots=True)
class NotListed:
    """Why the tools of a server are not known."""

    reason: str
    """A clause, such as "the MCP server could not be reached"."""


ServerName: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A server's URL and the headers that it is asked with: other headers may show other tools."""
Lists: TypeAlias = Mapping[ServerName, tuple[ListedTool, ...] | NotListed]
"""What each server lists."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A document with what the servers list."""

    document: Json
    """The document; the same object if nothing was left out."""
    problems: tuple[Problem, ...]
    """The errors, in the order of the document."""


def server_name(mcp: McpTemplate) -> ServerName:
    """Return the name of the server of a tool."""
    return mcp.server, tuple(sorted(mcp.headers.items()))


def servers_in(document: Json) -> dict[ServerName, McpTemplate]:
    """Return the servers of the tools of a document, each once, in order. None if its shape is wrong."""
    return {server_name(mcp): mcp for _, _, _, mcp in _mcp_tools(document)}


def completed(document: Json, lists: Lists, schema_problem: SchemaProblem) -> Completed:
    """Complete the tools of MCP servers with what their servers list now.

    Args:
        document: The document. Nothing of it is changed.
        lists: What each server of `servers_in` lists.
        schema_problem: Returns the reason why an object is not a JSON schema; None if it is one.

    Returns:
        The document with the description, the parameters and the retries that its author left out, and the errors: a
        server that lists nothing, a tool that it does not have, and parameters that are not those of the tool.
    """
    problems: list[Problem] = []
    whole = document
    for place, path, tool, mcp in _mcp_tools(document):
        one = _Tool(tool, mcp, place, path, schema_problem)
        found = one.find(lists.get(server_name(mcp), NotListed("nobody asked it")))
        if isinstance(found, Problem):
            problems.append(found)
            continue
        problems.extend(one.problems(found))
        left_out = one.left_out(found)
        if left_out:
            whole = _with(whole, (*place.path, *path), left_out)
    return Completed(whole, in_order(document, problems))


def _mcp_tools(document: Json) -> Iterator[tuple[Place, Path, LlmTool, McpTemplate]]:
    """Yield each tool of an MCP server: its node, the path to it from there, and the tool."""
    flow, _ = read_flow(document)
    for index, node in enumerate(() if flow is None else flow.nodes):
        if isinstance(node, LlmNode):
            for number, tool in enumerate(node.data.tools):
                if tool.mcp is not None and tool.request is None:
                    yield node_place(index, node.id), ("data", "tools", number), tool, tool.mcp


@dataclass(frozen=True, slots=True)
class _Tool:
    """A tool of the document."""

    tool: LlmTool
    mcp: McpTemplate
    place: Place
    path: Path
    schema_problem: SchemaProblem

    def find(self, tools: tuple[ListedTool, ...] | NotListed) -> ListedTool | Problem:
        """Return the tool as its server lists it, or why it does not."""
        server, name = quoted(self.mcp.server), quoted(self.mcp.tool)
        if isinstance(tools, NotListed):
            text = f"the tools of the MCP server {server} cannot be listed: {tools.reason}."
            remedy = "Correct its address and its headers, or publish again when it answers."
            return self.place.error("mcp-server-not-listed", text, remedy, (*self.path, "mcp", "server"))
        found = next((each for each in tools if each.name == self.mcp.tool), None)
        if found is not None:
            return found
        names = [each.name for each in tools]
        text = f"the MCP server {server} has no tool {name}."
        remedy = "It lists no tools: correct its address and its headers."
        if names:
            remedy = f"Name one of its tools: {listed(names)}.{Spelling(names).hint(self.mcp.tool)}"
        return self.place.error("unknown-mcp-tool", text, remedy, (*self.path, "mcp", "tool"))

    def left_out(self, found: ListedTool) -> dict[str, Json]:
        """Return the fields that the author left out."""
        fields: dict[str, Json] = {}
        if not self.tool.description.strip() and found.description.strip():
            fields["description"] = found.description
        if self.tool.parameters is None:
            fields["parameters"] = dict(found.parameters)
        if self.tool.retries is None and found.repeatable:
            fields["retries"] = USUAL_RETRIES
        return fields

    def problems(self, found: ListedTool) -> Iterator[Problem]:
        """Find what cannot be used of the server's list, and where the author's parameters do not fit it."""
        name = quoted(self.mcp.tool)
        if not self.tool.description.strip() and len(found.description) > MAX_DESCRIPTION:
            text = (
                f"the MCP server describes the tool {name} in {len(found.description):,} characters; "
                f"at most {MAX_DESCRIPTION:,} are possible."
            )
            remedy = "Write a shorter description here."
            yield self.place.error("mcp-description-too-long", text, remedy, (*self.path, "description"))
        if self.tool.parameters is not None:
            yield from self._disagreements(self.tool.parameters, found)
            return
        reason = self.schema_problem(found.parameters)
        if reason is None and found.parameters.get("type") != "object":
            reason = 'it is not of "type": "object"'
        if reason is not None:
            text = f"the parameters that the MCP server lists for {name} cannot be used: {reason}."
            remedy = 'Write "parameters" here, as this tool needs them.'
            yield self.place.error("mcp-parameters-unusable", text, remedy, (*self.path, "parameters"))

    def _disagreements(self, written: Mapping[str, Json], found: ListedTool) -> Iterator[Problem]:
        """Find the parameters for which the server would refuse a call that the author's schema allows."""
        ours, theirs, name = _properties(written), _properties(found.parameters), quoted(self.mcp.tool)
        path: Path = (*self.path, "parameters")
        spelling, leave_out = Spelling(sorted(theirs)), 'leave out "parameters" for those that the server lists.'
        for each, schema in ours.items():
            known = theirs.get(each)
            if known is None and not found.parameters.get("additionalProperties"):
                text = f"the tool {name} of the MCP server has no parameter {quoted(each)}."
                remedy = f"Take it away, or {leave_out}{spelling.hint(each)}"
                yield self.place.error("unknown-mcp-parameter", text, remedy, (*path, "properties", each))
            elif known is not None and not _types(schema) <= _allowed(known):
                types, other = listed(sorted(_types(schema)), "or"), listed(sorted(_types(known)), "or")
                text = f"the parameter {quoted(each)} is of type {types}, and {name} of the MCP server takes {other}."
                yield self.place.error(
                    "mcp-parameter-of-wrong-type", text, f"Write the type {other}.", (*path, "properties", each)
                )
        for each in sorted(_required(found.parameters) - (_required(written) & ours.keys())):
            text = f"the tool {name} of the MCP server requires {quoted(each)}, and a model may leave it out here."
            remedy = 'Write it in "properties" and in "required", or leave out "parameters".'
            yield self.place.error("missing-mcp-parameter", text, remedy, (*path, "required"))


def _properties(schema: Mapping[str, Json]) -> Mapping[str, Json]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def _required(schema: Mapping[str, Json]) -> frozenset[str]:
    required = schema.get("required")
    return frozenset(each for each in required if isinstance(each, str)) if isinstance(required, list) else frozenset()


def _types(schema: Json) -> frozenset[str]:
    """Return the types that a schema names. Empty if it names none, and nothing is known of them."""
    types = schema.get("type") if isinstance(schema, dict) else None
    names = types if isinstance(types, list) else [types]
    return frozenset(each for each in names if isinstance(each, str))


def _allowed(schema: Json) -> frozenset[str]:
    """Return the types of the values that a schema allows, as far as it names them: else all."""
    types = _types(schema)
    if not types:
        return frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
    return types.union(*(_TYPES.get(each, ()) for each in types))


def _with(value: Json, path: Path, fields: Mapping[str, Json]) -> Json:
    """Return a copy of a value with more fields in the object at a path."""
    if not path:
        return {**value, **fields} if isinstance(value, dict) else value
    first, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_with(item, rest, fields) if index == first else item for index, item in enumerate(value)]
    return {**value, str(first): _with(item_at(value, first), rest, fields)} if isinstance(value, dict) else value
