"""Texts, conditions and intents of Voiceflow."""

from __future__ import annotations

import re

from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.expressions import Dialect, UntranslatableError, quoted, translate
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, split

_HOLE = re.compile(r"\{\{\[([^\]{}]{1,200})\]\.[\w-]+\}\}|\{([A-Za-z_]\w{0,100})\}")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_BUILT_IN = {
    "timestamp": "session.startedAt",
    "user_id": "session.callerNumber",
    "sessions": "1",
    "platform": "session.channel",
}
"""Variables that every project has -> expressions."""
_OPERATORS = {
    "equals": "==",
    "not_equal": "!=",
    "greater_than": ">",
    "greater_or_equal": ">=",
    "less_than": "<",
    "less_or_equal": "<=",
    "is": "==",
    "is_not": "!=",
}
_MAX_DEPTH = 20
_YES = ["yes", "yeah", "yes please", "sure", "correct", "okay"]
_NO = ["no", "nope", "no thanks", "not really"]


class Words:
    """Reads the texts of a project.

    Args:
        draft: The flow.
        document: The project.
    """

    def __init__(self, draft: Draft, document: Source) -> None:
        self._draft = draft
        self._dialect = Dialect(self._reference)
        self._names: dict[str, str] = {}
        self._phrases: dict[str, list[str]] = {}
        self._descriptions: dict[str, str] = {}
        self._read_intents(document)

    def variable(self, name: str) -> str:
        """Return the variable that a step sets."""
        return self._draft.names.of(name.strip("{} "))

    def expression(self, name: str) -> str:
        """Return the expression of a variable that is read."""
        return _BUILT_IN.get(name) or self._draft.names.of(name)

    def pieces(self, text: str) -> Pieces:
        """Read a text with `{variable}`, without its markup for the ear."""
        text = _MARKUP.sub("", text)
        return tuple(split(text, _HOLE, lambda match: self.expression(match.group(1) or match.group(2))))

    def slate(self, content: Source | None) -> Pieces:
        """Read a text of the editor: paragraphs of styled words. A plain text is one too."""
        if content is None:
            return ()
        if isinstance(content.value, str):
            return self.pieces(content.as_text())
        found = content.whole()
        return self.pieces("\n".join(line for line in (_slate_text(part) for part in _listed(found)) if line.strip()))

    def condition(self, at: Source, text: str) -> str | None:
        """Translate an expression; None if it cannot be said, which is noted."""
        try:
            return translate(_HOLE.sub(lambda match: match.group(1) or match.group(2), text), self._dialect)
        except UntranslatableError as error:
            self._draft.lost(at, f"the expression cannot be said: {error}")
            return None

    def logic(self, at: Source, value: Json, depth: int = 0) -> str | None:
        """Translate a condition of the editor: a tree of `{type, value: [left, right]}`."""
        if depth > _MAX_DEPTH or not isinstance(value, dict):
            return None
        kind, inner = value.get("type"), value.get("value")
        if kind == "variable" and isinstance(inner, str):
            return self.expression(inner)
        if kind == "value":
            return quoted(inner) if isinstance(inner, str) else quoted(str(inner))
        if kind == "advance" and isinstance(inner, str | int | float):
            return self.condition(at, str(inner))
        parts = [self.logic(at, each, depth + 1) for each in inner] if isinstance(inner, list) else []
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            return None
        if kind in ("and", "or") or (kind is None and len(known) != 2):
            return "(" + (" || " if kind == "or" else " && ").join(known) + ")"
        if kind is None and len(known) == 1:
            return known[0]
        if kind in ("has_value", "is_not_empty"):
            return f'String({known[0]} ?? "") !== ""'
        if kind in ("is_empty", "has_no_value"):
            return f'String({known[0]} ?? "") === ""'
        if len(known) != 2:
            return None
        left, right = known
        match kind:
            case "equals" | "is":
                return f'String({left} ?? "") === {_text(right)}'
            case "not_equal" | "is_not":
                return f'String({left} ?? "") !== {_text(right)}'
            case "contains":
                return f'String({left} ?? "").includes({_text(right)})'
            case "not_contain" | "not_contains":
                return f'!String({left} ?? "").includes({_text(right)})'
            case "starts_with":
                return f'String({left} ?? "").startsWith({_text(right)})'
            case "ends_with":
                return f'String({left} ?? "").endsWith({_text(right)})'
            case str() if kind in _OPERATORS:
                return f"Number({left}) {_OPERATORS[kind]} Number({right})"
            case _:
                return None

    def old_logic(self, at: Source, value: Json, depth: int = 0) -> str | None:
        """Translate a condition of the earlier editor, whose operators have other names."""
        if not isinstance(value, dict) or depth > _MAX_DEPTH:
            return None
        if value.get("type") in ("and", "or", "equals", "greater", "less", "plus", "minus", "times", "divide", "not"):
            inner = value.get("value")
            parts = [self.old_logic(at, each, depth + 1) for each in inner] if isinstance(inner, list) else []
            if isinstance(inner, dict):
                parts = [self.old_logic(at, inner, depth + 1)]
            if any(part is None for part in parts) or not parts:
                return None
            known = [part or "" for part in parts]
            if value["type"] == "not":
                return f"!({known[0]})"
            glue = {
                "and": "&&",
                "or": "||",
                "equals": "==",
                "greater": ">",
                "less": "<",
                "plus": "+",
                "minus": "-",
                "times": "*",
                "divide": "/",
            }[str(value["type"])]
            return "(" + f" {glue} ".join(known) + ")"
        if value.get("type") == "value":
            text = value.get("value")
            try:
                return str(float(str(text))).removesuffix(".0")
            except ValueError:
                return quoted(str(text))
        return self.logic(at, value, depth)

    def intent_name(self, key: str) -> str:
        """Return the name of an intent."""
        return self._names.get(key, key.removeprefix("VF.").lower() if key.startswith("VF.") else key)

    def phrases(self, key: str) -> list[str]:
        """Return what a caller says for an intent."""
        built_in = _YES if key == "VF.YES" else _NO if key == "VF.NO" else []
        return list(dict.fromkeys([*self._phrases.get(key, []), *built_in]))

    def description(self, key: str) -> str:
        """Return what the author wrote about an intent."""
        return self._descriptions.get(key, "")

    def _read_intents(self, document: Source) -> None:
        version = document.object("version")
        data = None if version is None else version.object("platformData")
        for intent in [] if data is None else data.objects("intents"):
            key = intent.text("key")
            self._names[key] = intent.text("name") or key
            self._phrases[key] = [
                text for each in intent.objects("inputs") if (text := self._phrase(each.text("text")))
            ]
            for each in intent.objects("inputs"):
                each.ignore("slots")
            intent.ignore("noteID")
        for intent in document.objects("intents"):
            key = intent.text("id") or intent.text("key")
            self._names[key] = intent.text("name") or key
            self._descriptions[key] = intent.text("description").strip()
            intent.whole()
        for utterance in document.objects("utterances"):
            key = utterance.text("intentID")
            words = utterance.whole()
            text = self._phrase(_spoken(words))
            if text:
                self._phrases.setdefault(key, []).append(text)

    def _phrase(self, text: str) -> str:
        """Return a phrase as one would say it: `{{[size].id}}` is the name of what is said there."""
        return re.sub(r"\{\{\[([^\]{}]*)\]\.[\w-]+\}\}", r"\1", text).strip()[:200]

    def _reference(self, text: str) -> str | None:
        name = text.strip("{} ")
        head, dot, rest = name.partition(".")
        if not re.fullmatch(r"\w+", head):
            return None
        return self.expression(head) + (f"?.{rest}" if dot and re.fullmatch(r"\w+", rest) else "")


def _text(expression: str) -> str:
    return expression if expression.startswith('"') else f'String({expression} ?? "")'


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _slate_text(value: Json, depth: int = 0) -> str:
    """Return the words inside of styled text."""
    if isinstance(value, str):
        return value
    if depth > _MAX_DEPTH or not isinstance(value, dict):
        return ""
    if isinstance(value.get("text"), str):
        return str(value["text"])
    children = value.get("children", value.get("text"))
    if isinstance(value.get("name"), str) and children is None:
        return f"{{{value['name']}}}"
    return "".join(_slate_text(child, depth + 1) for child in children) if isinstance(children, list) else ""


def _spoken(value: Json, depth: int = 0) -> str:
    """Return the words of an utterance or a wording: texts, and names of entities in between."""
    if isinstance(value, str):
        return value
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(value, list):
        return "".join(_spoken(part, depth + 1) for part in value)
    if isinstance(value, dict) and "text" in value:
        return _spoken(value["text"], depth + 1)
    return _slate_text(value)
