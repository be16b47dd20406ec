"""Reads flows of Pipecat: the static configuration of Pipecat Flows, and the JSON of its visual editor.

Source: https://docs.pipecat.ai/guides/features/pipecat-flows and the schema of the public flows editor.
"""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.note import UnreadableExportError
from functions.flow_import.schemas import noted_schema
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, converse
from functions.flow_import.texts import Pieces, joined


def is_pipecat(document: Source) -> bool:
    """Return whether a document is a flow of Pipecat."""
    fields = document.value if isinstance(document.value, dict) else {}
    nodes = fields.get("nodes")
    if isinstance(nodes, dict):
        return "initial_node" in fields or any(isinstance(n, dict) and "task_messages" in n for n in nodes.values())
    if not isinstance(nodes, list):
        return False
    schema = fields.get("$id", fields.get("$schema", ""))
    if isinstance(schema, str) and "pipecat" in schema:
        return True
    inner = [node.get("data") for node in nodes if isinstance(node, dict)]
    return any(isinstance(data, dict) and "task_messages" in data for data in inner)


def read(document: Source) -> Draft:
    """Build a draft from a flow."""
    meta = document.object("meta")
    draft = Draft((meta.text("name") if meta is not None else document.text("name")) or "Pipecat flow")
    document.ignore("$schema", "$id", "edges")
    if meta is not None:
        meta.ignore("version", "description")
    found = document.get("nodes")
    if found is None:
        raise UnreadableExportError("/nodes", "is missing. Export the flow again.")
    if isinstance(found.value, dict):
        nodes = [(name, node, node) for name, node in found.as_entries().items()]
        first = document.text("initial_node") or (nodes[0][0] if nodes else "")
    else:
        nodes = []
        first = ""
        for node in document.objects("nodes"):
            name = node.text("id")
            nodes.append((name, node, node.object("data") or node))
            if node.text("type") == "initial" or not first:
                first = name
    draft.start = first
    role: Pieces = ()
    for name, _, data in nodes:
        if name == first:
            role = _messages(data, "role_messages")
    names = frozenset(name for name, _, _ in nodes)
    for outer in document.objects("global_functions"):
        for function in _definitions(outer):
            _global_function(draft, function)
    for name, node, data in nodes:
        _node(draft, name, node, data, role, names)
    return draft


def _global_function(draft: Draft, function: Source) -> None:
    """Read a function that a model may call at every node: one that leads to a node is what a caller may say there."""
    name, description = function.text("name"), function.text("description")
    target = function.text("transition_to") or function.text("next_node_id")
    decision = function.object("decision")
    if decision is not None:
        target = decision.text("default_next_node_id") or target
    if not target or not description:
        draft.lost(function, f'the function "{name}" of all nodes: its work is code')
        function.whole()
        return
    if decision is not None:
        draft.lost(decision, f'the function "{name}" decides in code where to go; its default way is taken')
        decision.whole()
    if _properties(function):
        draft.lost(function, f'the function "{name}" of all nodes sets no variables')
        for each in _properties(function).values():
            each.whole()
    if function.get("handler") is not None:
        draft.lost(function, f'the function "{name}" does its work in code')
        function.ignore("handler")
    draft.handle("global", target, function, phrases=[], when=description)


def _node(draft: Draft, name: str, node: Source, data: Source, role: Pieces, names: frozenset[str]) -> None:
    _ = node.fields, data.fields
    place = node.object("position")
    x = None if place is None else place.number("x")
    y = None if place is None else place.number("y")
    chain = Chain(
        draft,
        name,
        data.text("label") or data.text("name") or name,
        (x, y) if x is not None and y is not None else None,
    )
    node.ignore("id", "type", "width", "height", "selected", "dragging", "positionAbsolute")
    data.ignore("respond_immediately", "label", "type", "name")
    for action in data.objects("pre_actions"):
        _before(draft, chain, action)
    ends = False
    after: list[Source] = []
    for action in data.objects("post_actions"):
        if action.text("type") == "end_conversation":
            ends = True
            action.ignore("handler")
            after.append(action)
        else:
            after.append(action)
    own = _messages(data, "role_messages")
    instructions = joined(own or role, _messages(data, "task_messages"), _messages(data, "messages"))
    ways: list[Way] = []
    extract: dict[str, Json] = {}
    for outer in data.objects("functions"):
        for function in _definitions(outer):
            _function(draft, function, ways, extract, names)
    if ends and not ways:
        chain.add("llm", {"instructions": draft.template(instructions) or "Say goodbye."}, node)
        _after(draft, chain, after)
        chain.add("end", {"message": _farewell(after)}, node, part="end")
    else:
        converse(chain, instructions, ways, node, extract)
        for action in after:
            draft.lost(action, f'the action "{action.text("type")}" after the node')
            action.whole()
    strategy = data.get("context_strategy")
    if strategy is not None:
        draft.lost(strategy, "a model always sees the whole conversation")
        strategy.whole()
    if chain.first is not None:
        draft.enter(name, chain.first)


