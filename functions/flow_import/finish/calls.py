"""Connects subflow nodes with their flows: the variables that go in and come out, and the outcomes that lead on."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.finish.ends import FAILED, HANG_UP, failure_end, key_end
from functions.flow_import.parts import END, DraftNode, Jump

_MAX_SHARED = 100
"""Variables that go into an inner flow, and that come out of it."""


def name_calls(draft: Draft, drafts: Mapping[str, Draft]) -> None:
    """Give the subflow nodes of a flow their variables: all that the inner flow and the export share by their names."""
    for node in _calls(draft):
        inner = drafts[str(node.data["flowId"])]
        shared = inner.names.exported()
        for name in list(shared)[_MAX_SHARED:]:
            draft.lost(node.place or "", f'the variable "{name}" is not passed on: at most {_MAX_SHARED} are', node.id)
        pairs = {draft.names.of(name): own for name, own in list(shared.items())[:_MAX_SHARED]}
        given: dict[str, Json] = {own: outer for outer, own in pairs.items()}
        out: dict[str, Json] = dict(pairs.items())
        if pairs:
            node.data |= {"in": given, "out": out}


def lead_calls_on(draft: Draft, drafts: Mapping[str, Draft]) -> None:
    """Lead the subflow nodes of a flow on by the outcomes of their flows."""
    for node in _calls(draft):
        inner = drafts[str(node.data["flowId"])]
        outcomes = {str(each.data["outcome"]) for each in inner.nodes.values() if each.data.get("outcome")}
        if FAILED in outcomes:
            draft.edge(node.id, FAILED, failure_end(draft), node.place or "")
        if HANG_UP in outcomes:
            draft.edge(node.id, HANG_UP, key_end(draft, END), node.place or "")
        for jump in inner.jumps.values():
            if jump.outcome not in outcomes:
                continue
            target = None if draft.id else draft.first_of(jump.key)
            draft.jumps.setdefault(jump.outcome, jump)
            draft.edge(node.id, jump.outcome, target or key_end(draft, jump), node.place or "")


def jumps_of(draft: Draft) -> dict[str, Jump]:
    """Return the outcomes by which a flow leads to things of the outermost flow."""
    keys = [*(edge.key for edge in draft.edges), *(each.key for each in draft.handlers), *draft.aliases.values()]
    return {key.outcome: key for key in keys if isinstance(key, Jump)}


def _calls(draft: Draft) -> list[DraftNode]:
    return [node for node in draft.nodes.values() if node.type == "subflow"]
