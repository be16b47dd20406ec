"""What the API knows about the speech of a call before it begins."""

from __future__ import annotations

from collections.abc import Mapping

from agent_worker.backend.wire import WireModel


class CallSpeech(WireModel):
    """The texts of a call that are always the same, and what its questions ask for."""

    texts: tuple[str, ...] = ()
    """The texts, those of the first nodes first. None of them holds a value of a caller."""
    asks: Mapping[str, tuple[str, ...]] = {}
    """Node id, as in `currentNodeId` of a reply -> the types of value that the node asks for."""