def _messages(data: Source, key: str) -> Pieces:
    """Return the messages for the model as one text."""
    texts: list[str] = []
    found = data.get(key)
    if found is not None and isinstance(found.value, str):
        texts.append(found.as_text())
    elif found is not None:
        for message in found.as_items():
            if isinstance(message.value, str):
                texts.append(message.as_text())
                continue
            message.ignore("role")
            content = message.get("content")
            if content is not None and isinstance(content.value, list):
                texts += [part.text("text") for part in content.as_items() if part.fields.get("text") is not None]
                for part in content.as_items():
                    part.ignore("type")
            elif content is not None:
                texts.append(content.as_text())
    if key == "role_messages":
        texts.insert(0, data.text("role_message"))
    text = "\n\n".join(text for text in texts if text.strip())
    return (text,) if text else ()


def _definitions(outer: Source) -> list[Source]:
    """Return the functions of an entry, in the form of OpenAI, Anthropic or Gemini."""
    outer.ignore("type")
    declarations = outer.objects("function_declarations")
    if declarations:
        return declarations
    function = outer.object("function")
    return [outer if function is None else function]


def _function(draft: Draft, function: Source, ways: list[Way], extract: dict[str, Json], names: frozenset[str]) -> None:
    name, description = function.text("name"), function.text("description")
    properties = _properties(function)
    for key, schema in properties.items():
        extract[draft.names.of(key)] = noted_schema(draft, schema)
    if function.get("handler") is not None:
        draft.lost(function, f'the function "{name}" does its work in code; only its arguments are set as variables')
        function.ignore("handler")
    target = function.text("transition_to") or function.text("next_node_id")
    if function.get("transition_callback") is not None:
        draft.lost(function, f'the function "{name}" chooses the next node in code')
        function.ignore("transition_callback")
    decision = function.object("decision")
    words = f"{name}: {description}" if description else name
    if decision is not None:
        draft.lost(decision, f'the function "{name}" decides in code where to go; its default way is taken')
        target = decision.text("default_next_node_id") or target
        decision.whole()
    if not target and decision is None and function.get("transition_callback") is None and name in names:
        # In the first form, a function leads to the node of its name.
        target = name
    if target:
        ways.append(Way(target, function, words=words))
    elif decision is None and function.get("handler") is None:
        draft.lost(function, f'the function "{name}" leads to no node and has no work that the export describes')


def _properties(function: Source) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for key in ("parameters", "input_schema"):
        parameters = function.object(key)
        if parameters is not None:
            parameters.ignore("type", "required")
            found |= parameters.entries("properties")
    found |= function.entries("properties")
    function.ignore("required")
    return found


def _before(draft: Draft, chain: Chain, action: Source) -> None:
    if action.text("type") == "tts_say" and action.text("text"):
        chain.add("message", {"message": draft.template((action.text("text"),))}, action, part="say")
        return
    draft.lost(action, f'the action "{action.text("type")}" before the node')
    action.whole()


def _after(draft: Draft, chain: Chain, actions: list[Source]) -> None:
    for action in actions:
        kind = action.text("type")
        if kind == "tts_say" and action.text("text"):
            chain.add("message", {"message": draft.template((action.text("text"),))}, action, part="say")
        elif kind != "end_conversation":
            draft.lost(action, f'the action "{kind}" after the node')
            action.whole()


def _farewell(actions: list[Source]) -> str:
    return next((action.text("text") for action in actions if action.text("type") == "end_conversation"), "")
