"""The documentation's images: each is what a test had before it, written only where CALLFLOW_SCREENSHOTS is set."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from testing.browser.browser import wants_pictures

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def picture(page: Page, name: str) -> None:
    if not wants_pictures():
        return
    IMAGES.mkdir(exist_ok=True)
    # Animations are at their end.
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
