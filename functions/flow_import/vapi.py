"""Reads workflows of Vapi: the answer of its API, or the JSON that its dashboard shows.

Source: the types Workflow, ConversationNode, ToolNode and Edge of its public API reference, https://docs.vapi.ai.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from flow_core.authored.nodes import NodeType
from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import Dialect, UntranslatableError, translate
from functions.flow_import.paths import path_expression
from functions.flow_import.schemas import noted_schema
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose, converse, discuss
from functions.flow_import.texts import Pieces, joined, render, split

_HOLE = re.compile(r"\{\{-?\s*([^{}|]{1,200}?)\s*(?:\|[^{}]*)?-?\}\}")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w*|\[\d+\])*\Z")
_LIQUID = re.compile(r"^\{%-?\s*if\s+(.*?)\s*-?%\}.*$|^\{\{\s*(.*?)\s*\}\}$", re.DOTALL)
_BUILT_IN = {
    "customer.number": "session.callerNumber",
    "phoneNumber.number": "session.calledNumber",
    "call.id": "session.id",
    "now": "session.startedAt",
    "date": "session.startedAt",
    "time": "session.startedAt",
}
"""Variables that every call has -> expressions."""
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def is_vapi(document: Source) -> bool:
    """Return whether a document is a workflow of Vapi."""
    fields = document.value if isinstance(document.value, dict) else {}
    nodes, edges = fields.get("nodes"), fields.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list) or not nodes:
        return False
    from_to = any(isinstance(edge, dict) and "from" in edge and "to" in edge for edge in edges)
    named = all(isinstance(node, dict) and "name" in node and "data" not in node for node in nodes)
    return from_to or (named and not edges)


def read(document: Source) -> Draft:
    """Build a draft from a workflow."""
    draft = Draft(document.text("name") or "Vapi workflow")
    document.ignore("id", "orgId", "createdAt", "updatedAt")
    nodes = document.objects("nodes")
    reader = _Reader(draft, document)
    start = next((node for node in nodes if node.flag("isStart")), nodes[0] if nodes else None)
    for node in nodes:
        reader.node(node, begins=node is start)
    if start is not None:
        draft.start = reader.name_of(start)
    for edge in reader.unused():
        draft.lost(edge, f'the edge begins at "{edge.text("from")}", which is no node')
    return draft


class _Reader:
    def __init__(self, draft: Draft, document: Source) -> None:
        self._draft = draft
        self._prompt = self._pieces(document.text("globalPrompt"))
        self._edges: dict[str, list[Source]] = {}
        for edge in document.objects("edges"):
            edge.ignore("id", "metadata", "position")
            self._edges.setdefault(edge.text("from"), []).append(edge)
        self._seen: set[str] = set()

    def name_of(self, node: Source) -> str:
        """Return the name by which edges know a node. Edges of an early form use ids."""
        name = node.text("name")
        return (
            node.text("id") if name not in self._edges and node.text("id") in self._edges else name or node.text("id")
        )

    def unused(self) -> list[Source]:
        """Return the edges that begin at no node."""
        return [edge for name, edges in self._edges.items() if name not in self._seen for edge in edges]

    def node(self, node: Source, *, begins: bool) -> None:
        """Read a node."""
        kind, name = node.text("type"), self.name_of(node)
        self._seen.add(name)
        chain = Chain(self._draft, name, node.text("name"), self._position(node))
        match kind:
            case "conversation" | "assistant" | "say" | "start":
                self._conversation(chain, node, begins=begins)
            case "tool":
                self._tool_node(chain, node)
            case "apiRequest":
                self._request(chain, node, node)
            case "endCall" | "hangup":
                chain.add("end", {"message": self._first_text(node)}, node)
            case "transferCall" | "transfer":
                self._transfer(chain, node, node)
            case _:
                chain.placeholder(node, f'the type "{kind}" is not known')
                choose(chain, self._ways(node), node, None)
        if chain.first is not None:
            self._draft.enter(name, chain.first)
            self._draft.enter(node.text("id") or name, chain.first)
        self._global(node, name)

    def _conversation(self, chain: Chain, node: Source, *, begins: bool) -> None:
        draft = self._draft
        inner = node.object("assistant") or node
        plan = inner.object("messagePlan")
        first = self._pieces((plan.text("firstMessage") if plan is not None else "") or inner.text("firstMessage"))
        prompt = self._pieces(inner.text("prompt") or self._system_message(inner))
        extract = self._extract(inner.object("variableExtractionPlan"))
        for tool in inner.objects("tools"):
            draft.lost(tool, f'the model of the node "{node.text("name")}" has the tool "{tool.text("type")}"')
            tool.whole()
        for tool_id in inner.items("toolIds"):
            draft.lost(tool_id, f'the tool "{tool_id.as_text()}" is not in the export')
        ways = self._ways(node)
        if not prompt and first and not extract:
            # It says one text and listens: no model has to speak.
            discuss(chain, ways, node, "", draft.template(first))
            return
        if first and begins:
            draft.greeting = first
        elif first:
            prompt = joined(prompt, ("Begin with these words: ", *first))
        converse(chain, joined(self._prompt, prompt), ways, node, extract)
        self._model(inner, chain)

    def _model(self, node: Source, chain: Chain) -> None:
        model = node.object("model")
        if model is None or chain.first is None:
            return
        data = self._draft.nodes[chain.first].data
        temperature, most = model.number("temperature"), model.number("maxTokens")
        if temperature is not None and 0 <= temperature <= 2:
            data["temperature"] = temperature
        if most is not None and 1 <= most <= 8192:
            data["maxTokens"] = int(most)
        name = model.text("model")
        if name:
            self._draft.changed(
                model, f'the model "{name}" is not taken over; the deployment\'s model speaks', chain.first
            )
        model.ignore("provider")

    def _system_message(self, node: Source) -> str:
        model = node.object("model")
        if model is None:
            return ""
        messages = [
            message.text("content") for message in model.objects("messages") if message.text("role") == "system"
        ]
        return "\n\n".join(message for message in [model.text("systemMessage"), *messages] if message)

    def _extract(self, plan: Source | None) -> dict[str, Json]:
        found: dict[str, Json] = {}
        if plan is None:
            return found
        for each in plan.objects("output"):
            name = each.text("title") or each.text("name")
            if name:
                found[self._draft.names.of(name)] = noted_schema(self._draft, each)
        schema = plan.object("schema")
        if schema is not None:
            schema.ignore("type", "required")
            for name, value in schema.entries("properties").items():
                found[self._draft.names.of(name)] = noted_schema(self._draft, value)
        for alias in plan.objects("aliases"):
            self._draft.lost(alias, f'the second name "{alias.text("key")}" of a variable')
            alias.whole()
        return found

    def _tool_node(self, chain: Chain, node: Source) -> None:
        tool = node.object("tool")
        if tool is None:
            reason = f'the tool "{node.text("toolId")}" is not in the export'
            chain.placeholder(node, reason)
            choose(chain, self._ways(node), node, None)
            return
        tool.ignore("id", "orgId", "createdAt", "updatedAt", "name", "async")
        kind = tool.text("type")
        match kind:
            case "endCall":
                tool.ignore("function")
                chain.add("end", {"message": self._message(tool, "request-start")}, node)
                self._spare_messages(tool)
                for edge in self._edges.get(self.name_of(node), ()):
                    self._draft.lost(edge, "nothing follows the end of the call")
                    edge.whole()
            case "transferCall":
                tool.ignore("function")
                self._transfer(chain, node, tool)
            case "apiRequest":
                tool.ignore("function")
                self._request(chain, node, tool)
            case "function":
                self._function(chain, node, tool)
            case _:
                chain.placeholder(node, f'a tool of the type "{kind}" has no counterpart')
                tool.whole()
                choose(chain, self._ways(node), node, None)

    def _function(self, chain: Chain, node: Source, tool: Source) -> None:
        server, function = tool.object("server"), tool.object("function")
        url = "" if server is None else server.text("url")
        if not url or function is None:
            chain.placeholder(node, "a function without the address of its server")
            tool.whole()
            choose(chain, self._ways(node), node, None)
            return
        parameters = function.object("parameters")
        found: dict[str, Json] = {}
        if parameters is not None:
            parameters.ignore("type", "required")
            for name, value in parameters.entries("properties").items():
                found[self._draft.names.of(name)] = noted_schema(self._draft, value)
        if found:
            words = f"Find in the conversation what is needed: {function.text('description')}"
            chain.add("llm", {"instructions": words, "speak": False, "extract": found}, node, part="arguments")
        given: dict[str, Json] = {name: f"{{{{ {name} }}}}" for name in found}
        body: dict[str, Json] = {"name": function.text("name"), "arguments": given}
        self._draft.changed(tool, "the server gets {name, arguments} and not the message of Vapi")
        request: dict[str, Json] = {"method": "POST", "url": render(self._pieces(url)), "body": body}
        self._send(chain, node, tool, request)

    def _request(self, chain: Chain, node: Source, tool: Source) -> None:
        method = tool.text("method", "POST").upper()
        url = render(self._pieces(tool.text("url")))
        if not url:
            chain.placeholder(node, "the request has no address")
            tool.whole()
            choose(chain, self._ways(node), node, None)
            return
        request: dict[str, Json] = {"method": method if method in _METHODS else "POST", "url": url}
        headers = self._values(tool.json("headers"))
        if isinstance(headers, dict) and headers:
            request["headers"] = {
                name: value if isinstance(value, str) else str(value) for name, value in headers.items()
            }
        body = self._values(tool.json("body"))
        if body not in (None, {}) and request["method"] != "GET":
            request["body"] = body
        self._send(chain, node, tool, request)

    def _send(self, chain: Chain, node: Source, tool: Source, request: dict[str, Json]) -> None:
        draft = self._draft
        data: dict[str, Json] = {"request": request}
        seconds = tool.number("timeoutSeconds")
        if seconds is not None:
            data["timeoutSeconds"] = max(0.1, min(seconds, 30.0))
        message = self._message(tool, "request-start")
        if message:
            data["message"] = message
        assign: dict[str, Json] = {}
        plan = tool.object("variableExtractionPlan")
        for name in self._extract(plan):
            assign[name] = path_expression("response.body", name)
        for each in tool.objects("output"):
            target = each.text("target") or each.text("title") or each.text("key")
            if target:
                assign[draft.names.of(target)] = path_expression("response.body", each.text("key") or target)
            each.whole()
        if assign:
            data["assign"] = assign
        tool_id = chain.add("tool", data, node, part="request")
        failed = self._message(tool, "request-failed")
        if failed:
            ends = self._ends(tool, "request-failed")
            kind: NodeType = "end" if ends else "message"
            words = draft.add(
                kind, {"message": failed}, node, f"{tool_id}-failed", label=f"{node.text('name')}: failed"
            )
            draft.edge(tool_id, "error", words)
        done = self._message(tool, "request-complete")
        if done and self._ends(tool, "request-complete"):
            chain.add("end", {"message": done}, node, part="done")
        elif done:
            chain.add("message", {"message": done}, node, part="done")
        self._spare_messages(tool)
        ways = self._ways(node)
        if chain.last is None:
            for way in ways:
                draft.lost(way.at, "the call ends before this edge")
            return
        choose(chain, ways, node, None)

    def _transfer(self, chain: Chain, node: Source, tool: Source) -> None:
        destinations = [*tool.objects("destinations"), *filter(None, [tool.object("destination")])]
        to = message = ""
        for destination in destinations:
            address = destination.text("number") or destination.text("sipUri")
            if address and not to:
                to = render(self._pieces(address))
                destination.ignore("type", "numberE164CheckEnabled", "description", "callerId")
                plan = destination.object("transferPlan")
                if plan is not None and plan.text("mode", "blind-transfer") != "blind-transfer":
                    self._draft.changed(plan, "the caller is transferred at once (cold)")
                    plan.whole()
                elif plan is not None:
                    plan.ignore("sipVerb")
                message = destination.text("message")
            else:
                self._draft.lost(destination, "a transfer has one destination: a number or a SIP URI")
                destination.whole()
        if not to:
            chain.placeholder(node, "the transfer has no number in the export")
            self._spare_messages(tool)
            choose(chain, self._ways(node), node, None)
            return
        words = self._message(tool, "request-start") or render(self._pieces(message))
        self._spare_messages(tool)
        transfer = chain.add("transfer", {"to": to, "message": words}, node)
        for number, way in enumerate(self._ways(node)):
            if number == 0:
                self._draft.link(transfer, "failed", way.key, way.at)
                self._draft.changed(way.at, "it is taken if the transfer fails", transfer)
            else:
                self._draft.lost(way.at, "a transfer has one way on: that of its failure", transfer)

    def _message(self, tool: Source, kind: str) -> str:
        for message in tool.objects("messages"):
            if message.text("type") == kind:
                message.ignore("blocking", "role", "endCallAfterSpokenEnabled", "conditions")
                words = message.text("content")
                if words:
                    return render(self._pieces(words))
        return ""

    def _ends(self, tool: Source, kind: str) -> bool:
        return any(
            message.flag("endCallAfterSpokenEnabled")
            for message in tool.objects("messages")
            if message.text("type") == kind
        )

    def _spare_messages(self, tool: Source) -> None:
        for message in tool.objects("messages"):
            kind = message.text("type")
            if kind not in ("request-start", "request-failed", "request-complete"):
                self._draft.lost(message, f'the words for "{kind}"')
                message.whole()

    def _first_text(self, node: Source) -> str:
        return render(self._pieces(node.text("firstMessage") or node.text("prompt")))

    def _ways(self, node: Source) -> list[Way]:
        ways: list[Way] = []
        for edge in self._edges.get(self.name_of(node), ()):
            key: Hashable = edge.text("to")
            condition = edge.object("condition")
            if condition is None:
                ways.append(Way(key, edge))
                continue
            kind = condition.text("type", "ai")
            if kind == "ai":
                ways.append(Way(key, edge, words=condition.text("prompt")))
                continue
            text = condition.text("liquid") or condition.text("logic") or condition.text("expression")
            condition.ignore("type")
            text = re.sub(
                r"^\{%-?\s*if\s+(.*?)\s*-?%\}.*$|^\{\{\s*(.*?)\s*\}\}$", r"\1\2", text.strip(), flags=re.DOTALL
            )
            try:
                ways.append(Way(key, edge, expression=translate(text, Dialect(self._reference))))
            except UntranslatableError as error:
                self._draft.lost(condition, f"the condition cannot be said ({error}), so this way is never taken")
        return ways

    def _reference(self, text: str) -> str | None:
        name = text.strip("{} ")
        if name in _BUILT_IN:
            return _BUILT_IN[name]
        if not _NAME.match(name):
            return None
        first, *rest = re.split(r"(?=[.\[])", name)
        return self._draft.names.of(first) + "".join(f"?.{part.lstrip('.')}" for part in rest)

    def _pieces(self, text: str) -> Pieces:
        return tuple(split(text, _HOLE, lambda match: self._reference(match.group(1))))

    def _values(self, schema: Json, depth: int = 0) -> Json:
        """Return what a schema with `value` fields sends."""
        if isinstance(schema, str):
            return render(self._pieces(schema))
        if not isinstance(schema, dict) or depth > 8:
            return schema
        if "value" in schema:
            return self._values(schema["value"], depth + 1)
        properties = schema.get("properties")
        if isinstance(properties, dict):
            return {name: self._property(name, value, depth) for name, value in properties.items()}
        return {name: self._values(value, depth + 1) for name, value in schema.items()}

    def _property(self, name: str, value: Json, depth: int) -> Json:
        if isinstance(value, dict) and "value" not in value and "properties" not in value:
            return f"{{{{ {self._draft.names.of(name)} }}}}"
        return self._values(value, depth + 1)

    def _global(self, node: Source, name: str) -> None:
        plan = node.object("globalNodePlan")
        if plan is None or not plan.flag("enabled"):
            if plan is not None:
                plan.whole()
            return
        condition = plan.text("enterCondition").strip()
        if not condition:
            self._draft.lost(plan, "a global node without a condition is never reached from elsewhere")
            return
        self._draft.handle("global", name, plan, phrases=[], when=condition)

    def _position(self, node: Source) -> tuple[float, float] | None:
        metadata = node.object("metadata")
        place = None if metadata is None else metadata.object("position")
        place = place or node.object("position")
        x = None if place is None else place.number("x")
        y = None if place is None else place.number("y")
        return (x, y) if x is not None and y is not None else None
