"""The type of a JSON value, and how deep one may be. Nothing else lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import JsonValue

Json: TypeAlias = JsonValue
"""Integers stay integers and are never cut to 32 bits; NaN and the infinities never stand in one."""

Variables: TypeAlias = Mapping[str, Json]

DEEPEST = 64
"""Levels of lists and objects; a flow needs about ten, the rest is for request bodies and schemas."""
