"""The dashboard in a real browser, with the real stack. A failed test saves a picture of the page."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from local.processes.livekit import LiveKitServer, find_program
from local.site.dashboard import DIST
from testing.browser.browser import PATIENCE, Tabs, chromium
from testing.calls.calls import Calls
from testing.calls.livekit_stack import missing
from testing.processes import HOST, callflow, free_port

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open a browser for one module. Other modules need the thread's event loop."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    opened = Tabs(browser)
    yield opened
    opened.close()
    assert not opened.errors, "uncaught in the page:\n" + "\n".join(opened.errors)


@pytest.fixture(scope="session")
def dist() -> Path:
    """The folder that `make dashboard` built."""
    if not (DIST / "index.html").is_file():
        missing("dashboard/dist", "make dashboard")
    return DIST


@pytest.fixture(scope="session")
def site(calls: Calls, dist: Path) -> str:
    """A Callflow with LiveKit and a worker."""
    return calls.address


@pytest.fixture(scope="session")
def alone(dist: Path, livekit_logs: Path) -> Iterator[Calls]:
    """A Callflow without a reachable LiveKit. Calls.address is the address of its dashboard."""
    nowhere = {"LIVEKIT_URL": f"ws://{HOST}:{free_port()}"}
    with (
        callflow(free_port(), nowhere, livekit_logs / "alone.log") as address,
        httpx.Client(base_url=f"{address}/api", timeout=40) as api,
    ):
        yield Calls(api)


@pytest.fixture(scope="module")
def unattended(dist: Path, livekit_logs: Path) -> Iterator[Calls]:
    """A Callflow with LiveKit and without a worker."""
    if find_program("livekit-server") is None:
        missing("livekit-server")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(LiveKitServer(log=livekit_logs / "unattended-livekit.log"))
        environment = {"LIVEKIT_URL": server.url}
        address = stack.enter_context(callflow(free_port(), environment, livekit_logs / "unattended.log"))
        yield Calls(stack.enter_context(httpx.Client(base_url=f"{address}/api", timeout=40)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    tabs = getattr(item, "funcargs", {}).get("tabs")
    if report.failed and isinstance(tabs, Tabs):
        report.sections.append(("what the pages showed", "\n".join(_pictures(item, tabs))))
        report.sections.append(("errors of the pages", "\n".join([*tabs.errors, *tabs.console]) or "none"))
    return report


def _pictures(item: pytest.Item, tabs: Tabs) -> Iterator[str]:
    factory: pytest.TempPathFactory = item.config._tmp_path_factory  # type: ignore[attr-defined]  # as tmp_path has it
    folder = factory.mktemp("shown")
    for number, page in enumerate(tabs.pages):
        with contextlib.suppress(Exception):
            path = folder / f"{number}.png"
            page.screenshot(path=path)
            yield f"{path}  {page.url}"
