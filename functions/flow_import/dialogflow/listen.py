"""The question at which a page hears intents, and what is said if it hears none."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.dialogflow.agent import limited
from functions.flow_import.dialogflow.events import failure_exits, reprompts_of
from functions.flow_import.dialogflow.fulfillment import Reader
from functions.flow_import.dialogflow.page import Event, Page, Scope
from functions.flow_import.expressions import quoted
from functions.flow_import.source import Source
from functions.flow_import.talk import HEARD, Way, choose

INTENT = "intent"
"""The variable with the intent of the caller's last words."""
_MAX_CHOICES = 200


def add_listen(scope: Scope, page: Page, events: Mapping[str, Event]) -> None:
    """Add the question that hears the intents of a page, and the choice of its route."""
    reader, draft = scope.reader, scope.reader.draft
    wanted = [
        (number, route) for number, route in enumerate(page.routes) if route.text("intent") and page is not scope.start
    ]
    chain = Chain(draft, f"{page.title}-listen", f"{page.title}: listen")
    data: dict[str, Json] = {"prompt": "", **reprompts_of(reader, events)}
    if not wanted:
        _add_open(scope, page, events, chain, data)
        return
    data["variable"] = draft.names.own(INTENT, {"type": "string", "description": "what the caller wants"})
    data["valueType"] = "choice"
    data["choices"] = _choices(reader, wanted)
    node_id = chain.add("elicitation", data, page.source)
    draft.enter(page.key("listen"), node_id)
    ways: list[Way] = []
    for number, route in wanted:
        name = reader.agent.called(route.text("intent"))
        condition = route.text("condition").strip()
        formula = f"{data['variable']} === {quoted(name)}"
        if condition and condition.lower() != "true":
            inner = reader.words.condition(route, condition)
            if inner is None:
                continue
            formula = f"{formula} && ({inner})"
        ways.append(Way(page.key("route", number), route, words=name, expression=formula))
    choose(chain, ways, page.source, (page.key("listen"), page.source))
    failure_exits(draft, events, node_id)


def _add_open(scope: Scope, page: Page, events: Mapping[str, Event], chain: Chain, data: dict[str, Json]) -> None:
    """Add a question that hears no intent of its own: it is asked again until the caller says one of the flow."""
    draft = scope.reader.draft
    data["variable"] = draft.names.own(HEARD, {"type": "string", "description": "what the caller said last"})
    said = data.pop("reprompts", None)
    node_id = chain.add("elicitation", data, page.source)
    draft.enter(page.key("listen"), node_id)
    failure_exits(draft, events, node_id)
    if not draft.handlers:
        what = "flow" if draft.id else "call"
        text = f"no route leads on from here, so the {what} ends after the caller's next words"
        draft.changed(page.source, text, node_id)
        return
    default = events.get("sys.no-match-default")
    if default is not None and default.leads:
        chain.link(default.page.key("event sys.no-match-default"), default.source)
        return
    if isinstance(said, list):
        chain.add("message", {"message": said[0]}, page.source, part="again")
    chain.link(page.key("listen"), page.source)


def _choices(reader: Reader, wanted: list[tuple[int, Source]]) -> list[Json]:
    choices: dict[str, Json] = {}
    taken: set[str] = set()
    for _, route in wanted:
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
