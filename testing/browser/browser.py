"""Debian's Chromium for tests of the dashboard: its tabs and their errors."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, BrowserType, ConsoleMessage, Page, sync_playwright

from testing.calls.livekit_stack import missing

WIDE = (1440, 900)
PHONE = (390, 844)
SMALLEST = (360, 740)
PATIENCE = 180_000
"""Milliseconds that an expectation may take to become true. The machine may be busy."""

Scheme = Literal["light", "dark"]

# The tests run as root in CI, and Chromium's sandbox refuses root.
_ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
FAKE_DEVICE = ["--use-fake-device-for-media-stream"]
ALLOWED_MICROPHONE = [*FAKE_DEVICE, "--use-fake-ui-for-media-stream"]


@contextlib.contextmanager
def chromium(arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """Open Chromium. Meanwhile this thread runs an event loop, and asyncio.run() fails in it."""
    with sync_playwright() as playwright, _launched(playwright.chromium, arguments) as browser:
        yield browser


@contextlib.contextmanager
def another(browser: Browser, arguments: Sequence[str]) -> Iterator[Browser]:
    """Open a second browser with its own arguments, in addition to the open one."""
    with _launched(browser.browser_type, arguments) as launched:
        yield launched


@contextlib.contextmanager
def _launched(kind: BrowserType, arguments: Sequence[str]) -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        missing("chromium", "apt-get install chromium")
    browser = kind.launch(executable_path=program, args=[*_ARGUMENTS, *arguments])
    try:
        yield browser
    finally:
        browser.close()


@dataclass(slots=True)
class Tabs:
    """The tabs of one test, each with its own context, and their errors."""

    browser: Browser
    errors: list[str] = field(default_factory=list)
    """The errors that no page caught."""
    console: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def open(
        self, url: str, *, size: tuple[int, int] = WIDE, scheme: Scheme = "light", touch: bool = False, **more: Any
    ) -> Page:
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=touch,
            locale="en-GB",
            timezone_id="UTC",
            **more,
        )
        page = self.beside(context)
        page.goto(url)
        return page

    def beside(self, context: BrowserContext) -> Page:
        """Open one more tab of the same browser user."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error.stack or error.message}"))
        page.on("console", lambda message: self._record_error(message))
        self.pages.append(page)
        return page

    def close(self) -> None:
        for page in self.pages:
            with contextlib.suppress(Exception):
                page.context.close()

    def _record_error(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.console.append(f"{message.type}: {message.text}")


def until(page: Page, expression: str, milliseconds: int = PATIENCE) -> None:
    """Wait until the expression is true in the page. The page's policy rejects Playwright's wait_for_function."""
    end = time.monotonic() + milliseconds / 1000
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise AssertionError(f"not within {milliseconds} ms: {expression}")
        page.wait_for_timeout(20)


def wants_pictures() -> bool:
    """Return whether this run creates the documentation's images."""
    return bool(os.environ.get("CALLFLOW_SCREENSHOTS"))
