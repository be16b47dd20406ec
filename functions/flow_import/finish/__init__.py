"""Makes drafts definitions that can be saved: every exit leads somewhere, and every call ends."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.json import Json
from flow_core.languages import LANGUAGE_CODES
from functions.flow_import.draft import Draft
from functions.flow_import.finish.addresses import mend_addresses
from functions.flow_import.finish.calls import jumps_of, lead_calls_on, name_calls
from functions.flow_import.finish.definition import definition_of
from functions.flow_import.finish.ends import failure_of, give_ends, resolve
from functions.flow_import.finish.order import in_order
from functions.flow_import.finish.questions import merge_questions
from functions.flow_import.finish.silence import Silence, cut_silent_ways
from functions.flow_import.parts import DraftEdge


@dataclass(frozen=True, slots=True)
class Finished:
    """A flow of an import."""

    draft: Draft
    definition: dict[str, Json]
    """In its subflow nodes, `flowId` is the id of the draft."""
    origins: dict[str, tuple[str, ...]]
    """Node id -> the pointers of its origins."""


def finish(root: Draft) -> list[Finished]:
    """Finish the drafts of an import. They get further notes.

    Args:
        root: The outermost flow.

    Returns:
        The flows, each after those that it calls; the outermost is the last.
    """
    _language(root)
    finished: list[Finished] = []
    drafts: dict[str, Draft] = {}
    silences: dict[str, Silence] = {}
    for draft in in_order(root):
        draft.language = root.language
        _begin(draft)
        draft.jumps = jumps_of(draft)
        resolve(draft)
        merge_questions(draft)
        name_calls(draft, drafts)
        lead_calls_on(draft, drafts)
        give_ends(draft)
        mend_addresses(draft)
        on_failure = failure_of(draft)
        silences[draft.id] = cut_silent_ways(draft, silences)
        for name, identifier in draft.names.renamed().items():
            root.changed("", f'the variable "{name}" is called {identifier}')
        draft.notes = list(dict.fromkeys(draft.notes))
        drafts[draft.id] = draft
        finished.append(Finished(draft, definition_of(draft, on_failure), _origins(draft)))
    return finished


def _language(root: Draft) -> None:
    code = (root.language or "").split("-")[0].split("_")[0].lower()
    if root.language is not None and code not in LANGUAGE_CODES:
        root.lost("", f'the language "{root.language}": Callflow does not understand it, so the flow is in en-US')
        root.language = None


def _begin(draft: Draft) -> None:
    data: dict[str, Json] = {"message": draft.template(draft.greeting)} if draft.greeting else {}
    start = draft.add("start", data, None, "start")
    draft.edges.insert(0, DraftEdge(start, "default", "", key=draft.start))
    # The start comes first in the document, as in a call.
    draft.nodes = {start: draft.nodes.pop(start), **draft.nodes}


def _origins(draft: Draft) -> dict[str, tuple[str, ...]]:
    return {
        node.id: (*filter(None, [node.place]), *node.also)
        for node in draft.nodes.values()
        if node.place is not None or node.also
    }
