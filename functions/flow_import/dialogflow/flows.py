"""Reads the flows of an agent: their pages, the questions of their forms, and the routes between them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.agent import Agent, FlowParts, limited
from functions.flow_import.dialogflow.forms import read_form
from functions.flow_import.dialogflow.fulfillment import Reader
from functions.flow_import.dialogflow.words import Words
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import quoted
from functions.flow_import.parts import END
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose
from functions.flow_import.texts import render

INTENT = "intent"
"""The variable with the intent of the caller's last words."""
_MAX_CHOICES = 200


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a flow, or the start of a flow, whose name is empty."""

    flow: FlowParts
    name: str
    source: Source
    routes: tuple[Source, ...]

    def key(self, part: str, number: int = 0) -> Hashable:
        return (part, self.flow.name, self.name, number)


def read_flows(draft: Draft, agent: Agent) -> None:
    """Read all flows of an agent into a draft."""
    reader = Reader(draft, agent, Words(draft))
    calls: dict[str, list[_Page]] = {}
    start = agent.flows[agent.start]
    for flow in [start, *(flow for flow in agent.flows.values() if flow is not start)]:
        pages = [_Page(flow, "", flow.flow, _routes(agent, flow, flow.flow))]
        pages += [_Page(flow, name, page, _routes(agent, flow, page)) for name, page in flow.pages.items()]
        for page in pages:
            _page(reader, page, pages[0], calls)
    _ends(draft, agent, calls)
    draft.start = _begin(reader, start)
    if len(agent.flows) > 1:
        draft.changed("", f"the {len(agent.flows)} flows of the agent are one flow here")


def _routes(agent: Agent, flow: FlowParts, page: Source) -> tuple[Source, ...]:
    routes = list(page.objects("transitionRoutes"))
    for name in page.items("transitionRouteGroups") if not _is_group(page) else ():
        called = agent.called(name.as_text())
        group = flow.groups.get(called) or agent.groups.get(called)
        if group is not None:
            routes += group.objects("transitionRoutes")
    return tuple(routes)


def _is_group(page: Source) -> bool:
    """Return whether a single flow has its groups inside, and no names of groups."""
    groups = page.fields.get("transitionRouteGroups")
    return isinstance(groups, list) and any(isinstance(group, dict) for group in groups)


def _begin(reader: Reader, flow: FlowParts) -> Hashable:
    """Return where a call begins: at the route of the welcome intent, whose words are the greeting."""
    page = _Page(flow, "", flow.flow, _routes(reader.agent, flow, flow.flow))
    for number, route in enumerate(page.routes):
        name = reader.agent.called(route.text("intent"))
        if name and "welcome" in name.lower():
            reader.draft.changed(route, f'what follows the intent "{name}" begins every call')
            return page.key("route", number)
    return page.key("page")


def _page(reader: Reader, page: _Page, whole: _Page, calls: dict[str, list[_Page]]) -> None:
    draft, source = reader.draft, page.source
    title = page.name or page.flow.name
    chain = Chain(draft, title, title)
    entry = source.object("entryFulfillment")
    reader.say(chain, entry)
    form = source.object("form")
    asked = [] if form is None else read_form(reader, chain, form)
    handlers = {handler.text("event"): handler for handler in source.objects("eventHandlers")}
    for number, route in enumerate(page.routes):
        _route(reader, page, number, route, calls)
    silent = [(n, route) for n, route in enumerate(page.routes) if not route.text("intent")]
    ways: list[Way] = []
    always = False
    for number, route in silent:
        text = route.text("condition").strip()
        if text.lower() == "true" or not text:
            ways.append(Way(page.key("route", number), route))
            always = True
            break
        formula = reader.words.condition(route, text)
        if formula is not None:
            ways.append(Way(page.key("route", number), route, words=text, expression=formula))
    choice = Chain(draft, f"{title}-routes", f"{title}: routes")
    choose(choice, ways, source, None if always else (page.key("listen"), source))
    if choice.first is not None:
        draft.enter(page.key("routes"), choice.first)
    else:
        # Only a route that is always taken, or none.
        draft.alias(page.key("routes"), ways[0].key if ways else page.key("listen"))
    chain.link(page.key("routes"), source)
    if always:
        draft.alias(page.key("listen"), page.key("routes"))
    else:
        _listen(reader, page, whole, handlers, calls)
    for handler in handlers.values():
        _event(reader, page, handler, calls)
    for node_id in asked:
        _failure_exits(draft, page, handlers, node_id)
    if chain.first is not None:
        draft.enter(page.key("page"), chain.first)
    else:
        draft.alias(page.key("page"), page.key("routes"))
        if always and choice.first is None:
            draft.changed(source, "the page does nothing but lead on, so the flow has no node for it")


def _listen(
    reader: Reader, page: _Page, whole: _Page, handlers: dict[str, Source], calls: dict[str, list[_Page]]
) -> None:
    """Add the question that hears an intent, and the choice of its route."""
    draft = reader.draft
    wanted = [(page, number, route) for number, route in enumerate(page.routes) if route.text("intent")]
    if page is not whole:
        wanted += [(whole, number, route) for number, route in enumerate(whole.routes) if route.text("intent")]
    title = page.name or page.flow.name
    chain = Chain(draft, f"{title}-listen", f"{title}: listen")
    reprompts, silences = _reprompts(reader, handlers, "no-match"), _reprompts(reader, handlers, "no-input")
    data: dict[str, Json] = {"prompt": ""}
    if reprompts:
        data["reprompts"] = reprompts
    if silences:
        data["noInputPrompts"] = silences
    if not wanted:
        data["variable"] = draft.names.own("heard", {"type": "string", "description": "what the caller said last"})
        node_id = chain.add("elicitation", data, page.source)
        draft.enter(page.key("listen"), node_id)
        draft.changed(
            page.source, "no route leads on from here, so the call ends after the caller's next words", node_id
        )
        return
    data["variable"] = draft.names.own(INTENT, {"type": "string", "description": "what the caller wants"})
    data["valueType"] = "choice"
    data["choices"] = _choices(reader, wanted)
    node_id = chain.add("elicitation", data, page.source)
    draft.enter(page.key("listen"), node_id)
    ways: list[Way] = []
    for owner, number, route in wanted:
        name = reader.agent.called(route.text("intent"))
        condition = route.text("condition").strip()
        formula = f"{data['variable']} === {quoted(name)}"
        if condition and condition.lower() != "true":
            inner = reader.words.condition(route, condition)
            if inner is None:
                continue
            formula = f"{formula} && ({inner})"
        ways.append(Way(owner.key("route", number), route, words=name, expression=formula))
    choose(chain, ways, page.source, (page.key("listen"), page.source))
    _failure_exits(draft, page, handlers, node_id)


def _choices(reader: Reader, wanted: list[tuple[_Page, int, Source]]) -> list[Json]:
    choices: dict[str, Json] = {}
    taken: set[str] = set()
    for _, _, route in wanted:
        name = reader.agent.called(route.text("intent"))
        if name in choices or not name:
            continue
        if len(choices) >= _MAX_CHOICES:
            reader.draft.lost(route, f"a question has at most {_MAX_CHOICES} choices")
            continue
        phrases = [phrase for phrase in reader.agent.phrases(name) if phrase.lower() not in taken]
        kept = limited(phrases)
        if len(kept) < len(phrases):
            reader.draft.changed(route, f'{len(kept)} of the {len(phrases)} phrases of the intent "{name}" are taken')
        if not kept:
            reader.draft.changed(route, f'the intent "{name}" has no phrases in the export, only its name')
        taken.update(phrase.lower() for phrase in kept)
        synonyms: list[Json] = list(kept)
        choices[name] = {"value": name[:200], "synonyms": synonyms} if synonyms else {"value": name[:200]}
    return list(choices.values())


def _reprompts(reader: Reader, handlers: dict[str, Source], event: str) -> list[Json]:
    texts: list[Json] = []
    for name in (f"sys.{event}-1", f"sys.{event}-2", f"sys.{event}-3", f"sys.{event}-default"):
        handler = handlers.get(name)
        if handler is None or (name.endswith("default") and _leads(handler)):
            continue
        words = reader.texts(handler.object("triggerFulfillment"))
        if words:
            texts.append(render(words)[:8000])
    return texts


def _leads(handler: Source) -> bool:
    return bool(handler.text("targetPage") or handler.text("targetFlow"))


def _failure_exits(draft: Draft, page: _Page, handlers: dict[str, Source], node_id: str) -> None:
    for event, exit in (("no-match", "noMatch"), ("no-input", "noInput")):
        handler = handlers.get(f"sys.{event}-default")
        if handler is not None and _leads(handler) and not draft.leaves(node_id, exit):
            draft.link(node_id, exit, page.key(f"event sys.{event}-default"), handler)


def _event(reader: Reader, page: _Page, handler: Source, calls: dict[str, list[_Page]]) -> None:
    name = handler.text("event")
    handler.ignore("name")
    if name.startswith(("sys.no-match", "sys.no-input")):
        if not name.endswith("default"):
            if _leads(handler):
                reader.draft.lost(handler, f'the event "{name}" leads nowhere of its own; its words are said')
            _spare(reader, handler)
            return
        if _leads(handler):
            chain = Chain(reader.draft, f"{page.name or page.flow.name}-{name}", name)
            target = _follow(reader, page, chain, handler, calls)
            if chain.first is not None:
                reader.draft.enter(page.key(f"event {name}"), chain.first)
            else:
                reader.draft.alias(page.key(f"event {name}"), target)
            return
        _spare(reader, handler)
        return
    reader.draft.lost(handler, f'the event "{name}"')
    handler.whole()


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


def _route(reader: Reader, page: _Page, number: int, route: Source, calls: dict[str, list[_Page]]) -> None:
    route.ignore("name", "description")
    title = page.name or page.flow.name
    intent = reader.agent.called(route.text("intent"))
    chain = Chain(reader.draft, f"{title}-route-{number + 1}", intent or route.text("condition") or title)
    target = _follow(reader, page, chain, route, calls)
    if chain.first is not None:
        reader.draft.enter(page.key("route", number), chain.first)
    else:
        reader.draft.alias(page.key("route", number), target)


def _follow(reader: Reader, page: _Page, chain: Chain, route: Source, calls: dict[str, list[_Page]]) -> Hashable:
    """Add what a route says and does, and lead to its target, which is returned."""
    draft, agent = reader.draft, reader.agent
    reader.say(chain, route.object("triggerFulfillment"))
    target, flow = route.text("targetPage"), route.text("targetFlow")
    playbook = route.get("targetPlaybook")
    if playbook is not None:
        draft.lost(playbook, f'the playbook "{agent.called(playbook.as_text())}"; the flow listens instead')
    if flow:
        name = agent.called(flow)
        calls.setdefault(name, []).append(page)
        key: Hashable = ("page", name, "", 0)
    else:
        key = _target(draft, page, agent, target, route)
    chain.link(key, route)
    return key


def _target(draft: Draft, page: _Page, agent: Agent, target: str, route: Source) -> Hashable:
    if not target:
        return page.key("listen")
    match agent.called(target):
        case "END_SESSION" | "End Session":
            return END
        case "START_PAGE" | "Start Page":
            return ("page", page.flow.name, "", 0)
        case "CURRENT_PAGE" | "Current Page":
            return page.key("page")
        case "PREVIOUS_PAGE" | "Previous Page":
            draft.changed(route, "a flow knows no previous page; it listens again at this one")
            return page.key("listen")
        case name if name.startswith("END_FLOW") or name == "End Flow":
            return ("end flow", page.flow.name)
        case name:
            return ("page", page.flow.name, name, 0)


def _ends(draft: Draft, agent: Agent, calls: dict[str, list[_Page]]) -> None:
    """Add the end of the call, and lead the end of each flow to the page that called it."""
    used = {edge.key for edge in draft.edges if edge.target is None} | set(draft.aliases.values())
    for name, flow in agent.flows.items():
        if ("end flow", name) not in used:
            continue
        callers = {page.key("listen"): page for page in calls.get(name, ())}
        if len(callers) == 1:
            page = next(iter(callers.values()))
            draft.alias(("end flow", name), page.key("routes"))
            continue
        node_id = draft.add("end", {}, flow.flow, f"{name}-end", label=f"{name}: end")
        draft.enter(("end flow", name), node_id)
        if callers:
            text = f"the flow is called from {len(callers)} pages; it goes back to none of them, and the call ends"
            draft.changed(flow.flow, text, node_id)
