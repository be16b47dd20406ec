"""Random flows with every type of node. Each flow can run."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from flow_core.json import Json
from testing.flows import Document, edge, flow, node

VARIABLES = ("v0", "v1", "v2")
AUTHORS_SECRET = "AUTHORS_SECRET"
SCHEMA: Json = {"type": "string"}

# A type with more behavior is drawn more often.
_KINDS = (
    "elicitation",
    "elicitation",
    "form",
    "message",
    "llm",
    "llm",
    "llm",
    "tool",
    "tool",
    "decision",
    "transfer",
    "end",
)
_names = st.sampled_from(VARIABLES)
_expressions = st.one_of(
    _names,
    st.sampled_from(["true", "false", "throw", "overrun", "v0 === v1", "v2 !== 'yes'", "v0 + v1", "'text'", "7"]),
    st.sampled_from(
        [
            "arguments.number",
            "response.status",
            "response.body.id",
            "session.turn",
            "Date.now()",
            f"secrets.{AUTHORS_SECRET}",
        ]
    ),
)
_pieces = st.one_of(
    st.sampled_from(["Hello ", "you. ", "}} ", "/", "?q="]),
    _expressions.map(lambda expression: f"{{{{ {expression} }}}}"),
)
_texts = st.one_of(st.lists(_pieces, max_size=4).map("".join), st.just("Hello {{ v0"))
_assignments = st.dictionaries(_names, _expressions, max_size=2)


def _requests() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {"url": _texts.map("https://example.com/".__add__)},
        optional={
            "headers": st.dictionaries(st.sampled_from(["X-A", "X-B"]), _texts, max_size=2),
            "query": st.dictionaries(st.sampled_from(["q", "r"]), st.one_of(_texts, st.integers()), max_size=2),
            "body": st.recursive(
                st.one_of(_texts, st.integers(), st.none()),
                lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(_names, inner, max_size=2)),
                max_leaves=4,
            ),
        },
    )


_question: dict[str, st.SearchStrategy[Any]] = {
    "valueType": st.sampled_from(["string", "number", "integer", "boolean", "date", "choice", "phone", "digits"]),
    "choices": st.just(["yes", {"value": "no", "label": "never"}]),
    "extraction": st.sampled_from(["verbatim", "parse", "llm", "auto", None]),
    "validation": _expressions,
    "reprompts": st.lists(_texts, max_size=2),
    "noInputPrompts": st.lists(_texts, max_size=2),
    "maxAttempts": st.integers(1, 3),
    "many": st.booleans(),
    "optional": st.booleans(),
    "confirm": _texts,
    "keys": st.sampled_from([None, {"length": 2}, {"end": "*"}, {"length": 3, "end": "#"}]),
    "interruptible": st.booleans(),
    "hints": st.just(["Ann"]),
}


TOOL_NAMES = ("find", "cancel", "crm")


def _model_tools() -> st.SearchStrategy[list[Document]]:
    """Draw the tools of a model: HTTP requests and a tool of an MCP server."""
    parameters: Json = {"type": "object"}
    optional: dict[str, st.SearchStrategy[Any]] = {
        "confirm": _texts,
        "message": _texts,
        "parameters": st.just(parameters),
    }
    http: dict[str, st.SearchStrategy[Any]] = {"name": st.sampled_from(TOOL_NAMES[:2]), "request": _requests()}
    server: Json = {"server": "https://example.com/mcp", "tool": "look"}
    mcp: dict[str, st.SearchStrategy[Any]] = {"name": st.just(TOOL_NAMES[2]), "mcp": st.just(server)}
    over_http: st.SearchStrategy[Document] = st.fixed_dictionaries(http, optional=optional)
    by_mcp: st.SearchStrategy[Document] = st.fixed_dictionaries(mcp, optional=optional)
    return st.lists(st.one_of(over_http, by_mcp), max_size=3, unique_by=lambda one: str(one["name"]))


def _slots() -> st.SearchStrategy[list[Document]]:
    slot: st.SearchStrategy[Document] = st.fixed_dictionaries(
        {"prompt": _texts, "variable": _names}, optional={**_question, "required": st.booleans()}
    )
    return st.lists(slot, min_size=1, max_size=3, unique_by=lambda one: str(one["variable"]))


def _data(kind: str) -> st.SearchStrategy[Document]:
    fields: dict[str, st.SearchStrategy[Any]] = {}
    required: dict[str, st.SearchStrategy[Any]] = {}
    match kind:
        case "elicitation":
            required = {"prompt": _texts, "variable": _names}
            fields = _question
        case "form":
            required = {"slots": _slots()}
            fields = {"prompt": _texts, "confirm": _texts, "maxAttempts": st.integers(1, 3)}
        case "message":
            required = {"message": _texts}
            fields = {"interruptible": st.booleans()}
        case "llm":
            required = {"instructions": _texts}
            fields = {
                "extract": st.dictionaries(_names, st.just(SCHEMA), max_size=2),
                "until": _expressions,
                "maxTurns": st.integers(1, 3),
                "speak": st.booleans(),
                "fallback": _texts,
                "tools": _model_tools(),
                "maxToolCalls": st.integers(1, 3),
                "message": _texts,
            }
        case "decision":
            ids = st.sampled_from(["a", "b"])
            condition: st.SearchStrategy[dict[str, str]] = st.one_of(
                st.fixed_dictionaries({"id": ids, "expression": _expressions}),
                st.fixed_dictionaries({"id": ids, "when": st.just("the caller agrees")}),
            )
            required = {"conditions": st.lists(condition, max_size=2, unique_by=lambda one: one["id"])}
        case "tool":
            required = {"request": _requests()}
            fields = {"message": _texts, "retries": st.integers(0, 2)}
        case "transfer":
            required = {"to": st.one_of(st.just("+15550100000"), _texts.filter(bool))}
            fields = {"message": _texts}
        case "end":
            fields = {"message": _texts, "outcome": st.sampled_from(["resume", "done"])}
        case _:
            fields = {"message": _texts}
    optional: dict[str, st.SearchStrategy[Any]] = {**fields, "assign": _assignments}
    return st.fixed_dictionaries(required, optional=optional)


_EXITS = {
    "elicitation": ("default", "noMatch", "noInput"),
    "form": ("default", "noMatch", "noInput"),
    "message": ("default",),
    "llm": ("default", "error", "maxTurns"),
    "decision": ("default", "a", "b", "error"),
    "tool": ("default", "error"),
    "transfer": ("failed",),
    "end": (),
}


@st.composite
def flows(draw: st.DrawFn) -> Document:
    kinds = [draw(st.sampled_from(_KINDS)) for _ in range(draw(st.integers(1, 7)))]
    ids = [f"n{index}" for index in range(len(kinds))]
    nodes = [node("start", **draw(_data("start")))]
    edges = [edge("start", "n0")]
    for node_id, kind in zip(ids, kinds, strict=True):
        # Random values also for the defaults of `node`.
        nodes.append({**node(kind, node_id), "data": draw(_data(kind))})
        drawn = _EXITS[kind] if draw(st.booleans()) else _EXITS[kind][:1]
        edges += [edge(node_id, draw(st.sampled_from(ids)), exit) for exit in drawn]
    defaults: list[Json] = [None, 1, "yes", ["a"]]
    default = draw(st.sampled_from(defaults))
    declared: Json = {"v0": {"default": default}}
    after_failure = draw(st.sampled_from([None, *ids]))
    handlers = draw(st.lists(_handlers(ids), max_size=3, unique_by=lambda one: str(one["id"])))
    return flow(nodes, edges, variables=declared, onFailure=after_failure, handlers=[*handlers])


def _handlers(ids: list[str]) -> st.SearchStrategy[Document]:
    """Draw what a caller may say at any time. A random flow need not pass a check, and may lead anywhere."""
    phrases = st.lists(st.sampled_from(["yes", "no, 5", "a person", "…", "okay"]), min_size=1, max_size=2)
    ways: dict[str, st.SearchStrategy[Any]] = {
        "phrases": phrases,
        "when": st.just("the caller wants to leave"),
        "expression": _expressions,
    }
    names, targets = st.sampled_from(["a", "b", "c"]), st.sampled_from(ids)
    drawn: list[st.SearchStrategy[Document]] = [
        st.fixed_dictionaries({"id": names, "target": targets, "resume": st.booleans(), way: fields})
        for way, fields in ways.items()
    ]
    return st.one_of(drawn)
