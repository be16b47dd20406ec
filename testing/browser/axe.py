"""The accessibility violations that axe-core finds on a page."""

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
"""Waits for the end of the animations: axe-core would judge an intermediate colour."""
_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


def violations(page: Page) -> list[str]:
    """Return the serious and critical violations: the rule, its description and the first elements."""
    # The page's policy rejects an added script element.
    page.evaluate(_source())
    page.evaluate(_SETTLE)
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [_described(each) for each in found if each["impact"] in _GRAVE]


def _described(violation: dict[str, Any]) -> str:
    nodes = [f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"][:3]]
    return "\n".join([f"{violation['impact']}: {violation['id']}: {violation['help']}", *nodes])


@cache
def _source() -> str:
    if not _AXE.is_file():
        missing(str(_AXE), "make dashboard")
    return _AXE.read_text()
