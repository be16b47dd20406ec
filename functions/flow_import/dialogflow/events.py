"""Reads event handlers: words after no answer or none that was understood, and failures of webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.fulfillment import Reader
from functions.flow_import.dialogflow.page import Event, Page, Scope
from functions.flow_import.dialogflow.routes import follow
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.texts import render

_WEBHOOK = "webhook.error"


def reprompts_of(reader: Reader, events: Mapping[str, Event]) -> dict[str, Json]:
    """Return the fields of a question with the words after no match and after silence."""
    found: dict[str, Json] = {}
    for field, event in (("reprompts", "no-match"), ("noInputPrompts", "no-input")):
        texts = _words_of(reader, events, event)
        if texts:
            found[field] = texts
    return found


def failure_exits(draft: Draft, events: Mapping[str, Event], node_id: str) -> None:
    """Lead a question on where an event of no match or of silence leads on."""
    for event, exit in (("no-match", "noMatch"), ("no-input", "noInput")):
        name = f"sys.{event}-default"
        found = events.get(name)
        if found is not None and found.leads and not draft.leaves(node_id, exit):
            draft.link(node_id, exit, found.page.key(f"event {name}"), found.source)


def webhook_exits(draft: Draft, events: Mapping[str, Event], nodes: Iterable[str]) -> None:
    """Lead the webhooks among some nodes on where the event of their failure leads on."""
    name = next((name for name in events if name.startswith(_WEBHOOK)), None)
    if name is None:
        return
    found = events[name]
    for node_id in nodes:
        if draft.nodes[node_id].type == "tool" and not draft.leaves(node_id, "error"):
            draft.link(node_id, "error", found.page.key(f"event {name}"), found.source)


def read_event(scope: Scope, page: Page, handler: Source, events: Mapping[str, Event]) -> None:
    """Read an event handler of a page."""
    name, draft = handler.text("event"), scope.reader.draft
    handler.ignore("name")
    if name.startswith(_WEBHOOK) and name == next(each for each in events if each.startswith(_WEBHOOK)):
        _read_way(scope, page, handler, name)
    elif name.startswith(("sys.no-match", "sys.no-input")):
        leads = Event(page, handler).leads
        if leads and name.endswith("default"):
            _read_way(scope, page, handler, name)
            return
        if leads:
            draft.lost(handler, f'the event "{name}" leads nowhere of its own; its words are said')
        _spare(scope.reader, handler)
    else:
        draft.lost(handler, f'the event "{name}"')
        handler.whole()


def _read_way(scope: Scope, page: Page, handler: Source, name: str) -> None:
    draft = scope.reader.draft
    chain = Chain(draft, f"{page.title}-{name}", name)
    target = follow(scope, page, chain, handler, page.key("listen"))
    if chain.first is not None:
        draft.enter(page.key(f"event {name}"), chain.first)
    else:
        draft.alias(page.key(f"event {name}"), target)


def _words_of(reader: Reader, events: Mapping[str, Event], event: str) -> list[Json]:
    texts: list[Json] = []
    for name in (f"sys.{event}-1", f"sys.{event}-2", f"sys.{event}-3", f"sys.{event}-default"):
        found = events.get(name)
        if found is None or (name.endswith("default") and found.leads):
            continue
        words = reader.texts(found.source.object("triggerFulfillment"))
        if words:
            texts.append(render(words)[:8000])
    return texts


def _spare(reader: Reader, handler: Source) -> None:
    """Note what an event does beside its words."""
    fulfillment = handler.object("triggerFulfillment")
    if fulfillment is not None:
        fulfillment.ignore("tag")
        for key in ("setParameterActions", "conditionalCases", "webhook"):
            extra = fulfillment.get(key)
            if extra is not None and extra.value not in ([], ""):
                reader.draft.lost(extra, f'"{key}" of the event "{handler.text("event")}"')
                extra.whole()
        reader.texts(fulfillment)
