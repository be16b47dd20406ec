"""Reads the steps of a diagram, one function a kind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import quoted
from functions.flow_import.parts import END
from functions.flow_import.paths import path_expression
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose
from functions.flow_import.texts import Pieces, joined, render
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.texts import Words

_MAX_PHRASES = 60
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


@dataclass(slots=True)
class Project:
    """What all steps are read with."""

    draft: Draft
    words: Words
    document: Source
    starts: dict[str, Hashable] = field(default_factory=dict)
    """Diagram -> its start."""
    _called: list[tuple[str, Source]] = field(default_factory=list)

    def call(self, diagram_id: str, at: Source) -> Hashable:
        """Return the key of a component that a step calls."""
        self._called.append((diagram_id, at))
        return ("component", diagram_id)

    def components(self) -> None:
        """Lead the calls of components to their starts."""
        for diagram_id, at in self._called:
            start = self.starts.get(diagram_id)
            if start is not None and start in self.draft.entries:
                self.draft.enter(("component", diagram_id), self.draft.entries[start])
                self.draft.changed(at, "the component does not come back to where it was called")

    def jump(self, port: Source | None) -> tuple[str, Source] | None:
        """Return the target of a port."""
        return None if port is None else (port.text("target"), port)


def read_step(project: Project, diagram_id: str, step: Source, chain: Chain, following: Hashable | None) -> None:
    """Read a step.

    Args:
        project: The project.
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
        reader = project.draft
        node_id = chain.add("message", {"message": ""}, step, label=f"{kind} (not imported)")
        reader.lost(step, _SILENT[kind], node_id)
        data.whole()
        if ports.named.get("fail") is not None:
            reader.lost(ports.named["fail"], "the way after a failure of what is not done", node_id)
    elif not _spoken(project, diagram_id, step, data, kind, ports, chain):
        chain.placeholder(step, f'a step of the type "{kind}" has no counterpart')
        data.whole()
    if kind in (
        "buttons",
        "choiceV2",
        "choice",
        "interaction",
        "ifV2",
        "if",
        "randomV2",
        "random",
        "cardV2",
        "carousel",
    ):
        return
    if chain.first is None:
        chain.add("message", {"message": ""}, step)
    _on(diagram_id, step, ports, chain, following)


def _on(diagram_id: str, step: Source, ports: Ports, chain: Chain, following: Hashable | None) -> None:
    """Lead to what follows a step."""
    port = ports.named.get("next")
    if chain.last is not None and chain.draft.leaves(chain.last, chain.exit):
        return
    if port is not None:
        chain.link((diagram_id, port.text("target")), port)
    elif following is not None:
        chain.link(following, step)


def _spoken(
    project: Project, diagram_id: str, step: Source, data: Source, kind: str, ports: Ports, chain: Chain
) -> bool:
    """Read a step that has a counterpart. Return whether it has."""
    draft, words = project.draft, project.words
    match kind:
        case "speak" | "text" | "message":
            _say(project, step, data, chain)
        case "capture" | "captureV2" | "capture-v3" | "prompt":
            _capture(project, diagram_id, step, data, kind, ports, chain)
        case "buttons" | "choiceV2" | "choice" | "interaction" | "cardV2" | "carousel":
            _choose(project, diagram_id, step, data, kind, ports, chain)
        case "ifV2" | "if" | "condition":
            _branch(project, diagram_id, step, data, ports, chain)
        case "set" | "setV2" | "set-v3":
            _set(project, step, data, chain)
        case "random" | "randomV2":
            _random(diagram_id, step, data, ports, chain)
        case "api" | "integrations":
            _request(project, diagram_id, step, data, ports, chain)
        case "generative" | "ai_response" | "response":
            _generate(project, step, data, chain)
        case "ai_set" | "generativeSet":
            _generate_values(project, step, data, chain)
        case "exit" | "end":
            chain.add("end", {}, step)
        case "intent":
            _intent(project, diagram_id, step, data, chain)
        case "goTo":
            intent = data.text("intent")
            draft.lost(step, f'the jump to the intent "{words.intent_name(intent)}"')
            chain.add("message", {"message": ""}, step)
            data.ignore("diagramID")
        case "goToNode" | "goToDomain":
            target = (data.text("diagramID") or diagram_id, data.text("nodeID"))
            chain.add("message", {"message": ""}, step)
            chain.link(target, step)
        case "flow" | "component":
            chain.add("message", {"message": ""}, step)
            chain.link(project.call(data.text("diagramID"), step), step)
            data.ignore("variableMap", "inputs", "outputs")
        case _:
            return False
    return True


