"""The files that a browser fetches before it shows the flows, and those that it fetches only for a call."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from local.site.dashboard import DIST
from testing.browser.browser import Tabs
from testing.browser.loaded import Loaded
from testing.browser.panel import Panel

MAX_KILOBYTES = 250


def test_the_flows_need_less_than_250_kb_and_livekits_client_loads_with_a_call(tabs: Tabs, site: str) -> None:
    loaded = Loaded()
    page = tabs.open("about:blank")
    loaded.watch(page)
    page.goto(f"{site}/flows")
    expect(page.get_by_role("link", name="customer-support").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 20 < loaded.kilobytes() <= MAX_KILOBYTES, loaded.sizes()
    clients = livekit_files()
    assert not loaded.files(clients)

    page.get_by_role("link", name="Test chat: customer-support").click()
    Panel(page).hears("Hello!")
    assert loaded.files(clients)


def livekit_files() -> tuple[str, ...]:
    """Return the built files with LiveKit's client, from the build's manifest."""
    manifest: dict[str, dict[str, Any]] = json.loads((DIST / ".vite/manifest.json").read_text())
    found = tuple(entry["file"] for entry in manifest.values() if "livekit" in entry.get("src", entry["file"]).lower())
    assert found, f"no file of LiveKit's client among {sorted(manifest)}"
    return found
