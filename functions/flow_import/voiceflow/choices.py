"""Reads the steps that offer choices: buttons, intents, cards."""

from __future__ import annotations

from collections.abc import Sequence

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.expressions import quoted
from functions.flow_import.parts import BACK, MAX_PHRASES
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, joined, render
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.questions import failures, reprompts
from functions.flow_import.voiceflow.reading import Reading, lead_on


def offer(reading: Reading, diagram_id: str, step: Source, data: Source, kind: str, ports: Ports, chain: Chain) -> None:
    """Read a step that offers choices."""
    draft = reading.draft
    buttons = _buttons(reading, data, kind)
    spoken = _card_words(reading, data)
    variable = draft.names.own("choice", {"type": "string", "description": "what the caller chose"})
    choices: list[Json] = []
    conditions: list[Json] = []
    targets: list[tuple[str, Source]] = []
    taken: set[str] = set()
    for number, (at, name, phrases, key) in enumerate(buttons):
        value = _unique(name or f"choice {number + 1}", taken)
        names: list[Json] = []
        for phrase in phrases[:MAX_PHRASES]:
            if phrase.lower() not in taken:
                taken.add(phrase.lower())
                names.append(phrase)
        if len(phrases) > MAX_PHRASES:
            draft.changed(at, f"{MAX_PHRASES} of its {len(phrases)} phrases are taken")
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
        lead_on(diagram_id, step, ports, chain, None)
        return
    question: dict[str, Json] = {
        "prompt": draft.template(spoken),
        "variable": variable,
        "valueType": "choice",
        "choices": choices[:200],
    }
    reprompts(reading, data, question)
    node_id = chain.add("elicitation", question, step)
    decision = chain.add("decision", {"conditions": conditions}, step, part="choice")
    for name, port in targets:
        draft.link(decision, name, (diagram_id, port.text("target")), port)
    if ports.named.get("next") is not None:
        following = ports.named["next"]
        draft.link(decision, "default", (diagram_id, following.text("target")), following)
    else:
        draft.link(decision, "default", BACK, step)
    failures(diagram_id, ports, chain, node_id)


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


def _buttons(reading: Reading, data: Source, kind: str) -> list[tuple[Source, str, list[str], str]]:
    """Return the choices: place, name, phrases, id."""
    words = reading.words
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
            reading.draft.lost(action, "an action of a button")
            action.whole()
        each.ignore("mappings", "url", "type", "goTo", "action", "diagramID", "payload", "intentScope")
    return found


def _card_words(reading: Reading, data: Source) -> Pieces:
    result: Pieces = ()
    for card in [data, *data.objects("cards")]:
        if card.fields.get("title") or card.fields.get("description"):
            result = joined(
                result, reading.words.slate(card.get("title")), reading.words.slate(card.get("description"))
            )
        if card.text("imageUrl"):
            reading.draft.lost(card.get("imageUrl") or card, "a picture is not said")
        if card is not data:
            card.ignore("id", "imageUrl")
    data.ignore("layout")
    return result
