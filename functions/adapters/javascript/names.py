"""Finds the names that an expression reads, and its syntax, without running it.

The engine that will run the expression decides whether it parses. The grammar of tree-sitter never decides that: it
finds names, and the place of an error that the engine reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from flow_core.evaluate import Inspected
from functions.adapters.javascript.syntax import syntax_of
from functions.deadline import Deadline
from functions.ports.javascript import Limits

if TYPE_CHECKING:
    from tree_sitter import Language, Node

GLOBALS = frozenset(
    "AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean "
    "DOMException DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array "
    "Float64Array Function Infinity Int16Array Int32Array Int8Array InternalError Iterator JSON Map Math NaN Number "
    "Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol "
    "SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet atob "
    "btoa decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat "
    "parseInt queueMicrotask undefined unescape".split()
)
"""The result of `Object.getOwnPropertyNames(globalThis)` in a fresh context. A test compares the two."""

_GIVEN = frozenset({"arguments", "Intl"})
"""Names that an expression may read beside the globals: `Intl` comes with locale_texts.js."""

_PREFIX = "return "
_FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
_CLASSES = frozenset({"class", "class_declaration"})
_BLOCKS = frozenset({"statement_block", "for_statement", "for_in_statement", "switch_body", "class_static_block"})
_REFERENCES = frozenset({"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"})
_DEFAULTS = frozenset({"assignment_pattern", "object_assignment_pattern"})


INSPECTION_SECONDS = 1.0
"""Seconds the engine may work on the expressions of one flow."""
_BATCH_SECONDS = 0.25
"""Seconds the engine may work on one batch."""
_BATCH = 256
"""Expressions in a batch, which the engine compiles in one request."""
_WAIT_SECONDS = 10.0
"""Seconds all batches may take by the clock, the waits for a slot included."""
_NOT_READ = f"the expressions of this flow take longer than {INSPECTION_SECONDS:g} s to be read"


class SyntaxErrors(Protocol):
    """`JavaScript.syntax_errors`."""

    def __call__(self, expressions: Sequence[str], limits: Limits) -> tuple[list[str | None] | None, float]:
        """See `JavaScript.syntax_errors`."""
        ...


@dataclass(frozen=True, slots=True)
class JavaScriptInspect:
    """`flow_core.evaluate.Inspect`."""

    syntax_errors: SyntaxErrors
    organization_id: str = ""
    """The organization that owns the flow: organizations share the engine evenly."""

    def __call__(self, expressions: Sequence[str]) -> list[Inspected]:
        """See `Inspect`. The engine compiles the expressions in batches and runs none of them."""
        return [
            inspected(expression)
            if error is None
            else Inspected(frozenset(), error, None if error == _NOT_READ else _error_column(expression))
            for expression, error in zip(expressions, self._errors(expressions), strict=True)
        ]

    def _errors(self, expressions: Sequence[str]) -> list[str | None]:
        """The syntax error of each expression. A batch that passes a limit is halved until the slow one is alone."""
        errors: list[str | None] = []
        deadline, work_left = Deadline.after(_WAIT_SECONDS), INSPECTION_SECONDS
        batches = [expressions[start : start + _BATCH] for start in range(0, len(expressions), _BATCH)]
        batches.reverse()
        while batches:
            batch = batches.pop()
            if work_left <= 0 or deadline.expired():
                errors += [_NOT_READ] * len(batch)
                continue
            found, seconds = self.syntax_errors(batch, Limits(self.organization_id, _BATCH_SECONDS, deadline))
            work_left -= seconds
            if found is not None:
                errors += found
            elif len(batch) == 1:
                errors.append("RangeError: it takes too long to be compiled")
            else:
                half = len(batch) // 2
                batches += [batch[half:], batch[:half]]
        return errors


def inspected(expression: str) -> Inspected:
    """Describe an expression that the engine compiles: its names and its syntax."""
    root = _parse(expression)
    return Inspected(_free_names(root), None, None, syntax_of(root, len(_PREFIX)))


def free_names(expression: str) -> frozenset[str]:
    """Find the names that an expression reads from outside: neither its own declarations nor JavaScript's globals.

    Args:
        expression: An expression that the engine compiles.

    Returns:
        The names. A name that the expression tests with `typeof` is left out: it handles a missing variable itself.
    """
    return _free_names(_parse(expression))


def _free_names(root: Node) -> frozenset[str]:
    walk = _Walk()
    walk.run(root)
    free = {name for name, scope in walk.references if not scope.declares(name)}
    return frozenset(free - walk.tested - GLOBALS - _GIVEN)


def _error_column(expression: str) -> int | None:
    broken = next((node for node in _every_node(_parse(expression)) if node.is_error or node.is_missing), None)
    if broken is None:
        return None
    before = _source(expression)[: broken.start_byte].decode(errors="replace")
    return min(max(len(before) - len(_PREFIX), 0), len(expression))


def _source(expression: str) -> bytes:
    return f"{_PREFIX}{expression};".encode(errors="replace")


@lru_cache(maxsize=1)
def _language() -> Language:
    # Only the check of a flow needs the grammar, so a turn does not pay for loading it.
    import tree_sitter
    import tree_sitter_javascript

    return tree_sitter.Language(tree_sitter_javascript.language())


def _parse(expression: str) -> Node:
    import tree_sitter

    return tree_sitter.Parser(_language()).parse(_source(expression)).root_node


def _every_node(root: Node) -> Iterator[Node]:
    """Every node of the tree, in the order of the text."""
    left = [root]
    while left:
        node = left.pop()
        yield node
        left.extend(reversed(node.children))


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


@dataclass(slots=True)
class _Scope:
    outer: _Scope | None
    of_function: bool = False
    dynamic: bool = False
    """True for the body of a `with`: its object may hold any name."""
    names: set[str] = field(default_factory=set)

    def declares(self, name: str) -> bool:
        scope: _Scope | None = self
        while scope is not None:
            if scope.dynamic or name in scope.names:
                return True
            scope = scope.outer
        return False

    def function(self) -> _Scope:
        """The scope that `var` and function declarations belong to."""
        scope = self
        while not scope.of_function and scope.outer is not None:
            scope = scope.outer
        return scope


class _Walk:
    """Collects declarations and references. They are matched afterwards, because declarations are hoisted."""

    def __init__(self) -> None:
        self.references: list[tuple[str, _Scope]] = []
        self.tested: set[str] = set()
        # A list instead of recursion: `a + b + …` nests as deep as it is long.
        self._left: list[tuple[Node, _Scope]] = []

    def run(self, root: Node) -> None:
        self._left.append((root, _Scope(None, of_function=True)))
        while self._left:
            node, scope = self._left.pop()
            self._visit(node, scope)

    def _visit(self, node: Node, scope: _Scope) -> None:
        if node.type in _REFERENCES:
            if "\\" not in (name := _text(node)):
                self.references.append((name, scope))
        elif node.type in _FUNCTIONS:
            self._function(node, scope)
        elif node.type in _CLASSES:
            self._class(node, scope)
        elif node.type == "variable_declarator":
            hoisted = node.parent is not None and node.parent.type == "variable_declaration"
            self._declare(node.child_by_field_name("name"), scope.function() if hoisted else scope, scope)
            self._later(node.child_by_field_name("value"), scope)
        elif node.type == "catch_clause":
            inner = _Scope(scope)
            self._declare(node.child_by_field_name("parameter"), inner, inner)
            self._later(node.child_by_field_name("body"), inner)
        elif node.type == "for_in_statement" and (kind := node.child_by_field_name("kind")) is not None:
            inner = _Scope(scope)
            left = node.child_by_field_name("left")
            self._declare(left, scope.function() if _text(kind) == "var" else inner, inner)
            self._children(node, inner, but=left)
        elif node.type == "with_statement":
            self._later(node.child_by_field_name("object"), scope)
            self._later(node.child_by_field_name("body"), _Scope(scope, dynamic=True))
        elif (tested := _tested_name(node)) is not None:
            self.tested.add(tested)
        else:
            self._children(node, _Scope(scope) if node.type in _BLOCKS else scope)

    def _function(self, node: Node, scope: _Scope) -> None:
        inner = _Scope(scope, of_function=True)
        if node.type != "arrow_function":
            inner.names.add("arguments")
        name = node.child_by_field_name("name")
        if name is not None and node.type == "method_definition":
            self._later(name, scope)
        elif name is not None:
            (scope.function() if node.type.endswith("declaration") else inner).names.add(_text(name))
        self._declare(node.child_by_field_name("parameter"), inner, inner)
        parameters = node.child_by_field_name("parameters")
        for parameter in parameters.named_children if parameters is not None else ():
            self._declare(parameter, inner, inner)
        self._later(node.child_by_field_name("body"), inner)

    def _class(self, node: Node, scope: _Scope) -> None:
        inner = _Scope(scope)
        name = node.child_by_field_name("name")
        if name is not None:
            (scope if node.type == "class_declaration" else inner).names.add(_text(name))
        self._children(node, inner, but=name)

    def _declare(self, pattern: Node | None, into: _Scope, seen_from: _Scope) -> None:
        """Declare the names that a pattern binds. Its defaults and computed keys are expressions."""
        if pattern is None:
            return
        if pattern.type in _REFERENCES:
            into.names.add(_text(pattern))
        elif pattern.type in _DEFAULTS:
            self._declare(pattern.child_by_field_name("left"), into, seen_from)
            self._later(pattern.child_by_field_name("right"), seen_from)
        elif pattern.type == "pair_pattern":
            self._later(pattern.child_by_field_name("key"), seen_from)
            self._declare(pattern.child_by_field_name("value"), into, seen_from)
        else:
            for part in pattern.named_children:
                self._declare(part, into, seen_from)

    def _children(self, node: Node, scope: _Scope, but: Node | None = None) -> None:
        self._left.extend((child, scope) for child in node.named_children if child != but)

    def _later(self, node: Node | None, scope: _Scope) -> None:
        if node is not None:
            self._left.append((node, scope))


def _tested_name(node: Node) -> str | None:
    """The `x` of `typeof x`, which tests whether `x` exists."""
    if node.type != "unary_expression" or _text(node.children[0]) != "typeof":
        return None
    operand = node.child_by_field_name("argument")
    while operand is not None and operand.type == "parenthesized_expression" and operand.named_child_count == 1:
        operand = operand.named_children[0]
    return _text(operand) if operand is not None and operand.type == "identifier" else None
