"""Reads a chat completion that a server sends as server-sent events, token by token. No network is here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

MAX_STREAM = 8 << 20
"""Bytes of a streamed answer at most. Each token comes in some 300 bytes of JSON."""
_MAX_LINE = 1 << 20
"""Bytes of a line at most."""


@dataclass(slots=True)
class Called:
    """One call of a tool, put together."""

    name: str = ""
    arguments: list[str] = field(default_factory=list)


class TooLongError(Exception):
    """The server sends a far too long answer."""


class BrokenStreamError(Exception):
    """The server sent an error, or something else than chunks of a chat completion."""


class ChatStream:
    """One answer.

    Args:
        on_text: Takes each part of the model's text.
        most: Characters of text and arguments at most.
    """

    def __init__(self, on_text: Callable[[str], None], most: int) -> None:
        self.content: list[str] = []
        self.refused = False
        self.calls: list[Called] = []
        self.finish_reason: str | None = None
        self.input_tokens = 0
        self.output_tokens = 0
        self.model: object = None
        """The model's name in the last chunk that has one."""
        self.ended = False
        """True once the server has said that this is all."""
        self._on_text = on_text
        self._most = most
        self._received = 0
        self._line = bytearray()
        self._by_index: dict[int, Called] = {}

    def feed(self, part: bytes) -> None:
        """Take the next bytes.

        Args:
            part: Any part of the answer. It may end within a character.

        Raises:
            TooLongError: If the answer is far too long.

        BrokenStreamError is raised if it is an error, or no chat completion.
        """
        self._received += len(part)
        if self._received > MAX_STREAM:
            raise TooLongError
        *lines, rest = part.replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            self._line += line
            self._take(bytes(self._line))
            self._line.clear()
        self._line += rest
        if len(self._line) > _MAX_LINE:
            raise TooLongError

    def _take(self, line: bytes) -> None:
        if not line.startswith(b"data:"):
            return
        data = line[5:].strip()
        if data == b"[DONE]":
            self.ended = True
            return
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            raise BrokenStreamError("it sent something else than JSON") from None
        if not isinstance(chunk, Mapping):
            raise BrokenStreamError("it sent something else than a chunk")
        if chunk.get("error"):
            raise BrokenStreamError("it sent an error")
        self.model = chunk.get("model") or self.model
        usage = chunk.get("usage")
        if isinstance(usage, Mapping):
            self.input_tokens = _number(usage.get("prompt_tokens"))
            self.output_tokens = _number(usage.get("completion_tokens"))
        choices = chunk.get("choices")
        if not isinstance(choices, Sequence) or isinstance(choices, str):
            return
        for choice in choices:
            if not isinstance(choice, Mapping):
                raise BrokenStreamError("it sent something else than a choice")
            if choice.get("index", 0) == 0:
                self._take_choice(choice)

    def _take_choice(self, choice: Mapping[str, object]) -> None:
        delta = choice.get("delta")
        if isinstance(delta, Mapping):
            self.refused = self.refused or bool(delta.get("refusal"))
            for call in delta.get("tool_calls") or ():
                self._take_call(call)
            content = delta.get("content")
            if isinstance(content, str) and content:
                self._count(content)
                self.content.append(content)
                self._on_text(content)
        reason = choice.get("finish_reason")
        if isinstance(reason, str):
            self.finish_reason = reason

    def _take_call(self, call: object) -> None:
        function = call.get("function") if isinstance(call, Mapping) else None
        if not isinstance(call, Mapping) or not isinstance(function, Mapping):
            raise BrokenStreamError("it sent something else than a call")
        name, arguments = function.get("name"), function.get("arguments")
        index = call.get("index")
        # Some servers send whole calls, and no index.
        key = index if isinstance(index, int) else len(self._by_index) - (0 if name else 1)
        if key not in self._by_index:
            self._by_index[key] = Called()
            self.calls.append(self._by_index[key])
        called = self._by_index[key]
        if isinstance(name, str) and name and not called.name:
            self._count(name)
            called.name = name
        if isinstance(arguments, Mapping):
            arguments = json.dumps(arguments)
        if isinstance(arguments, str):
            self._count(arguments)
            called.arguments.append(arguments)

    def _count(self, text: str) -> None:
        self._most -= len(text)
        if self._most < 0:
            raise TooLongError


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