def _say(project: Project, step: Source, data: Source, chain: Chain) -> None:
    draft, words = project.draft, project.words
    wordings: list[Pieces] = []
    for dialog in [*data.objects("dialogs"), *data.objects("texts")]:
        dialog.ignore("id", "voice")
        if dialog.get("audio") is not None and dialog.text("audio"):
            draft.lost(dialog, "an audio file is not played")
        pieces = words.slate(dialog.get("content"))
        if pieces:
            wordings.append(pieces)
    response = data.text("messageID") or data.text("responseID")
    if response:
        wordings += _responses(project, response)
        if not wordings:
            draft.lost(step, f'the message "{response}" is not in the export')
    data.ignore("randomize", "draft")
    if len(wordings) > 1:
        draft.changed(step, f"the first of {len(wordings)} wordings is said")
    chain.add("message", {"message": draft.template(wordings[0]) if wordings else ""}, step)


def _responses(project: Project, response_id: str) -> list[Pieces]:
    """Return the wordings of a message that is kept outside of its step."""
    discriminators = {
        each.text("id")
        for each in project.document.objects("responseDiscriminators")
        if each.text("responseID") == response_id
    }
    found: list[Pieces] = []
    for variant in project.document.objects("responseVariants"):
        if variant.text("discriminatorID") in discriminators:
            found.append(project.words.slate(variant.get("text")))
            variant.whole()
    return [pieces for pieces in found if pieces]


def _capture(
    project: Project, diagram_id: str, step: Source, data: Source, kind: str, ports: Ports, chain: Chain
) -> None:
    draft, words = project.draft, project.words
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
    _reprompts(project, data, question)
    node_id = chain.add("elicitation", question, step)
    data.ignore("slot", "slotInputs", "chips", "utterances")
    if kind == "prompt" and ports.named.get("next") is None:
        draft.edge(node_id, "default", node_id)
        draft.changed(step, "it listens until the caller says what an intent of the flow understands", node_id)
    _failures(diagram_id, ports, chain, node_id)


def _choose(
    project: Project, diagram_id: str, step: Source, data: Source, kind: str, ports: Ports, chain: Chain
) -> None:
    """Read a step that offers choices."""
    draft = project.draft
    buttons = _buttons(project, data, kind)
    spoken = _card_words(project, data)
    variable = draft.names.own("choice", {"type": "string", "description": "what the caller chose"})
    choices: list[Json] = []
    conditions: list[Json] = []
    targets: list[tuple[str, Source]] = []
    taken: set[str] = set()
    for number, (at, name, phrases, key) in enumerate(buttons):
        value = _unique(name or f"choice {number + 1}", taken)
        names: list[Json] = []
        for phrase in phrases[:_MAX_PHRASES]:
            if phrase.lower() not in taken:
                taken.add(phrase.lower())
                names.append(phrase)
        if len(phrases) > _MAX_PHRASES:
            draft.changed(at, f"{_MAX_PHRASES} of its {len(phrases)} phrases are taken")
        port = ports.choice(number + _skipped(kind, ports, buttons), key)
        choices.append({"value": value, "synonyms": names} if names else {"value": value})
        if port is None:
            draft.changed(at, f'the choice "{value}" leads nowhere, so the call ends after it')
            continue
        if len(conditions) < 100:
            conditions.append(
                {"id": f"choice{number + 1}", "expression": f"{variable} === {quoted(value)}", "label": value}
            )
            targets.append((f"choice{number + 1}", port))
    data.ignore("else", "chips", "listenForOtherTriggers", "automaticReprompt", "globalCommands")
    if not choices:
        chain.add("message", {"message": draft.template(spoken)}, step)
        _on(diagram_id, step, ports, chain, None)
        return
    question: dict[str, Json] = {
        "prompt": draft.template(spoken),
        "variable": variable,
        "valueType": "choice",
        "choices": choices[:200],
    }
    _reprompts(project, data, question)
    node_id = chain.add("elicitation", question, step)
    decision = chain.add("decision", {"conditions": conditions}, step, part="choice")
    for name, port in targets:
        draft.link(decision, name, (diagram_id, port.text("target")), port)
    if ports.named.get("next") is not None:
        following = ports.named["next"]
        draft.link(decision, "default", (diagram_id, following.text("target")), following)
    else:
        draft.link(decision, "default", END, step)
    _failures(diagram_id, ports, chain, node_id)


def _skipped(kind: str, ports: Ports, buttons: Sequence[object]) -> int:
    """Return how many ports come before those of the choices: in the first form of exports, the one for no match."""
    return 1 if kind == "interaction" and len(ports.numbered) == len(buttons) + 1 else 0


def _unique(name: str, taken: set[str]) -> str:
    value = name[:150]
    number = 2
    while value.lower() in taken:
        value = f"{name[:150]} {number}"
        number += 1
    taken.add(value.lower())
    return value


