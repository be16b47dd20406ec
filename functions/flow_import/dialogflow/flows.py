"""Reads the flows of an agent, each into a draft: their pages, the questions of their forms, and their routes."""

from __future__ import annotations

from collections.abc import Mapping

from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.agent import Agent, FlowParts
from functions.flow_import.dialogflow.calls import Calls
from functions.flow_import.dialogflow.events import failure_exits, read_event, reprompts_of, webhook_exits
from functions.flow_import.dialogflow.forms import read_form
from functions.flow_import.dialogflow.fulfillment import Reader
from functions.flow_import.dialogflow.listen import add_listen
from functions.flow_import.dialogflow.page import Event, Page, Scope, events_of, page_of
from functions.flow_import.dialogflow.routes import add_handlers, read_route
from functions.flow_import.dialogflow.words import Words
from functions.flow_import.draft import Draft
from functions.flow_import.talk import Way, choose


def read_flows(draft: Draft, agent: Agent) -> None:
    """Read the start flow of an agent into a draft, and each other flow into an inner one."""
    calls = Calls(draft, agent)
    for name, flow in agent.flows.items():
        _read_flow(calls, calls.drafts[name], agent, flow)
    calls.enter()
    for name, flow in agent.flows.items():
        if name not in calls.reached:
            calls.drafts[name].changed(flow.flow, "no other flow leads to this one")
    if len(agent.flows) > 1 and draft.handlers:
        text = "what a caller may say at any time in a flow is heard in the flows that it calls, too"
        draft.changed(agent.flows[agent.start].flow, text)


def _read_flow(calls: Calls, draft: Draft, agent: Agent, flow: FlowParts) -> None:
    start = page_of(agent, flow, "", flow.flow)
    begins = _welcome(agent, start) if flow.name == agent.start else None
    scope = Scope(Reader(draft, agent, Words(draft)), calls, start, begins)
    draft.start = start.key("page")
    if begins is not None:
        name = agent.called(start.routes[begins].text("intent"))
        draft.changed(start.routes[begins], f'what follows the intent "{name}" begins every call')
        draft.start = start.key("route", begins)
    add_handlers(scope)
    for page in [start, *(page_of(agent, flow, name, source) for name, source in flow.pages.items())]:
        _read_page(scope, page)


def _welcome(agent: Agent, start: Page) -> int | None:
    """Return the number of the route of the welcome intent: its words are the greeting."""
    return next(
        (n for n, route in enumerate(start.routes) if "welcome" in agent.called(route.text("intent")).lower()), None
    )


def _read_page(scope: Scope, page: Page) -> None:
    reader, draft, source = scope.reader, scope.reader.draft, page.source
    before = set(draft.nodes)
    chain = Chain(draft, page.title, page.title)
    reader.say(chain, source.object("entryFulfillment"))
    form = source.object("form")
    asked = [] if form is None else read_form(reader, chain, form)
    events = events_of(page, scope.start)
    for number, route in enumerate(page.routes):
        read_route(scope, page, number, route)
        if asked and route.text("intent") and page is not scope.start:
            draft.changed(route, "while the form of the page asks its questions, this intent is not heard")
    _add_routes(scope, page, events)
    chain.link(page.key("routes"), source)
    for handler in source.objects("eventHandlers"):
        read_event(scope, page, handler, events)
    for node_id in asked:
        failure_exits(draft, events, node_id)
        for field, texts in reprompts_of(reader, events).items():
            draft.nodes[node_id].data.setdefault(field, texts)
    webhook_exits(draft, events, [node_id for node_id in draft.nodes if node_id not in before])
    if chain.first is not None:
        draft.enter(page.key("page"), chain.first)
    else:
        draft.alias(page.key("page"), page.key("routes"))
        if draft.nodes.keys() == before:
            draft.changed(source, "the page does nothing but lead on, so the flow has no node for it")


def _add_routes(scope: Scope, page: Page, events: Mapping[str, Event]) -> None:
    """Add the choice of a route by its condition, and the question for the case that none is taken."""
    draft, source = scope.reader.draft, page.source
    ways: list[Way] = []
    always = False
    for number, route in enumerate(page.routes):
        text = route.text("condition").strip()
        if route.text("intent"):
            continue
        if text.lower() == "true" or not text:
            ways.append(Way(page.key("route", number), route))
            always = True
            break
        formula = scope.reader.words.condition(route, text)
        if formula is not None:
            ways.append(Way(page.key("route", number), route, words=text, expression=formula))
    choice = Chain(draft, f"{page.title}-routes", f"{page.title}: routes")
    choose(choice, ways, source, None if always else (page.key("listen"), source))
    if choice.first is not None:
        draft.enter(page.key("routes"), choice.first)
    else:
        # Only a route that is always taken, or none.
        draft.alias(page.key("routes"), ways[0].key if ways else page.key("listen"))
    if always:
        draft.alias(page.key("listen"), page.key("routes"))
    else:
        add_listen(scope, page, events)
