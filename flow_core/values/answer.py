"""What can be asked for and how it is missed: value types, choices, `NoMatch`. No reading happens here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ValueType: TypeAlias = Literal["string", "number", "integer", "boolean", "date", "email", "phone", "choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers on offer; `value` is what the flow gets, by whichever name the caller chose it."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No value was read; `reason` says why, in words for the author of the flow."""

    reason: str
