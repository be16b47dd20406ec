"""Reads an answer of Bedrock's ConverseStream event by event, and puts it together as Converse sends it whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.adapters.models.outlet import Written

MAX_TEXT = 1 << 20
"""Characters of text and of the inputs of tools at most."""


class TooLongError(Exception):
    """The model sends a far too long answer."""


@dataclass(slots=True)
class _Block:
    """One block of the answer."""

    tool: str | None = None
    """The name of the tool; None for a block of text."""
    parts: list[str] = field(default_factory=list)


class ConverseEvents:
    """One answer.

    Args:
        written: Takes the words.
        ours: The name of the tool whose input is the reply. Empty if the reply is the text.
    """

    def __init__(self, written: Written, ours: str) -> None:
        self.ended = False
        """True once the model has said that this is all."""
        self._written = written
        self._ours = ours
        self._blocks: dict[object, _Block] = {}
        self._stop = ""
        self._usage: Mapping[str, object] = {}
        self._trace: object = None
        self._length = 0

    def take(self, event: Mapping[str, Mapping[str, object]]) -> None:
        """Take the next event. TooLongError is raised if the answer is far too long."""
        for kind, data in event.items():
            match kind:
                case "contentBlockStart":
                    start = data.get("start")
                    use = start.get("toolUse") if isinstance(start, Mapping) else None
                    if isinstance(use, Mapping):
                        self._blocks[data.get("contentBlockIndex")] = _Block(str(use.get("name")))
                case "contentBlockDelta":
                    self._take_delta(data.get("contentBlockIndex"), data.get("delta"))
                case "messageStop":
                    self._stop, self.ended = str(data.get("stopReason")), True
                case "metadata":
                    usage = data.get("usage")
                    self._usage = usage if isinstance(usage, Mapping) else {}
                    self._trace = data.get("trace")
                case _:
                    pass

    def whole(self) -> dict[str, object]:
        """Return the answer as Converse sends it."""
        stop = self._stop
        content: list[dict[str, object]] = []
        for block in self._blocks.values():
            text = "".join(block.parts)
            if block.tool is None:
                content.append({"text": text})
                continue
            try:
                given: object = json.loads(text) if text.strip() else {}
            except (ValueError, RecursionError):
                # What the flow's own tools get wrong, the model is told.
                given = text
                stop = stop if stop == "max_tokens" or block.tool != self._ours else "malformed_tool_use"
            content.append({"toolUse": {"name": block.tool, "input": given}})
        answer: dict[str, object] = {"output": {"message": {"content": content}}, "stopReason": stop}
        return {**answer, "usage": dict(self._usage), "trace": self._trace}

    def _take_delta(self, index: object, delta: object) -> None:
        if not isinstance(delta, Mapping):
            return
        use, text = delta.get("toolUse"), delta.get("text")
        part = use.get("input") if isinstance(use, Mapping) else text
        if not isinstance(part, str) or not part:
            return
        self._length += len(part)
        if self._length > MAX_TEXT:
            raise TooLongError
        block = self._blocks.get(index)
        if block is None:
            if any(each.tool is None and each.parts for each in self._blocks.values()) and not self._ours:
                self._written.text(" ")
            block = self._blocks[index] = _Block()
        block.parts.append(part)
        if block.tool is None and not self._ours:
            self._written.text(part)
        elif block.tool is not None and block.tool == self._ours:
            self._written.structure(part)
