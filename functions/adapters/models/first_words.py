"""Reads the words to speak out of a JSON object that arrives piece by piece. No network is here.

The whole object is read again by reply.py, which alone decides what the model replied.
"""

from __future__ import annotations

from collections.abc import Generator
from string import hexdigits
from typing import TypeAlias

from flow_core.effects import Choice

_Read: TypeAlias = Generator[str, str, str]
"""Takes one character at a time, yields the words that it completes, and returns what it has read."""

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SPACE = " \t\n\r"


class _StopError(Exception):
    """There are no words, or none that may be spoken before the whole object is read."""


class FirstWords:
    """Reads the words of one object. Text before the object is passed over, as reply.py does.

    Args:
        name: The property that has the words.
        choice: The property that decides whether the words are spoken. None if they always are.
    """

    def __init__(self, name: str, choice: Choice | None = None) -> None:
        self.whole = False
        """True once the words are at their end."""
        self._reading: _Read | None = _words(name, choice)
        next(self._reading)

    def feed(self, text: str) -> str:
        """Take the next part of the object.

        Args:
            text: Any part of the JSON text. It may end within an escape.

        Returns:
            The words that this part has. Half of a surrogate pair may be the last of them.
        """
        read: list[str] = []
        for character in text:
            if self._reading is None:
                break
            try:
                read.append(self._reading.send(character))
            except StopIteration:
                self._reading, self.whole = None, True
            except _StopError:
                self._reading = None
        return "".join(read)


def _words(name: str, choice: Choice | None) -> _Read:
    while (yield "") != "{":
        pass
    chosen = choice is None
    character = yield from _after_space()
    while True:
        if character != '"':
            raise _StopError
        key = yield from _string()
        if (yield from _after_space()) != ":":
            raise _StopError
        character = yield from _after_space()
        if key == name:
            if character != '"' or not chosen:
                raise _StopError
            yield from _string(spoken=True)
            return ""
        if choice is not None and key == choice.name and character == '"':
            if (yield from _string()) != choice.none:
                raise _StopError
            chosen = True
            character = yield from _after_space()
        else:
            value, character = yield from _value(character)
            if choice is not None and key == choice.name:
                if value.strip(_SPACE) != "null":
                    raise _StopError
                chosen = True
        if character != ",":
            raise _StopError
        character = yield from _after_space()


def _after_space() -> _Read:
    """Return the next character that is no space."""
    while (character := (yield "")) in _SPACE:
        pass
    return character


def _string(*, spoken: bool = False) -> _Read:
    """Return the string after its opening quote. If it is spoken, its characters are yielded."""
    read: list[str] = []
    last = ""
    while (character := (yield last)) != '"':
        if character < " ":
            raise _StopError
        if character == "\\":
            escaped = yield ""
            if escaped == "u":
                code = ""
                for _ in range(4):
                    code += yield ""
                if any(digit not in hexdigits for digit in code):
                    raise _StopError
                character = chr(int(code, 16))
            elif escaped in _ESCAPES:
                character = _ESCAPES[escaped]
            else:
                raise _StopError
        read.append(character)
        last = character if spoken else ""
    return "".join(read)


def _value(character: str) -> Generator[str, str, tuple[str, str]]:
    """Pass over a value, of which the first character is given. Return it, and the character after it."""
    read: list[str] = []
    depth = 0
    while depth > 0 or character not in ",}":
        read.append(character)
        if character == '"':
            yield from _string()
        elif character in "{[":
            depth += 1
        elif character in "}]":
            depth -= 1
        character = yield ""
    return "".join(read), character
