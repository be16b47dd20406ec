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
    asks_model: frozenset[str] = frozenset()
    """The ids of the nodes that put each answer to a model."""
    takes_usage: bool = False
    """Whether a turn may carry `usage`. The API of an earlier release refuses a field that it does not know."""


@dataclass(slots=True)
class Asks:
    """What the questions of a call ask for, and what its turns may carry. It is empty until the API tells."""

    by_node: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As `CallSpeech.asks`."""
    of_model: frozenset[str] = frozenset()
    """As `CallSpeech.asks_model`."""
    takes_usage: bool = False
    """As `CallSpeech.takes_usage`."""

    def learn(self, speech: CallSpeech) -> None:
        """Take what the API told."""
        self.by_node, self.of_model, self.takes_usage = speech.asks, speech.asks_model, speech.takes_usage

    def added_to(self, reply: Reply) -> Reply:
        """Return a reply with what its question asks for, and whether a model reads the answer."""
        node_id = reply.current_node_id or ""
        types, asks_model = self.by_node.get(node_id, ()), node_id in self.of_model
        if not isinstance(reply.action, Listen) or not (types or asks_model):
            return reply
        action = reply.action.model_copy(update={"expects": types, "asks_model": asks_model})
        return reply.model_copy(update={"action": action})
