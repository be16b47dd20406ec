"""Reads routes: what they say and do, where they lead, and the intents of a flow that are heard at any time."""

from __future__ import annotations

from collections.abc import Hashable

from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.page import Page, Scope
from functions.flow_import.parts import BACK, END, MAX_PHRASES, RESUME, Jump
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose


def read_route(scope: Scope, page: Page, number: int, route: Source) -> None:
    """Read a route of a page into the nodes that it leads through."""
    draft = scope.reader.draft
    route.ignore("name", "description")
    intent = scope.reader.agent.called(route.text("intent"))
    chain = Chain(draft, f"{page.title}-route-{number + 1}", intent or route.text("condition") or page.title)
    stays = page.key("listen")
    if is_handler(scope, page, number, route):
        # Who said it at another page is asked there again.
        stays = RESUME
    target = follow(scope, page, chain, route, stays)
    if chain.first is not None:
        draft.enter(page.key("route", number), chain.first)
    else:
        draft.alias(page.key("route", number), target)


def is_handler(scope: Scope, page: Page, number: int, route: Source) -> bool:
    """Return whether a route holds at every page of its flow."""
    return page == scope.start and bool(route.text("intent")) and number != scope.begins


def follow(scope: Scope, page: Page, chain: Chain, route: Source, stays: Hashable) -> Hashable:
    """Add what a route or an event says and does, and lead to its target.

    Args:
        scope: The flow.
        page: The page that has it.
        chain: The nodes that it becomes.
        route: The route, or the event handler.
        stays: Where it leads without a target.

    Returns:
        The key to which it leads.
    """
    draft, agent = scope.reader.draft, scope.reader.agent
    scope.reader.say(chain, route.object("triggerFulfillment"))
    playbook = route.get("targetPlaybook")
    if playbook is not None:
        draft.lost(playbook, f'the playbook "{agent.called(playbook.as_text())}"; the flow listens instead')
    target, flow = route.text("targetPage"), agent.called(route.text("targetFlow"))
    key = stays
    if flow and flow == page.flow.name:
        key = scope.start.key("page")
    elif flow:
        found = scope.calls.target(page.flow.name, flow)
        if found is None:
            key = ("flow", flow)
        elif isinstance(found, Jump):
            key = found
        else:
            if chain.last is not None or chain.first is None:
                chain.call(found, route)
            key = page.key("routes")
    elif target:
        key = _page(scope, page, target, route)
    chain.link(key, route)
    return key


def add_handlers(scope: Scope) -> None:
    """Let a caller say the intents of a flow at any time."""
    reader, page = scope.reader, scope.start
    draft = reader.draft
    taken: set[str] = set()
    for number, route in enumerate(page.routes):
        if not is_handler(scope, page, number, route):
            continue
        name = reader.agent.called(route.text("intent"))
        phrases = [phrase for phrase in reader.agent.phrases(name) if phrase.lower() not in taken]
        if len(phrases) > MAX_PHRASES:
            text = f'{MAX_PHRASES} of the {len(phrases)} phrases of the intent "{name}" are taken'
            draft.changed(route, text)
        taken.update(phrase.lower() for phrase in phrases[:MAX_PHRASES])
        words = reader.agent.descriptions.get(name, "")
        if not phrases and words:
            draft.changed(route, f'the intent "{name}" has no phrases of its own; a model decides by its description')
        elif not phrases:
            draft.changed(route, f'the intent "{name}" has no phrases of its own in the export, only its name')
            phrases = [name]
        key, asks = _with_condition(scope, page, number, route)
        resume = asks or not _target_of(route)
        draft.handle("intent", key, route, phrases=phrases[:MAX_PHRASES], when=words, resume=resume)


def _with_condition(scope: Scope, page: Page, number: int, route: Source) -> tuple[Hashable, bool]:
    """Return the key of a route, or of the condition before it, and whether it has one."""
    draft, key = scope.reader.draft, page.key("route", number)
    text = route.text("condition").strip()
    if not text or text.lower() == "true":
        return key, False
    formula = scope.reader.words.condition(route, text)
    if formula is None:
        return key, False
    chain = Chain(draft, f"{page.title}-route-{number + 1}-if", text)
    choose(chain, [Way(key, route, words=text, expression=formula)], route, (RESUME, route))
    asked = page.key("condition", number)
    draft.enter(asked, chain.first or "")
    return asked, True


def _target_of(route: Source) -> str:
    return route.text("targetPage") or route.text("targetFlow")


def _page(scope: Scope, page: Page, target: str, route: Source) -> Hashable:
    match scope.reader.agent.called(target):
        case "END_SESSION" | "End Session":
            return END
        case "START_PAGE" | "Start Page":
            return scope.start.key("page")
        case "CURRENT_PAGE" | "Current Page":
            return page.key("page")
        case "PREVIOUS_PAGE" | "Previous Page":
            scope.reader.draft.changed(route, "a flow knows no previous page; it listens again at this one")
            return page.key("listen")
        case name if name.startswith("END_FLOW") or name == "End Flow":
            return BACK
        case name:
            return ("page", page.flow.name, name, 0)
