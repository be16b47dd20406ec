"""Turns the tree of tree-sitter into `flow_core.syntax`. It parses and runs nothing."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from flow_core.syntax import (
    Assignment,
    Binary,
    Call,
    Index,
    Listed,
    Literal,
    Made,
    Member,
    Name,
    New,
    Other,
    Sequence,
    Span,
    Syntax,
    Ternary,
    Unary,
    Update,
)

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_DEPTH = 60
"""Levels of an expression that are described. `a + b + …` nests as deep as it is long."""

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function", "class"})
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})\Z")


def syntax_of(root: Node, prefix: int) -> Syntax | None:
    """Describe the expression of a program that is `return expression;`.

    Args:
        root: The root of the tree.
        prefix: Bytes before the expression.

    Returns:
        The expression; None if nothing is returned.
    """
    statement = root.named_children[0] if root.named_children else None
    if statement is None or statement.type != "return_statement" or not statement.named_children:
        return None
    return _Reader(prefix).read(statement.named_children[0], MAX_DEPTH)


class _Reader:
    def __init__(self, prefix: int) -> None:
        self._prefix = prefix

    def read(self, node: Node, depth: int) -> Syntax:
        kind, span = node.type, (node.start_byte - self._prefix, node.end_byte - self._prefix)
        if depth == 0:
            return Other(span)
        depth -= 1
        if kind == "parenthesized_expression" and node.named_child_count == 1:
            return self.read(node.named_children[0], depth)
        if kind in ("identifier", "shorthand_property_identifier"):
            return Name(span, _text(node))
        if kind in _CONSTANTS:
            return Literal(span, _CONSTANTS[kind])
        if kind == "number":
            return _number(_text(node), span)
        if kind == "string" or (kind == "template_string" and not _holes(node)):
            value = _string(node)
            return Made(span, "text") if value is None else Literal(span, value)
        if kind == "template_string":
            return Made(span, "text", tuple(self.read(hole.named_children[0], depth) for hole in _holes(node)))
        if kind in _FUNCTIONS:
            return Made(span, "function")
        if kind == "regex":
            return Made(span, "pattern")
        return self._composed(node, span, depth)

    def _composed(self, node: Node, span: Span, depth: int) -> Syntax:
        match node.type:
            case "member_expression":
                return Member(
                    span, self._field(node, "object", depth), _text_of(node, "property"), optional=_is_optional(node)
                )
            case "subscript_expression":
                of, key = self._field(node, "object", depth), self._field(node, "index", depth)
                if isinstance(key, Literal) and isinstance(key.value, str):
                    return Member(span, of, key.value, optional=_is_optional(node))
                return Index(span, of, key, optional=_is_optional(node))
            case "call_expression":
                return Call(span, self._field(node, "function", depth), self._arguments(node, depth))
            case "new_expression":
                return New(span, self._field(node, "constructor", depth), self._arguments(node, depth))
            case "unary_expression":
                return Unary(span, _text_of(node, "operator"), self._field(node, "argument", depth))
            case "binary_expression":
                left, right = self._field(node, "left", depth), self._field(node, "right", depth)
                return Binary(span, _text_of(node, "operator"), left, right)
            case "ternary_expression":
                return Ternary(
                    span,
                    self._field(node, "condition", depth),
                    self._field(node, "consequence", depth),
                    self._field(node, "alternative", depth),
                )
            case "assignment_expression" | "augmented_assignment_expression":
                target, value = self._field(node, "left", depth), self._field(node, "right", depth)
                return Assignment(span, _text_of(node, "operator") or "=", target, value)
            case "update_expression":
                operand = self._field(node, "argument", depth)
                return Update(span, operand, before=operand.span[1] == span[1])
            case "sequence_expression":
                return Sequence(span, self._all(node, depth))
            case "array":
                return Listed(span, self._all(node, depth))
            case "object":
                pairs = (each for each in node.named_children if each.type not in ("method_definition", "comment"))
                values = (each.child_by_field_name("value") or each for each in pairs)
                return Made(span, "object", tuple(self.read(value, depth) for value in values))
            case "spread_element" | "await_expression" | "yield_expression":
                return Other(span, self._all(node, depth))
            case _:
                return Other(span)

    def _field(self, node: Node, name: str, depth: int) -> Syntax:
        child = node.child_by_field_name(name)
        return Other((0, 0)) if child is None else self.read(child, depth)

    def _all(self, node: Node, depth: int) -> tuple[Syntax, ...]:
        return tuple(self.read(child, depth) for child in node.named_children if child.type != "comment")

    def _arguments(self, node: Node, depth: int) -> tuple[Syntax, ...]:
        arguments = node.child_by_field_name("arguments")
        return () if arguments is None or arguments.type != "arguments" else self._all(arguments, depth)


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def _text_of(node: Node, field: str) -> str:
    child = node.child_by_field_name(field)
    return "" if child is None else _text(child)


def _is_optional(node: Node) -> bool:
    return node.child_by_field_name("optional_chain") is not None


def _holes(node: Node) -> list[Node]:
    return [
        child for child in node.named_children if child.type == "template_substitution" and child.named_child_count == 1
    ]


def _number(text: str, span: Span) -> Syntax:
    digits = text.replace("_", "").lower()
    if digits.endswith("n"):
        return Made(span, "bigint")
    for read in (_whole, float):
        with contextlib.suppress(ValueError):
            return Literal(span, read(digits))
    return Other(span)


def _whole(digits: str) -> int:
    return int(digits, 0)


def _string(node: Node) -> str | None:
    """Return the value of a text in quotes; None if an escape in it is not known here."""
    value = ""
    for child in node.named_children:
        text = _text(child)
        if child.type == "escape_sequence":
            code = _CODE.match(text)
            if code is not None:
                number = int(next(filter(None, code.groups())), 16)
                if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
                    return None
                text = chr(number)
            else:
                text = _ESCAPES.get(text[1:], "" if text[1:] == "\n" else text[1:])
        value += text
    return value
