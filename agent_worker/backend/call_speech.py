"""What the API knows about the speech of a call before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent_worker.backend.reply import Listen, Reply
from agent_worker.backend.wire import WireModel


class CallSpeech(WireModel):
    """The texts of a call that are always the same, and what its questions ask for."""

    texts: tuple[str, ...] = ()
    """The texts, those of the first nodes first. None of them holds a value of a caller."""
    asks: Mapping[str, tuple[str, ...]] = {}
    """Node id, as in `currentNodeId` of a reply -> the types of value that the node asks for."""


@dataclass(slots=True)
class Asks:
    """What the questions of a call ask for. It is empty until the API tells."""

    by_node: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As `CallSpeech.asks`."""

    def added_to(self, reply: Reply) -> Reply:
        """Return a reply with the types of value that its question asks for."""
        types = self.by_node.get(reply.current_node_id or "")
        if types is None or not isinstance(reply.action, Listen):
            return reply
        return reply.model_copy(update={"action": reply.action.model_copy(update={"expects": types})})
