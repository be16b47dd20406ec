"""Splits an expression into tokens, for the parsers of conditions, updates and projections."""

from __future__ import annotations

import re

from local.store.errors import InvalidError
from local.store.expressions.paths import Alias, Path

_TOKEN = re.compile(
    r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<alias>#[A-Za-z0-9_]+)|(?P<value>:[A-Za-z0-9_]+)"
    r"|(?P<digits>[0-9]+)|(?P<sign><>|<=|>=|[=<>()\[\].,+-])"
)
_SPACE = re.compile(r"\s*")
_LONGEST = 4096
"""Characters of one expression."""


class Tokens:
    """The tokens of an expression and the position of a parser.

    Args:
        kind: The expression's name in error texts, such as `ConditionExpression`.
        text: The expression.

    Raises:
        InvalidError: If the text is empty, too long or has an invalid character.
    """

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        if not text.strip():
            raise InvalidError(f"Invalid {kind}: The expression can not be empty;")
        if len(text) > _LONGEST:
            raise InvalidError(f"Invalid {kind}: Expression size has exceeded the maximum allowed size;")
        self._found: list[tuple[str, str]] = []
        at = _end_of_space(text, 0)
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise self.wrong(text[at])
            self._found.append((str(match.lastgroup), match.group()))
            at = _end_of_space(text, match.end())
        self._at = 0

    def wrong(self, token: str | None = None) -> InvalidError:
        """Return the error for a token, by default the next one."""
        named = token or (self._found[self._at][1] if self._at < len(self._found) else "<EOF>")
        return InvalidError(f'Invalid {self.kind}: Syntax error; token: "{named}"')

    @property
    def kind_ahead(self) -> str:
        """The kind of the next token: name, alias, value, digits, sign or end."""
        return self._found[self._at][0] if self._at < len(self._found) else "end"

    def ahead(self, text: str, further: int = 0) -> bool:
        """Return whether the next token is a sign or a word, ignoring case. `further` skips that many tokens."""
        at = self._at + further
        return at < len(self._found) and self._found[at][1].upper() == text

    def take(self, text: str) -> bool:
        """Skip a sign or a word if it is the next token. Return whether it was."""
        found = self.ahead(text)
        self._at += found
        return found

    def expect(self, text: str) -> None:
        """Skip a sign or a word. Another token is an InvalidError."""
        if not self.take(text):
            raise self.wrong()

    def next(self, kind: str) -> str:
        """Return the text of the next token and skip it. A token of another kind is an InvalidError."""
        if self.kind_ahead != kind:
            raise self.wrong()
        self._at += 1
        return self._found[self._at - 1][1]

    def end(self) -> None:
        """Check that no token is left. Another token is an InvalidError."""
        if self._at < len(self._found):
            raise self.wrong()

    def path(self) -> Path:
        """Parse a document path, such as a.#b[0]."""
        parts: list[str | Alias | int] = [self._name()]
        while True:
            if self.take("."):
                parts.append(self._name())
            elif self.take("["):
                parts.append(int(self.next("digits")))
                self.expect("]")
            else:
                return Path(tuple(parts))

    def _name(self) -> str | Alias:
        return Alias(self.next("alias")) if self.kind_ahead == "alias" else self.next("name")


def _end_of_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
