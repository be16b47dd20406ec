"""The rules of redaction of one session. They are decided when it begins, and stored in its head."""

from __future__ import annotations

from collections.abc import Iterable

from flow_core.authored.nodes import questions_of
from flow_core.flow import Flow
from flow_core.subflows.frames import every_flow
from functions.records import Sealing
from functions.redaction.texts import KINDS, Kind


def sealing_of(flow: Flow, kinds: Iterable[str], language: str | None) -> Sealing | None:
    """Decide the rules of a session.

    Args:
        flow: Its flow, with its inner flows.
        kinds: The kinds that the organization has removed. Unknown ones are left out.
        language: The language of the call; None for that of the flow.

    Returns:
        The rules, without a key; None if nothing is removed.
    """
    chosen = [kind for kind in KINDS if kind in set(kinds)]
    names: set[str] = set()
    listens = False
    for each in every_flow(flow):
        names |= each.sensitive_variables
        listens = listens or bool(each.sensitive_nodes)
        for node in each.nodes:
            # The value of a question for a phone number may be one that no country has.
            names.update(data.variable for data in questions_of(node) if data.value_type in chosen)
    if not chosen and not names and not listens:
        return None
    spoken = language or flow.language
    return Sealing(key="", kinds=tuple(chosen), names=tuple(sorted(names)), listens=listens, language=spoken)


def kinds_of(sealing: Sealing) -> frozenset[Kind]:
    """Return the kinds of a session's rules."""
    return frozenset(kind for kind in KINDS if kind in sealing.kinds)
