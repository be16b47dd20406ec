"""Reads the steps of a diagram. Each kind has its function in the file of its family."""

from __future__ import annotations

from collections.abc import Hashable

from functions.flow_import.chain import Chain
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.branches import branch, random
from functions.flow_import.voiceflow.choices import offer
from functions.flow_import.voiceflow.components import CALLS
from functions.flow_import.voiceflow.intents import intent, jump, trigger
from functions.flow_import.voiceflow.models import generate, generate_values
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.questions import capture
from functions.flow_import.voiceflow.reading import Reading, lead_on
from functions.flow_import.voiceflow.requests import request
from functions.flow_import.voiceflow.says import say
from functions.flow_import.voiceflow.values import set_values

_SILENT = {
    "visual": "a picture is not said",
    "image": "a picture is not said",
    "url": "a flow opens no page",
    "stream": "a flow plays no stream",
    "audio": "a flow plays no audio file",
    "video": "a flow plays no video",
    "javascript": "code runs in no node; an expression or a tool can do it",
    "code": "code runs in no node; an expression or a tool can do it",
    "function": "a function is code; a tool can do it",
    "integration": "an integration has no request that the export describes",
    "zapier": "an integration has no request that the export describes",
    "google_sheets": "an integration has no request that the export describes",
    "trace": "a custom action is for another program",
    "customAction": "a custom action is for another program",
    "_trace": "a custom action is for another program",
    "display": "a picture is not said",
    "directive": "a directive is for another program",
    "permission": "a flow asks for no permission",
    "payment": "a flow takes no payment",
    "accountLinking": "a flow links no accounts",
    "deviceInfo": "a flow knows no device",
}
"""Type -> why it cannot be said."""
_WITH_WAYS = (
    "buttons",
    "choiceV2",
    "choice",
    "interaction",
    "ifV2",
    "if",
    "condition",
    "randomV2",
    "random",
    "cardV2",
    "carousel",
)
"""Types that say themselves where they lead."""


def read_step(reading: Reading, diagram_id: str, step: Source, chain: Chain, following: Hashable | None) -> None:
    """Read a step.

    Args:
        reading: What it is read with.
        diagram_id: The diagram that it is in.
        step: The step.
        chain: The nodes that it becomes.
        following: The step below it in its block; None if it is the last one.
    """
    data = step.object("data") or step
    kind = step.text("type")
    ports = Ports(data)
    data.ignore("name", "color", "canvasVisibility", "intentScope", "frameType", "noteID", "scale", "rotate")
    if kind == "start":
        data.ignore("steps", "label")
    elif kind in _SILENT:
        node_id = chain.add("message", {"message": ""}, step, label=f"{kind} (not imported)")
        reading.draft.lost(step, _SILENT[kind], node_id)
        data.whole()
        if ports.named.get("fail") is not None:
            reading.draft.lost(ports.named["fail"], "the way after a failure of what is not done", node_id)
    elif not _spoken(reading, diagram_id, step, data, kind, ports, chain):
        chain.placeholder(step, f'a step of the type "{kind}" has no counterpart')
        data.whole()
    if kind in _WITH_WAYS:
        return
    if chain.first is None:
        chain.add("message", {"message": ""}, step)
    lead_on(diagram_id, step, ports, chain, following)


def _spoken(
    reading: Reading, diagram_id: str, step: Source, data: Source, kind: str, ports: Ports, chain: Chain
) -> bool:
    """Read a step that has a counterpart. Return whether it has."""
    match kind:
        case "speak" | "text" | "message":
            say(reading, step, data, chain)
        case "capture" | "captureV2" | "capture-v3" | "prompt":
            capture(reading, diagram_id, step, data, kind, ports, chain)
        case "buttons" | "choiceV2" | "choice" | "interaction" | "cardV2" | "carousel":
            offer(reading, diagram_id, step, data, kind, ports, chain)
        case "ifV2" | "if" | "condition":
            branch(reading, diagram_id, step, data, ports, chain)
        case "set" | "setV2" | "set-v3":
            set_values(reading, step, data, chain)
        case "random" | "randomV2":
            random(diagram_id, step, data, ports, chain)
        case "api" | "integrations":
            request(reading, diagram_id, step, data, ports, chain)
        case "generative" | "ai_response" | "response":
            generate(reading, step, data, chain)
        case "ai_set" | "generativeSet":
            generate_values(reading, step, data, chain)
        case "exit" | "end":
            chain.add("end", {}, step)
        case "intent":
            intent(reading, step, data, chain)
        case "trigger":
            trigger(reading, step, data, chain)
        case "goTo":
            jump(reading, step, data, chain)
        case "goToNode" | "goToDomain":
            target = (data.text("diagramID") or diagram_id, data.text("nodeID"))
            chain.add("message", {"message": ""}, step)
            chain.link(target, step)
        case _ if kind in CALLS:
            _call(reading, step, data, chain)
        case _:
            return False
    return True


def _call(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Run a component. One that jumps into other diagrams is a part of this flow, and does not come back."""
    diagram_id = data.text("diagramID")
    for key in ("variableMap", "inputs", "outputs"):
        values = data.get(key)
        if values is not None and values.value not in ({}, []):
            reading.draft.lost(values, "variables of a component keep their names in all flows")
            values.whole()
    inner = reading.components.get(diagram_id)
    if inner is not None:
        chain.call(inner, step)
        return
    chain.add("message", {"message": ""}, step)
    chain.link(("component", diagram_id), step)
    reading.draft.changed(step, "the component does not come back to where it was called", chain.first)
