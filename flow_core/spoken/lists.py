"""Lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flow_core.spoken.voice import Voice


def join(items: Sequence[str], voice: Voice) -> str:
    """Join items with commas and the language's "and": "milk, bread, and eggs". Empty items are left out.

    Where an item has a comma itself, such as a date, "and" stands between all of them.
    """
    said = [item for item in items if item]
    if len(said) < 2:
        return "".join(said)
    if any("," in item for item in said):
        first, *rest = said
        return first + "".join(voice.language.last_joint(2, item, voice.region) + item for item in rest)
    return ", ".join(said[:-1]) + voice.language.last_joint(len(said), said[-1], voice.region) + said[-1]
