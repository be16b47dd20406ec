"""The documentation's images. A test writes its image only if CALLFLOW_SCREENSHOTS is set."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from testing.browser.browser import wants_pictures

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def picture(page: Page, name: str) -> None:
    """Write an image. `name` may begin with a folder of docs/images, such as `organization/agents`."""
    if not wants_pictures():
        return
    path = IMAGES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Playwright finishes the animations first.
    page.screenshot(path=path, animations="disabled")
