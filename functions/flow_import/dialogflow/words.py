"""Conditions, values and texts of Dialogflow CX in JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import Dialect, UntranslatableError, quoted, translate
from functions.flow_import.paths import path_expression
from functions.flow_import.source import Source
from functions.flow_import.texts import Hole, Piece, Pieces

_REFERENCE = re.compile(r"\$[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*")
_TAG = re.compile(r"<[^<>]{1,300}>")
_ROOTS = ("session.params", "session.parameters", "page.params", "flow", "intent.params")


class Words:
    """Reads the expressions of an agent.

    Args:
        draft: The flow, whose variables the parameters become.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._dialect = Dialect(self._reference, self._function, bare_text=True)

    def parameter(self, name: str) -> str:
        """Return the variable of a parameter that is set."""
        bare = name.removeprefix("$")
        for root in _ROOTS:
            bare = bare.removeprefix(f"{root}.")
        return self._draft.names.of(bare.split(".")[0])

    def condition(self, at: Source, text: str) -> str | None:
        """Translate a condition.

        Returns:
            JavaScript; None if it cannot be said, which is noted.
        """
        try:
            return translate(text, self._dialect)
        except UntranslatableError as error:
            self._draft.lost(at, f"the condition cannot be said: {error}")
            return None

    def value(self, at: Source) -> str | None:
        """Translate what a parameter is set to.

        Returns:
            JavaScript; None if it cannot be said, which is noted.
        """
        value = at.whole()
        if not isinstance(value, str) or "$" not in value:
            text = json.dumps(value)
            if len(text) > 4000:
                self._draft.lost(at, "the value is too long for an expression")
                return None
            return text
        if _REFERENCE.match(value.strip()):
            return self.condition(at, value)
        parts = [
            f'String({piece.expression} ?? "")' if isinstance(piece, Hole) else quoted(piece)
            for piece in self.pieces(value)
            if piece != ""
        ]
        joined = " + ".join(parts)
        return joined if len(joined) <= 4000 else None

    def pieces(self, text: str) -> Pieces:
        """Read a text with `$session.params.name`."""
        result: list[Piece] = []
        at = 0
        for match in _REFERENCE.finditer(text):
            if match.start() < at:
                continue
            end = match.end()
            name = match.group().rstrip(".")
            end -= len(match.group()) - len(name)
            if text[end : end + 1] == "(":
                end = _closing(text, end)
            try:
                expression = translate(text[match.start() : end], self._dialect)
            except UntranslatableError:
                continue
            result += [text[at : match.start()], Hole(expression)]
            at = end
        result.append(text[at:])
        return tuple(piece for piece in result if piece != "")

    def plain(self, at: Source, text: str) -> Pieces:
        """Read a text that may have SSML."""
        if "<" in text and _TAG.search(text):
            self._draft.changed(at, "the text is said without its SSML")
            text = _TAG.sub("", text).strip()
        return self.pieces(text)

    def _reference(self, text: str) -> str | None:
        name = text.removeprefix("$")
        if name == "page.params.status":
            return '"FINAL"'
        for root in _ROOTS:
            if name.startswith(f"{root}."):
                first, _, rest = name.removeprefix(f"{root}.").partition(".")
                inner = re.match(r"([\w-]+)((?:\[\d+\])*)", first)
                if inner is None:
                    return None
                variable = self._draft.names.of(inner.group(1))
                if root == "intent.params":
                    rest = rest.removeprefix("resolved").removeprefix("original").lstrip(".")
                return path_expression(variable, inner.group(2) + (f".{rest}" if rest else ""), skip=())
        return None

    def _function(self, name: str, arguments: Sequence[str]) -> str | None:
        match name.rsplit(".", 1)[-1], list(arguments):
            case "ADD", [first, *rest] if rest:
                return " + ".join(f"Number({each})" for each in (first, *rest))
            case "MINUS", [left, right]:
                return f"(Number({left}) - Number({right}))"
            case "MULTIPLY", [left, right]:
                return f"(Number({left}) * Number({right}))"
            case "DIVIDE", [left, right]:
                return f"(Number({left}) / Number({right}))"
            case "LEN", [value]:
                return f'String({value} ?? "").length'
            case "COUNT", [value]:
                return f"({value} ?? []).length"
            case "TO_TEXT", [value]:
                return f'String({value} ?? "")'
            case "TO_NUMBER", [value]:
                return f"Number({value})"
            case "IDENTITY", [value]:
                return f"({value})"
            case "UPPER", [value]:
                return f'String({value} ?? "").toUpperCase()'
            case "LOWER", [value]:
                return f'String({value} ?? "").toLowerCase()'
            case "CONCATENATE", values if values:
                return " + ".join(f'String({each} ?? "")' for each in values)
            case "JOIN", [glue, value]:
                return f"[].concat({value} ?? []).join({glue})"
            case "CONTAIN" | "CONTAINS", [value, part]:
                return f'String({value} ?? "").includes({part})'
            case "SUBSTITUTE", [value, old, new]:
                return f'String({value} ?? "").split({old}).join({new})'
            case "GET" | "GET_FIELD", [value, key]:
                return f"({value} ?? {{}})[{key}]"
            case "IF", [condition, yes, no]:
                return self._if(condition, yes, no)
            case _:
                return None

    def _if(self, condition: str, yes: str, no: str) -> str | None:
        """A condition is a text with an expression inside."""
        try:
            inner: Json = json.loads(condition)
        except ValueError:
            inner = None
        if isinstance(inner, str):
            try:
                condition = translate(inner, self._dialect)
            except UntranslatableError:
                return None
        return f"(({condition}) ? {yes} : {no})"


def _closing(text: str, start: int) -> int:
    """Return the place behind the bracket that closes the one at a place."""
    depth = 0
    for index in range(start, min(len(text), start + 2000)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if depth == 0:
                return index + 1
    return start
