"""What the steps of a diagram are read with."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source
from functions.flow_import.voiceflow.ports import Ports
from functions.flow_import.voiceflow.texts import Words


@dataclass(frozen=True, slots=True)
class Reading:
    """The flow that a diagram becomes, or a part of."""

    draft: Draft
    words: Words
    document: Source
    components: Mapping[str, Draft]
    """Diagram -> the inner flow that it becomes. Other diagrams are parts of the outermost flow."""


def lead_on(diagram_id: str, step: Source, ports: Ports, chain: Chain, following: Hashable | None) -> None:
    """Lead to what follows a step."""
    port = ports.named.get("next")
    if chain.last is not None and chain.draft.leaves(chain.last, chain.exit):
        return
    if port is not None:
        chain.link((diagram_id, port.text("target")), port)
    elif following is not None:
        chain.link(following, step)
