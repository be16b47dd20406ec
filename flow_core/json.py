"""The type of a JSON value. Nothing else lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import JsonValue

Json: TypeAlias = JsonValue
"""Integers stay integers and are never cut to 32 bits; NaN and the infinities never stand in one."""

Variables: TypeAlias = Mapping[str, Json]
