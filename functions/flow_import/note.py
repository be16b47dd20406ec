"""The result of an import: the definition of a flow, and notes on what it could not take over as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flow_core.json import Json
from functions.errors import CallflowError

Kind: TypeAlias = Literal["retell", "voiceflow", "dialogflow-cx", "vapi", "pipecat"]
"""The product that wrote an export."""

KIND_NAMES: dict[Kind, str] = {
    "retell": "Retell conversation flow",
    "voiceflow": "Voiceflow project",
    "dialogflow-cx": "Dialogflow CX agent",
    "vapi": "Vapi workflow",
    "pipecat": "Pipecat flow",
}
"""Kind -> its name for a person."""


class UnreadableExportError(CallflowError):
    """The document is no export that can be read. The text names the place, what is wrong and the remedy.

    Args:
        place: The JSON pointer of the value in the document; "" for the document.
        text: What is wrong, as a sentence, with its remedy.
    """

    def __init__(self, place: str, text: str) -> None:
        super().__init__(f"{place}: {text}" if place else text)
        self.place = place
        self.text = text


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the definition has otherwise than the export, or not at all."""

    place: str
    """The JSON pointer of the thing in the export (RFC 6901). In a zip file, its first part is the name of the file."""
    kind: Literal["lost", "changed"]
    """`lost`: the definition does not have it. `changed`: it has something similar."""
    message: str
    node_id: str | None = None
    """The node of the definition that it concerns; None if there is none."""
    flow_id: str | None = None
    """The id of the inner flow that has the node; None for the outermost flow."""


@dataclass(frozen=True, slots=True)
class NamedFlow:
    """A flow of an import, with its id. The id of an inner flow begins with that of the imported flow."""

    flow_id: str
    definition: dict[str, Json]
    origins: dict[str, tuple[str, ...]]
    """As in `Imported`."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An export as a flow, together with the flows that it calls."""

    kind: Kind
    flow_id: str
    """The id of the flow. The ids of the inner flows begin with it."""
    definition: dict[str, Json]
    """The definition. `flow_core.check` finds no error of shape or graph in it."""
    notes: tuple[Note, ...]
    """In the order of the export, as far as it has one."""
    origins: dict[str, tuple[str, ...]]
    """Node id -> the JSON pointers of the things that the node comes from. Nodes that the import added are absent."""
    inner: tuple[NamedFlow, ...] = ()
    """The flows that it calls, each after those that it calls itself: they can be saved and published in this order."""

    @property
    def flows(self) -> tuple[NamedFlow, ...]:
        """The inner flows, then the flow itself."""
        return (*self.inner, NamedFlow(self.flow_id, self.definition, self.origins))
