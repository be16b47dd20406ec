"""What axe-core finds wrong with a page for people who cannot see it, or use no mouse."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from testing.calls.livekit_stack import missing

_AXE = Path(__file__).parents[2] / "dashboard/node_modules/axe-core/axe.min.js"
_GRAVE = {"serious", "critical"}
_SETTLE = """() => document.getAnimations()
  .filter(each => Number.isFinite(each.effect.getComputedTiming().endTime))
  .forEach(each => each.finish())"""
"""A colour that is still on its way is none to judge."""
_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


def violations(page: Page) -> list[str]:
    """Of those that are serious or critical: which rule, what it says, and the first elements."""
    # Not by a script element: the page's policy lets in none but its own.
    page.evaluate(_source())
    page.evaluate(_SETTLE)
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [_told(each) for each in found if each["impact"] in _GRAVE]


def _told(violation: dict[str, Any]) -> str:
    nodes = [f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"][:3]]
    return "\n".join([f"{violation['impact']}: {violation['id']}: {violation['help']}", *nodes])


@cache
def _source() -> str:
    if not _AXE.is_file():
        missing(str(_AXE), "make dashboard")
    return _AXE.read_text()