def _buttons(project: Project, data: Source, kind: str) -> list[tuple[Source, str, list[str], str]]:
    """Return the choices: place, name, phrases, id."""
    words = project.words
    found: list[tuple[Source, str, list[str], str]] = []
    groups = data.objects("buttons") + data.objects("choices")
    for card in data.objects("cards"):
        groups += card.objects("buttons")
    for each in groups:
        intent = each.text("intent") or each.text("intentID")
        name = render(words.pieces(each.text("name") or each.text("label")))
        if intent:
            found.append((each, name or words.intent_name(intent), words.phrases(intent), each.text("id")))
        else:
            found.append((each, name, [], each.text("id")))
        for action in each.items("actions"):
            project.draft.lost(action, "an action of a button")
            action.whole()
        each.ignore("mappings", "url", "type", "goTo", "action", "diagramID", "payload", "intentScope")
    return found


def _card_words(project: Project, data: Source) -> Pieces:
    result: Pieces = ()
    for card in [data, *data.objects("cards")]:
        if card.fields.get("title") or card.fields.get("description"):
            result = joined(
                result, project.words.slate(card.get("title")), project.words.slate(card.get("description"))
            )
        if card.text("imageUrl"):
            project.draft.lost(card.get("imageUrl") or card, "a picture is not said")
        if card is not data:
            card.ignore("id", "imageUrl")
    data.ignore("layout")
    return result


def _reprompts(project: Project, data: Source, question: dict[str, Json]) -> None:
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
                    words = project.words.slate(each.get("content"))
                else:
                    words = project.words.slate(each)
                text = render(words)[:8000]
                if text.strip():
                    texts.append(text)
        if texts:
            question[target] = texts


def _failures(diagram_id: str, ports: Ports, chain: Chain, node_id: str) -> None:
    for names, exit in ((("else", "no-match", "noMatch"), "noMatch"), (("no-reply", "noReply"), "noInput")):
        for name in names:
            port = ports.named.get(name)
            if port is not None and not chain.draft.leaves(node_id, exit):
                chain.draft.link(node_id, exit, (diagram_id, port.text("target")), port)


def _branch(project: Project, diagram_id: str, step: Source, data: Source, ports: Ports, chain: Chain) -> None:
    ways: list[Way] = []
    for number, each in enumerate(data.objects("expressions") + data.objects("conditions")):
        label = each.text("name")
        port = ports.choice(number, each.text("id"))
        value = each.whole()
        formula = project.words.logic(each, value) or project.words.old_logic(each, value)
        if formula is None:
            project.draft.lost(each, "the condition cannot be said, so its way is never taken")
        elif len(formula) > 4000:
            project.draft.lost(each, "the condition is too long for an expression")
        elif port is None:
            project.draft.lost(each, "the condition leads nowhere")
        else:
            ways.append(Way((diagram_id, port.text("target")), port, label, formula))
    otherwise = ports.named.get("else") or ports.named.get("no-match")
    for key in ("noMatch", "else"):
        failed = data.get(key)
        if failed is not None and isinstance(failed.value, dict):
            failed.ignore("type", "pathName", "types", "randomize", "reprompts")
    choose(chain, ways, step, None if otherwise is None else ((diagram_id, otherwise.text("target")), otherwise))
    if chain.first is None:
        chain.add("message", {"message": ""}, step)
        if otherwise is not None:
            chain.link((diagram_id, otherwise.text("target")), otherwise)


def _set(project: Project, step: Source, data: Source, chain: Chain) -> None:
    draft, words = project.draft, project.words
    assign: dict[str, Json] = {}
    for each in data.objects("sets") + data.objects("items"):
        name = each.text("variable") or each.text("variableID")
        value = each.get("expression") or each.get("value")
        each.ignore("type", "id", "label")
        if not name or value is None:
            draft.lost(each, "it sets no variable, or to nothing")
            continue
        if isinstance(value.value, dict):
            tree = value.whole()
            formula = words.logic(each, tree) or words.old_logic(each, tree)
        else:
            formula = words.condition(each, value.as_text())
        if formula is not None and len(formula) <= 4000:
            assign[words.variable(name)] = formula
        elif formula is not None or isinstance(value.value, dict):
            draft.lost(each, "the value cannot be said as an expression")
    data.ignore("title", "label")
    chain.add("message", {"message": "", "assign": assign} if assign else {"message": ""}, step, label="Set variables")


