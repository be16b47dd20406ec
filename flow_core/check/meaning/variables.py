"""The values that each variable of a flow can have: what its nodes set, and what its declaration allows.

`arguments`, which the texts of a model's tool read, have what the parameters of the tool allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flow_core.authored.asked import Asked, Choice
from flow_core.authored.nodes import ElicitationNode, FormNode, LlmNode, Node, SubflowNode
from flow_core.authored.tools import LlmTool
from flow_core.check.meaning.results import Results
from flow_core.check.meaning.values import (
    ANY,
    BOOLEAN,
    LIST,
    NONE,
    NOTHING,
    NUMBER,
    OBJECT,
    TEXT,
    Kind,
    Values,
    either,
    of,
    text_of,
)
from flow_core.check.problem import Path
from flow_core.flow import Variable
from flow_core.json import Json
from flow_core.syntax import Syntax
from flow_core.variables.types import VariableType

_MAX_ROUNDS = 6
"""Rounds in which assignments are worked out. A variable that changes longer can have any value."""
_DECLARED: Mapping[VariableType, Kind] = {
    "string": "text",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "object": "object",
    "array": "list",
}
_SCHEMA_TYPES: Mapping[str, Values] = {
    "string": TEXT,
    "number": NUMBER,
    "integer": NUMBER,
    "boolean": BOOLEAN,
    "array": LIST,
    "object": OBJECT,
    "null": NOTHING,
}
_MONEY = Values(frozenset({"object"}), fields={"amount": NUMBER, "currency": TEXT})
_ASKED: Mapping[str, Values] = {
    "string": TEXT,
    "number": NUMBER,
    "integer": NUMBER,
    "boolean": BOOLEAN,
    "date": of("text", form="date"),
    "time": of("text", form="time"),
    "datetime": of("text", form="datetime"),
    "duration": of("text", form="duration"),
    "email": of("text", form="email"),
    "phone": of("text", form="phone"),
    "money": _MONEY,
    "digits": of("text", form="digits"),
    "code": of("text", form="code"),
    "name": TEXT,
    "postcode": TEXT,
}
"""Type of an elicitation -> the values that it stores. That of a choice depends on the node."""
_NEVER_MANY = frozenset({"string", "boolean"})
"""Types of which a question takes one value only."""
SESSION = Values(
    frozenset({"object"}),
    fields={
        "id": TEXT,
        "channel": text_of(("chat", "audio", "phone")),
        "callerNumber": either([TEXT, NOTHING]),
        "calledNumber": either([TEXT, NOTHING]),
        "turn": NUMBER,
        "startedAt": of("text", form="datetime"),
    },
)
"""The values of `session`."""
RESPONSE = Values(frozenset({"object"}), fields={"status": NUMBER, "headers": OBJECT, "body": ANY})
"""The values of `response`, which the assignments of a tool read."""


_OPEN = ("allOf", "anyOf", "oneOf", "if", "$ref")
"""Keywords that may name further properties."""


def asked_values(data: Asked) -> Values:
    """Return the values that a question stores, without null."""
    if data.value_type == "choice":
        one = text_of(choice.value if isinstance(choice, Choice) else choice for choice in data.choices)
    else:
        one = _ASKED.get(data.value_type, ANY)
    return Values(frozenset({"list"}), items=one) if data.many and data.value_type not in _NEVER_MANY else one


def variable_values(
    nodes: Sequence[Node], declared: Mapping[str, Variable | None], syntaxes: Mapping[str, Syntax | None]
) -> dict[str, Values]:
    """Return the values of each variable, and of `session`.

    Args:
        nodes: All nodes of the flow.
        declared: The declared variables; None for one that is malformed.
        syntaxes: Expression -> its syntax.

    Returns:
        Name -> values.
    """
    set_here = _set_by(nodes)
    assigned: dict[str, set[tuple[str, bool]]] = {}
    for node in nodes:
        for name, expression in node.data.assign.items():
            assigned.setdefault(name, set()).add((expression, node.type == "tool"))
    for name, variable in declared.items():
        if name not in set_here and name not in assigned:
            # Nothing in the flow sets it, so its values come from outside.
            set_here[name] = ANY
        elif variable is not None and variable.default is not None:
            set_here[name] = either([set_here.get(name, NONE), _literal_values(variable.default)])
    found = {name: _as_declared(values, declared.get(name)) for name, values in set_here.items()}
    found["session"] = SESSION
    changed = set(assigned)
    for _ in range(_MAX_ROUNDS):
        results = Results({**dict.fromkeys(assigned, NONE), **found})
        in_tools = Results({**results.variables, "response": RESPONSE})
        changed = set()
        for name, expressions in assigned.items():
            sets = [
                ANY if (syntax := syntaxes.get(expression)) is None else (in_tools if tool else results).of(syntax)
                for expression, tool in sorted(expressions)
            ]
            values = _as_declared(either([set_here.get(name, NONE), *sets]), declared.get(name))
            if found.get(name, NONE) != values:
                found[name] = values
                changed.add(name)
        if not changed:
            break
    return {**found, **dict.fromkeys(changed, ANY)}


def fits(values: Values, variable: Variable) -> bool:
    """Return whether at least one value of a set may be of the type that a variable is declared with."""
    kind = _DECLARED.get(variable.type)
    return kind is None or not values.something().known or kind in values.known


def _as_declared(values: Values, variable: Variable | None) -> Values:
    """Return the values that a declared variable takes of a set: those of its type."""
    kind = None if variable is None else _DECLARED.get(variable.type)
    if kind is None:
        return values
    if values.kinds is None:
        return of(kind)
    return Values(values.kinds & {kind, "nothing"}, values.texts, values.form, values.fields, values.items)


def _set_by(nodes: Sequence[Node]) -> dict[str, Values]:
    """Return the values that the callers and the models give to each variable."""
    found: dict[str, Values] = {}
    for node in nodes:
        for name, _, values in answers_of(node):
            found[name] = either([found.get(name, NONE), values])
    return found


def answers_of(node: Node) -> Iterator[tuple[str, Path, Values]]:
    """Return what callers, models and inner flows give to the variables of a node: name, path to it, and values."""
    if isinstance(node, ElicitationNode):
        data = node.data
        yield data.variable, ("data", "variable"), _or_none(asked_values(data), missing=data.optional)
    elif isinstance(node, FormNode):
        for index, slot in enumerate(node.data.slots):
            values = _or_none(asked_values(slot), missing=slot.optional or not slot.required)
            yield slot.variable, ("data", "slots", index, "variable"), values
    elif isinstance(node, LlmNode):
        for name, schema in node.data.extract.items():
            yield name, ("data", "extract", name), schema_values(schema)
    elif isinstance(node, SubflowNode):
        # Each expression reads the variables of another flow.
        for name in node.data.out:
            yield name, ("data", "out", name), ANY


def _or_none(values: Values, *, missing: bool) -> Values:
    return either([values, NOTHING]) if missing else values


def schema_values(schema: Mapping[str, Json]) -> Values:
    """Return the values that a JSON schema allows, as far as it says so in `type`, `enum` or `const`."""
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(allowed, list):
        return either(map(_literal_values, allowed))
    types = schema.get("type")
    names = types if isinstance(types, list) else [types]
    items = schema.get("items")
    sets = [_SCHEMA_TYPES.get(name, ANY) if isinstance(name, str) else ANY for name in names]
    values = either(sets)
    if isinstance(items, dict) and "list" in values.known:
        return Values(values.kinds, items=schema_values(items))
    return values


def _literal_values(value: Json) -> Values:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return text_of([value])
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, list):
        return Values(frozenset({"list"}), items=either(map(_literal_values, value)) if value else None)
    return OBJECT if isinstance(value, dict) else NUMBER


def argument_values(tools: Iterable[LlmTool]) -> Values:
    """Return the values of `arguments`: what a model can give to one of some tools."""
    fields: dict[str, Values] = {}
    for tool in tools:
        known = _fields_of(tool)
        if known is None:
            return OBJECT
        fields.update({name: either([fields[name], each]) if name in fields else each for name, each in known.items()})
    return Values(frozenset({"object"}), fields=fields)


def _fields_of(tool: LlmTool) -> Mapping[str, Values] | None:
    """Return the arguments of a tool: name -> values. None if they are not known."""
    if tool.parameters is None:
        # Those of an MCP server are known when the flow is published.
        return {} if tool.mcp is None else None
    properties, required = tool.parameters.get("properties", {}), tool.parameters.get("required")
    if tool.parameters.get("additionalProperties") or any(name in tool.parameters for name in _OPEN):
        return None
    if not isinstance(properties, dict):
        return None
    needed = required if isinstance(required, list) else []
    return {name: _argument(schema, optional=name not in needed) for name, schema in properties.items()}


def _argument(schema: Json, *, optional: bool) -> Values:
    return _or_none(schema_values(schema if isinstance(schema, dict) else {}), missing=optional)
