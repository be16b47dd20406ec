"""The values that an expression can have, worked out from its syntax. Nothing here judges them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from flow_core.check.meaning.properties import FUNCTIONS, MADE_BY_NEW, METHODS, PROPERTIES, STATIC_METHODS
from flow_core.check.meaning.values import (
    ANY,
    BIGINT,
    BOOLEAN,
    FUNCTION,
    NOTHING,
    NUMBER,
    OBJECT,
    PATTERN,
    TEXT,
    Kind,
    Values,
    either,
    of,
    text_of,
)
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
    Syntax,
    Ternary,
    Unary,
    Update,
)

COMPARISONS = frozenset({"===", "!==", "==", "!=", "<", "<=", ">", ">="})
"""The operators that compare two values."""
_TRUTHS = COMPARISONS | {"in", "instanceof"}
_TYPE_NAMES = text_of(["undefined", "boolean", "number", "string", "object", "function", "symbol", "bigint"])
_MADE: Mapping[str, Values] = {
    "function": FUNCTION,
    "pattern": PATTERN,
    "object": OBJECT,
    "bigint": BIGINT,
    "text": TEXT,
}
_NUMERIC = of("number", "bigint")
_CHANGES: Mapping[str, Callable[[str], str]] = {
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": lambda text: text.strip(),
}


@dataclass(frozen=True, slots=True)
class Results:
    """Works out the values of expressions."""

    variables: Mapping[str, Values]
    """The values of each name. A name that is missing can have any value."""
    _found: dict[int, Values] = field(default_factory=dict)
    """Values by the identity of the syntax, which lives as long as this object is used."""

    def of(self, syntax: Syntax) -> Values:
        """Return the values that an expression can have."""
        found = self._found.get(id(syntax))
        if found is None:
            found = self._found[id(syntax)] = self._of(syntax)
        return found

    def _of(self, syntax: Syntax) -> Values:
        match syntax:
            case Literal(value=value):
                return _literal(value)
            case Name(name=name):
                return self._name(name)
            case Member(of=owner, name=name):
                return self._member(owner, name)
            case Call():
                return self._call(syntax)
            case New(callee=callee):
                return MADE_BY_NEW.get(callee.name, ANY) if isinstance(callee, Name) else ANY
            case Unary(operator=operator):
                return self._unary(operator)
            case Binary():
                return self._binary(syntax)
            case Ternary(yes=yes, no=no):
                return either([self.of(yes), self.of(no)])
            case Assignment(operator="=", value=value):
                return self.of(value)
            case Update():
                return _NUMERIC
            case Sequence(parts=parts):
                return self.of(parts[-1]) if parts else ANY
            case Listed(items=items):
                return Values(frozenset({"list"}), items=either(map(self.of, items)))
            case Made(kind=kind):
                return _MADE[kind]
            case Assignment() | Index() | Other():
                return ANY
            case _:
                assert_never(syntax)

    def _name(self, name: str) -> Values:
        if name in self.variables:
            return self.variables[name]
        if name in ("NaN", "Infinity"):
            return NUMBER
        return FUNCTION if name in FUNCTIONS else ANY

    def _member(self, owner: Syntax, name: str) -> Values:
        if isinstance(owner, Name) and f"{owner.name}.{name}" in STATIC_METHODS and owner.name not in self.variables:
            return FUNCTION
        values = self.of(owner).something()
        if not values.known:
            return ANY
        return either(_property(kind, name, values) for kind in sorted(values.known))

    def _call(self, call: Call) -> Values:
        callee = call.callee
        if isinstance(callee, Name) and callee.name not in self.variables:
            if callee.name == "String" and len(call.arguments) == 1:
                given = self.of(call.arguments[0])
                return given if given.only("text") else TEXT
            return FUNCTIONS.get(callee.name, ANY)
        if not isinstance(callee, Member):
            return ANY
        if isinstance(callee.of, Name) and callee.of.name not in self.variables:
            static = STATIC_METHODS.get(f"{callee.of.name}.{callee.name}")
            if static is not None or callee.of.name == "Math":
                return static or NUMBER
        owner = self.of(callee.of)
        if owner.only("text", "nothing") and owner.texts is not None:
            changed = _CHANGES.get(callee.name)
            if changed is not None:
                return text_of(changed(text) for text in owner.texts)
        if callee.name == "slice" and owner.only("text", "list"):
            return of(*owner.known)
        return METHODS.get(callee.name, ANY)

    def _unary(self, operator: str) -> Values:
        match operator:
            case "!" | "delete":
                return BOOLEAN
            case "typeof":
                return _TYPE_NAMES
            case "void":
                return NOTHING
            case "+":
                return NUMBER
            case _:
                return _NUMERIC

    def _binary(self, binary: Binary) -> Values:
        operator = binary.operator
        if operator in _TRUTHS:
            return BOOLEAN
        left, right = self.of(binary.left), self.of(binary.right)
        match operator:
            case "&&":
                return either([left, right])
            case "||" | "??":
                return either([left.something(), right])
            case "+":
                if left.only("text") or right.only("text"):
                    return TEXT
                numbers = left.only("number", "boolean", "nothing") and right.only("number", "boolean", "nothing")
                return NUMBER if numbers else of("text", "number", "bigint")
            case _:
                return _NUMERIC


def _literal(value: str | float | bool | None) -> Values:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return BOOLEAN
    return text_of([value]) if isinstance(value, str) else NUMBER


def _property(kind: Kind, name: str, values: Values) -> Values:
    """Return the values of a property of one type."""
    if kind == "object" and values.fields is not None and name in values.fields:
        return values.fields[name]
    if kind not in PROPERTIES or (kind == "object" and values.fields is None):
        return ANY
    if name == "length" and kind in ("text", "list"):
        return NUMBER
    return FUNCTION if name in PROPERTIES[kind] else NOTHING


def missing_from(values: Values, name: str) -> bool:
    """Return whether no value of a set has a property. It is not known of a set that can have any value."""
    values = values.something()
    if not values.known or not values.known <= PROPERTIES.keys():
        return False
    if "object" in values.known and (values.fields is None or name in values.fields):
        return False
    return not name.isdigit() and all(name not in PROPERTIES[kind] for kind in values.known)
