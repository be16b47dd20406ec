"""Attribute values in DynamoDB's JSON, such as {"S": "x"}: validation, canonical form, size and sort order."""

from __future__ import annotations

import base64
import binascii
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeAlias

from local.store.errors import InvalidError

Value: TypeAlias = dict[str, Any]
"""A dictionary with one key, the type. Each stored value has passed `checked`."""
Item: TypeAlias = dict[str, Value]
"""Values by attribute."""

MAX_ITEM = 409_600
"""Bytes of an item, with the names of its attributes: 400 KB."""
_DEEPEST = 32
"""Levels of nested lists and maps."""
_DIGITS = 38
"""Significant digits of a number."""
_SETS = {"SS": "S", "NS": "N", "BS": "B"}
_EXACT = Context(prec=200)
# DynamoDB's limits for the magnitude of a number.
_SMALLEST_EXPONENT, _MAX_EXPONENT = -130, 125


def checked_item(written: Any) -> Item:
    """Validate an item and return it with its numbers in canonical form. An invalid item is an InvalidError."""
    if not isinstance(written, dict):
        raise InvalidError(_unfit("an item is a map of attribute names to values"))
    return {name: checked(value) for name, value in written.items()}


def checked(value: Any, depth: int = 1) -> Value:
    """Validate a value.

    Args:
        value: The value as JSON.
        depth: The level of nesting, 1 for an attribute.

    Returns:
        The value with its numbers in canonical form.

    Raises:
        InvalidError: If the value is invalid.
    """
    if not isinstance(value, dict) or len(value) != 1:
        raise InvalidError(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
            if not value
            else "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
            "datatypes"
        )
    if depth > _DEEPEST:
        raise InvalidError("Nesting Levels have exceeded supported limits")
    ((kind, content),) = value.items()
    match kind, content:
        case "S", str():
            _utf8(content)
        case "N", str():
            return {"N": canonical_number(content)}
        case "B", str():
            _bytes_of(content)
        case "BOOL", bool():
            pass
        case "NULL", True:
            pass
        case "L", list():
            return {"L": [checked(each, depth + 1) for each in content]}
        case "M", dict():
            return {"M": {name: checked(each, depth + 1) for name, each in content.items()}}
        case (("SS" | "NS" | "BS"), list()):
            return {kind: _checked_set(kind, content)}
        case _:
            raise InvalidError(_unfit("a value has a type of DynamoDB and a content of that type"))
    return value


def _checked_set(kind: str, content: list[Any]) -> list[str]:
    if not content:
        raise InvalidError(
            _unfit(f"An {'string' if kind == 'SS' else 'number' if kind == 'NS' else 'binary'} set  may not be empty")
        )
    element = _SETS[kind]
    found = [checked({element: each})[element] for each in content]
    if len(set(found)) != len(found):
        raise InvalidError(_unfit(f"Input collection {content} contains duplicates."))
    return found


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise InvalidError(_unfit("a string holds a lone surrogate, which is not a Unicode character")) from None


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise StoreSerializationError from None


class StoreSerializationError(InvalidError):
    """Binary content that is not base64: SerializationException."""

    def __init__(self) -> None:
        super().__init__("Start of structure or map found where not expected: a binary value is base64")
        self.code = "SerializationException"


def _unfit(reason: str) -> str:
    return f"One or more parameter values were invalid: {reason}"


@lru_cache(4096)
def canonical_number(written: str) -> str:
    """Return a number without exponent and without superfluous zeros.

    Args:
        written: The number as text.

    Returns:
        The canonical text. Equal numbers have equal texts.

    Raises:
        InvalidError: If DynamoDB could not store the number exactly.
    """
    try:
        number = Decimal(written) if written == written.strip() and "_" not in written else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise InvalidError("The parameter cannot be converted to a numeric value")
    if not number:
        return "0"
    number = number.normalize(_EXACT)
    if number.adjusted() > _MAX_EXPONENT:
        raise InvalidError("Number overflow. Attempting to store a number with magnitude larger than supported range")
    if number.adjusted() < _SMALLEST_EXPONENT:
        raise InvalidError("Number underflow. Attempting to store a number with magnitude smaller than supported range")
    if len(number.as_tuple().digits) > _DIGITS:
        raise InvalidError("Attempting to store more than 38 significant digits in a Number")
    return f"{number:f}"


def added(one: str, other: str) -> str:
    """Return the sum of two canonical numbers. A sum that cannot be stored exactly is an InvalidError."""
    return canonical_number(str(_EXACT.add(Decimal(one), Decimal(other))))


def negative(number: str) -> str:
    """Return a canonical number with the opposite sign."""
    return canonical_number(str(-Decimal(number)))


def size_of_item(item: Item) -> int:
    """Return an item's size in bytes, as DynamoDB counts names and values."""
    return sum(_length(name) + size_of(value) for name, value in item.items())


def size_of(value: Value) -> int:
    """Return a value's size in bytes, as DynamoDB counts it."""
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return _length(content)
        case "N":
            return _number_size(content)
        case "B":
            return _binary_size(content)
        case "SS" | "NS" | "BS":
            return sum(size_of({_SETS[kind]: each}) for each in content)
        case "L":
            return 3 + sum(1 + size_of(each) for each in content)
        case "M":
            return 3 + sum(1 + _length(name) + size_of(each) for name, each in content.items())
    return 1


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _number_size(number: str) -> int:
    return (len(number.strip("-0").replace(".", "")) + 1) // 2 + 1


def _binary_size(text: str) -> int:
    return len(text) * 3 // 4 - text.count("=", -2)


def as_key(value: Value) -> bytes:
    """Convert a key to bytes that sort like DynamoDB's keys.

    Args:
        value: A string, a number or bytes.

    Returns:
        The UTF-8 of a string, the bytes themselves, or bytes that sort by the number's value.

    Raises:
        InvalidError: If the value has another type.
    """
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return _utf8(content)
        case "B":
            return _bytes_of(content)
        case "N":
            return _number_key(content)
    raise InvalidError("One or more parameter values were invalid: a key is a string, a number or bytes")


def _number_key(number: str) -> bytes:
    decimal = Decimal(number)
    if not decimal:
        return b"\x80"
    digits = "".join(map(str, decimal.as_tuple().digits)).rstrip("0")
    magnitude = (decimal.adjusted() + 1_000).to_bytes(2, "big") + digits.encode()
    if decimal > 0:
        return b"\x81" + magnitude
    # A larger magnitude is a smaller number. The last byte sorts a number after the longer ones that begin with it.
    return b"\x7f" + bytes(0xFF - byte for byte in magnitude) + b"\xff"
