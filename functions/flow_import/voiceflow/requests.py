"""Reads the steps that send a request."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.paths import path_expression
from functions.flow_import.requests import method_of
from functions.flow_import.source import Source
from functions.flow_import.texts import render
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.reading import Reading


def request(reading: Reading, diagram_id: str, step: Source, data: Source, ports: Ports, chain: Chain) -> None:
    """Read a step that sends a request."""
    draft, words = reading.draft, reading.words
    url = draft.template(words.pieces(data.text("url")), 4000)
    method = data.text("method", "GET").upper().removeprefix("MAKE A ").removesuffix(" REQUEST")
    data.ignore("selectedAction", "selectedIntegration", "bodyInputType", "tls", "fallback")
    if not url:
        chain.placeholder(step, "the request has no address in the export")
        data.whole()
        return
    request: dict[str, Json] = {
        "method": method_of(method, "GET"),
        "url": url,
    }
    for field_name, key in (("headers", "headers"), ("params", "query"), ("parameters", "query")):
        pairs = _pairs(reading, data, field_name)
        if pairs:
            request[key] = dict(pairs)
    body = _pairs(reading, data, "body")
    content = data.get("content")
    kind = data.text("bodyType")
    if request["method"] != "GET" and content is not None and isinstance(content.value, str) and content.value.strip():
        request["body"] = draft.template(words.pieces(content.as_text()))
    elif request["method"] != "GET" and body:
        request["body"] = dict(body)
        if kind in ("formData", "urlEncoded"):
            draft.changed(step, "the body is sent as JSON and not as a form")
    elif content is not None:
        content.whole()
    assign: dict[str, Json] = {}
    for mapping in data.objects("mappings"):
        name, path = mapping.text("var"), mapping.text("path")
        if name and path:
            assign[words.variable(name)] = path_expression("response.body", path, skip=("response", "$"))
    tool: dict[str, Json] = {"request": request}
    if assign:
        tool["assign"] = assign
    node_id = chain.add("tool", tool, step)
    failed = ports.named.get("fail")
    if failed is not None:
        draft.link(node_id, "error", (diagram_id, failed.text("target")), failed)


def _pairs(reading: Reading, data: Source, field_name: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    value = data.get(field_name)
    if value is None or not isinstance(value.value, list):
        if value is not None:
            value.whole()
        return found
    for pair in value.as_items():
        pair.ignore("id", "index")
        key = pair.text("key")
        words = reading.words.slate(pair.get("val") or pair.get("value"))
        if key:
            found[key] = render(words)[:8000]
    return found
