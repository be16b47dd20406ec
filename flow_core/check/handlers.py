"""Finds the problems of handlers: what reaches them, where they lead, and how a call comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_core.authored.asked import Choice, ElicitationData, FormData
from flow_core.authored.handlers import RESUME, Handler
from flow_core.authored.nodes import Node, StartNode, questions_of
from flow_core.check.fields.decisions import words_problems
from flow_core.check.graph import Graph, is_way_back
from flow_core.check.problem import THE_FLOW, Place, Problem, Spelling, quoted
from flow_core.check.shape import Parts
from flow_core.check.walks import reached
from flow_core.flow import DEFAULT_LANGUAGE
from flow_core.handlers.phrases import phrase_words
from flow_core.languages import Locale, locale_of
from flow_core.values import NoMatch, Question, read

MANY_EXPRESSIONS = 10
"""Handlers with an expression up to which a turn is not slow. Each utterance evaluates all of them."""


def handler_problems(parts: Parts, graph: Graph) -> Iterator[Problem]:
    """Find the problems of the handlers of a flow."""
    handlers = [(part.handler, part.place) for part in parts.handlers if part.handler is not None]
    seen: set[str] = set()
    for handler, place in handlers:
        if handler.id in seen:
            text = "another handler before it has the same id."
            yield place.error("duplicate-handler-id", text, "Give it an id of its own.", ("id",))
        seen.add(handler.id)
        yield from _way_problems(handler, place)
    yield from _target_problems(handlers, graph)
    yield from _phrase_problems(handlers, parts, graph)
    yield from _resume_problems(handlers, graph)
    expressions = [place for handler, place in handlers if handler.expression is not None]
    if len(expressions) > MANY_EXPRESSIONS:
        text = f"{len(expressions)} handlers have an expression, and each utterance of a caller evaluates all of them."
        remedy = 'Write "phrases" where words decide.'
        yield THE_FLOW.warning("many-handler-expressions", text, remedy, ("handlers",))


def _way_problems(handler: Handler, place: Place) -> Iterator[Problem]:
    """Check that a handler has phrases, or words, or an expression."""
    ways = [
        name
        for name, given in (
            ("phrases", bool(handler.phrases)),
            ("when", handler.when is not None),
            ("expression", handler.expression is not None),
        )
        if given
    ]
    if not ways:
        text = 'nothing reaches it: it has no "phrases", no "when" and no "expression".'
        yield place.error("unreached-handler", text, "Write what the caller says.", ("phrases",))
    elif len(ways) > 1:
        text = f'it has "{ways[0]}" and "{ways[1]}", but only one thing can lead to it.'
        yield place.error("two-conditions", text, "Keep one of them, or make two handlers.", (ways[1],))
    elif handler.when is not None:
        yield from words_problems(handler.when, place, ("when",))


def _target_problems(handlers: list[tuple[Handler, Place]], graph: Graph) -> Iterator[Problem]:
    spelling = Spelling(list(graph.nodes))
    for handler, place in handlers:
        part = graph.nodes.get(handler.target)
        if part is None:
            text = f"it leads to {quoted(handler.target)}, but there is no such node."
            remedy = f"Name a node that exists.{spelling.hint(handler.target)}"
            yield place.error("unknown-target", text, remedy, ("target",))
        elif isinstance(part.node, StartNode):
            text = f"it leads into the start node {quoted(handler.target)}, which greets the caller again."
            yield place.warning("handler-into-start", text, "Lead it to the node after the start.", ("target",))
    if handlers and not graph.hears_handlers:
        text = "no call reaches a handler: the flow has no node that listens."
        yield THE_FLOW.warning("unheard-handlers", text, "Take the handlers away.", ("handlers",))


# Phrases


def _phrase_problems(handlers: list[tuple[Handler, Place]], parts: Parts, graph: Graph) -> Iterator[Problem]:
    if not any(handler.phrases for handler, _ in handlers):
        return
    document = parts.document if isinstance(parts.document, dict) else {}
    language = document.get("language")
    locale = locale_of(language if isinstance(language, str) else DEFAULT_LANGUAGE)
    choices = _choices(graph, locale)
    asks_yes = any(part.node is not None and _asks_for_yes(part.node) for part in graph.nodes.values())
    owners: dict[tuple[str, ...], str] = {}
    for handler, place in handlers:
        for index, phrase in enumerate(handler.phrases):
            path = ("phrases", index)
            words = phrase_words(phrase, locale.language)
            if not words:
                yield place.error("empty-phrase", f"the phrase {quoted(phrase)} has no word.", "Write one.", path)
                continue
            owner = owners.setdefault(words, handler.id)
            if owner != handler.id:
                text = f"the phrase {quoted(phrase)} is one of the handler {quoted(owner)} too, which has it."
                yield place.warning("shared-phrase", text, "Leave it to one of them.", path)
            if words in choices:
                text = f"the phrase {quoted(phrase)} is also a choice at {quoted(choices[words])}: there it leads here."
                remedy = "Take it away, if the caller means the choice there."
                yield place.warning("phrase-is-choice", text, remedy, path)
            elif asks_yes and not isinstance(read(phrase, Question("boolean"), locale, at=0), NoMatch):
                text = f"the phrase {quoted(phrase)} is also a yes or a no, for which the flow asks: it leads here."
                yield place.warning("phrase-is-answer", text, "Write what the caller wants.", path)


def _choices(graph: Graph, locale: Locale) -> Mapping[tuple[str, ...], str]:
    """Return the words of each choice, and the first node that offers it."""
    found: dict[tuple[str, ...], str] = {}
    for node_id, part in graph.nodes.items():
        for asked in () if part.node is None else questions_of(part.node):
            for choice in asked.choices:
                names = (choice.value, *choice.spoken_as) if isinstance(choice, Choice) else (choice,)
                for name in names:
                    found.setdefault(phrase_words(name, locale.language), node_id)
    return found


def _asks_for_yes(node: Node) -> bool:
    confirms = isinstance(node.data, ElicitationData | FormData) and node.data.confirm is not None
    return confirms or any(asked.value_type == "boolean" for asked in questions_of(node))


# The way back


def _resume_problems(handlers: list[tuple[Handler, Place]], graph: Graph) -> Iterator[Problem]:
    """Find the handlers that never come back, and the ends at which nothing comes back."""
    ends = [node_id for node_id, part in graph.nodes.items() if is_way_back(part)]
    backwards: dict[str, list[str]] = {node_id: [] for node_id in graph.nodes}
    for source, targets in graph.targets.items():
        for target in targets:
            backwards[target].append(source)
    coming = reached(ends, backwards)
    beginnings = set()
    for handler, place in handlers:
        if handler.resume and handler.target in graph.nodes:
            beginnings.add(handler.target)
            if handler.target not in coming:
                text = f'"resume" has no effect: no way from {quoted(handler.target)} leads to an end with the outcome '
                text += f"{quoted(RESUME)}."
                remedy = f'Give the end of that way the "outcome" {quoted(RESUME)}.'
                yield place.warning("never-resumes", text, remedy, ("resume",))
    after = reached(beginnings, graph.targets)
    for node_id in ends:
        if node_id not in after:
            text = f'its "outcome" is {quoted(RESUME)}, but no handler with "resume" leads here, so the call ends.'
            remedy = 'Set "resume" at the handler, or choose another outcome.'
            yield graph.nodes[node_id].place.warning("nothing-to-resume", text, remedy, ("data", "outcome"))
