"""Reads the steps that wait for words, and what is said if none come or none are understood."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.source import Source
from functions.flow_import.texts import render
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.reading import Reading


def reprompts(reading: Reading, data: Source, question: dict[str, Json]) -> None:
    """Give a question its words after no match and after silence."""
    for keys, target in ((("noMatch", "noMatches", "else"), "reprompts"), (("noReply", "reprompt"), "noInputPrompts")):
        texts: list[Json] = []
        for key in keys:
            found = data.get(key)
            if found is None or not isinstance(found.value, dict):
                continue
            found.ignore(
                "type", "types", "randomize", "pathName", "timeout", "repromptID", "responseID", "repeat", "path"
            )
            for each in [*found.items("reprompts"), *filter(None, [found.get("content")])]:
                if isinstance(each.value, dict):
                    each.ignore("id", "voice")
                    words = reading.words.slate(each.get("content"))
                else:
                    words = reading.words.slate(each)
                text = render(words)[:8000]
                if text.strip():
                    texts.append(text)
        if texts:
            question[target] = texts


def failures(diagram_id: str, ports: Ports, chain: Chain, node_id: str) -> None:
    """Lead a question on after no match and after silence."""
    for names, exit in ((("else", "no-match", "noMatch"), "noMatch"), (("no-reply", "noReply"), "noInput")):
        for name in names:
            port = ports.named.get(name)
            if port is not None and not chain.draft.leaves(node_id, exit):
                chain.draft.link(node_id, exit, (diagram_id, port.text("target")), port)


def capture(
    reading: Reading, diagram_id: str, step: Source, data: Source, kind: str, ports: Ports, chain: Chain
) -> None:
    """Read a step that waits for words."""
    draft, words = reading.draft, reading.words
    capture = data.object("capture")
    name = data.text("variable") or data.text("variableID")
    if capture is not None:
        name = capture.text("variable") or name
        if capture.text("type") == "intent":
            draft.changed(
                capture,
                f'the values of the intent "{words.intent_name(capture.text("intent"))}" are asked for as words',
            )
            capture.whole()
        capture.ignore("type")
    if kind == "prompt" or not name:
        variable = draft.names.own("heard", {"type": "string", "description": "what the caller said last"})
    else:
        variable = words.variable(name)
    question: dict[str, Json] = {"prompt": "", "variable": variable}
    reprompts(reading, data, question)
    node_id = chain.add("elicitation", question, step)
    data.ignore("slot", "slotInputs", "chips", "utterances")
    if kind == "prompt" and ports.named.get("next") is None:
        draft.edge(node_id, "default", node_id)
        draft.changed(step, "it listens until the caller says what an intent of the flow understands", node_id)
    failures(diagram_id, ports, chain, node_id)