def _random(diagram_id: str, step: Source, data: Source, ports: Ports, chain: Chain) -> None:
    targets = [port for port in ports.numbered if port is not None]
    data.ignore("paths", "noDuplicates", "namedPaths")
    ways = [
        Way(
            (diagram_id, port.text("target")),
            port,
            f"Path {number + 1}",
            f"Math.random() < {1 / (len(targets) - number):.6f}",
        )
        for number, port in enumerate(targets[:-1])
    ]
    last = targets[-1] if targets else None
    choose(chain, ways, step, None if last is None else ((diagram_id, last.text("target")), last))
    if chain.first is None:
        chain.add("message", {"message": ""}, step)
        if last is not None:
            chain.link((diagram_id, last.text("target")), last)


def _chance(ways: int) -> str:
    """Return the expression that is true once in a number of times."""
    return f"Math.random() < {1 / ways:.6f}"


def _request(project: Project, diagram_id: str, step: Source, data: Source, ports: Ports, chain: Chain) -> None:
    draft, words = project.draft, project.words
    url = draft.template(words.pieces(data.text("url")), 4000)
    method = data.text("method", "GET").upper().removeprefix("MAKE A ").removesuffix(" REQUEST")
    data.ignore("selectedAction", "selectedIntegration", "bodyInputType", "tls", "fallback")
    if not url:
        chain.placeholder(step, "the request has no address in the export")
        data.whole()
        return
    request: dict[str, Json] = {
        "method": method if method in ("GET", "POST", "PUT", "PATCH", "DELETE") else "GET",
        "url": url,
    }
    for field_name, key in (("headers", "headers"), ("params", "query"), ("parameters", "query")):
        pairs = _pairs(project, data, field_name)
        if pairs:
            request[key] = dict(pairs)
    body = _pairs(project, data, "body")
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


def _pairs(project: Project, data: Source, field_name: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    value = data.get(field_name)
    if value is None or not isinstance(value.value, list):
        if value is not None:
            value.whole()
        return found
    for pair in value.as_items():
        pair.ignore("id", "index")
        key = pair.text("key")
        words = project.words.slate(pair.get("val") or pair.get("value"))
        if key:
            found[key] = render(words)[:8000]
    return found


def _generate(project: Project, step: Source, data: Source, chain: Chain) -> None:
    draft, words = project.draft, project.words
    instructions = joined(words.pieces(data.text("system")), words.slate(data.get("prompt")))
    found: dict[str, Json] = {"instructions": draft.template(instructions) or "Answer the caller."}
    _model(draft, step, data, found)
    if data.text("source") or data.text("overrideParams"):
        draft.changed(step, "the model answers without the knowledge base")
    chain.add("llm", found, step)


def _generate_values(project: Project, step: Source, data: Source, chain: Chain) -> None:
    draft, words = project.draft, project.words
    extract: dict[str, Json] = {}
    parts: list[Pieces] = [words.pieces(data.text("system"))]
    for each in data.objects("sets"):
        name = each.text("variable")
        each.ignore("mode", "id")
        if name:
            variable = words.variable(name)
            extract[variable] = {"type": ["string", "null"]}
            parts.append(joined((f"{variable}: ",), words.slate(each.get("prompt")), between=""))
    found: dict[str, Json] = {"instructions": draft.template(joined(*parts)) or "Find the values.", "speak": False}
    if extract:
        found["extract"] = extract
    _model(draft, step, data, found)
    data.ignore("label")
    chain.add("llm", found, step)


def _model(draft: Draft, step: Source, data: Source, found: dict[str, Json]) -> None:
    temperature, most, name = data.number("temperature"), data.number("maxTokens"), data.text("model")
    if temperature is not None and 0 <= temperature <= 2:
        found["temperature"] = temperature
    if most is not None and 1 <= most <= 8192:
        found["maxTokens"] = int(most)
    if name:
        draft.changed(step, f'the model "{name}" is not taken over; the model of the deployment speaks')


def _intent(project: Project, diagram_id: str, step: Source, data: Source, chain: Chain) -> None:
    """Read a step that an intent leads to from everywhere."""
    draft, words = project.draft, project.words
    intent = data.text("intent") or data.text("intentID")
    data.ignore("mappings", "availability", "diagramID")
    node_id = chain.add("message", {"message": ""}, step, label=words.intent_name(intent)[:200])
    phrases = words.phrases(intent)
    if not intent or not phrases:
        draft.lost(
            step,
            f'the intent "{words.intent_name(intent)}" has no phrases in the export, so nothing leads here',
            node_id,
        )
        return
    if len(phrases) > _MAX_PHRASES:
        draft.changed(step, f"{_MAX_PHRASES} of its {len(phrases)} phrases are taken")
    key = ("intent", step.place)
    draft.enter(key, node_id)
    draft.handle("intent", key, step, phrases=phrases[:_MAX_PHRASES])
