"""Reads the steps to which an intent leads from everywhere, and those that jump to one."""

from __future__ import annotations

from functions.flow_import.chain import Chain
from functions.flow_import.parts import MAX_PHRASES
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.reading import Reading


def intent(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step that an intent leads to."""
    data.ignore("mappings", "availability", "diagramID")
    _heard(reading, step, data.text("intent") or data.text("intentID"), chain)


def trigger(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step that several intents lead to."""
    for item in data.objects("items"):
        item.ignore("id")
        kind, name = item.text("type"), item.text("resourceID")
        if kind != "intent":
            reading.draft.lost(item, f'what begins by "{kind}"')
            continue
        _heard(reading, item, name, chain)
    if chain.first is None:
        chain.add("message", {"message": ""}, step)


def jump(reading: Reading, step: Source, data: Source, chain: Chain) -> None:
    """Read a step that goes to the step of an intent."""
    name = data.text("intent")
    data.ignore("diagramID")
    chain.add("message", {"message": ""}, step)
    if name:
        chain.link(("intent", name), step)
    else:
        reading.draft.lost(step, "a jump to no intent", chain.first)


def _heard(reading: Reading, at: Source, name: str, chain: Chain) -> None:
    """Let an intent lead to the first node of a chain."""
    draft, words = reading.draft, reading.words
    title = words.intent_name(name)
    node_id = chain.first or chain.add("message", {"message": ""}, at, label=title[:200])
    phrases, described = words.phrases(name), words.description(name)
    key = ("intent", name)
    if name:
        draft.enter(key, node_id)
    if not name or not (phrases or described):
        draft.lost(at, f'the intent "{title}" has no phrases in the export, so nothing leads here', node_id)
        return
    if len(phrases) > MAX_PHRASES:
        draft.changed(at, f"{MAX_PHRASES} of its {len(phrases)} phrases are taken")
    if not phrases:
        draft.changed(at, f'the intent "{title}" has no phrases in the export; a model decides by its description')
    draft.handle("intent", ("step", at.place), at, phrases=phrases[:MAX_PHRASES], when=described)
    draft.enter(("step", at.place), node_id)
