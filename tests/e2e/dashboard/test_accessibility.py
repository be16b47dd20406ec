"""Accessibility: axe finds no serious violation, the keyboard is sufficient, and the pages fit a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import PHONE, SMALLEST, WIDE, Scheme, Tabs
from testing.browser.flow_tests import FAILING
from testing.browser.panel import Panel
from testing.browser.past import FAULTY, THE_DOCUMENTS, held
from testing.browser.pictures import picture
from testing.calls.calls import Calls

NUMBER = "+15550180"
MAX_WAY = 150
"""The maximum number of presses of the Tab key."""


@pytest.fixture(scope="module")
def pages(alone: Calls) -> Iterator[dict[str, str]]:
    """The address of each page, by the name of its content."""
    alone.publish("faulty", FAULTY)
    alone.publish("faulty", {**FAULTY, "name": "Faulty again"})
    failed = held(alone, "faulty", "axe-faulty", None, "a boat")["sessionId"]
    over = held(alone, "customer-support", "axe-over", *THE_DOCUMENTS)["sessionId"]
    assert alone.api.put("/flows/customer-support/tests/axe", json=FAILING).status_code == 200
    alone.given_number(NUMBER, "customer-support")
    yield {
        "overview": "/",
        "flows": "/flows",
        "flow": "/flows/customer-support",
        "node": "/flows/customer-support?node=decision-1",
        "version": "/flows/customer-support?version=1",
        "compare": "/flows/faulty/compare?from=1&to=2",
        "versions": "/flows/faulty/versions",
        "replay": "/flows/faulty/replay",
        "report": "/flows/customer-support/report",
        "tests": "/flows/customer-support/tests",
        "flow-test": "/flows/customer-support/tests?test=axe",
        "test": "/flows/order-status/test",
        "agents": "/agents",
        "phone-numbers": "/phone-numbers",
        "settings": "/settings",
        "api-keys": "/settings/keys",
        "audit": "/audit",
        "live": "/live",
        "live-call": f"/live?call={over}",
        "sessions": "/sessions",
        "search": "/sessions?text=computer&agent=none",
        "session": f"/sessions/{over}",
        "failed": f"/sessions/{failed}",
        "missing": "/sessions/nowhere",
        "nothing": "/no/such/page",
    }
    assert alone.api.delete(f"/phone-numbers/{NUMBER}").status_code == 204
    assert alone.api.delete("/agents/agent-of-customer-support").status_code == 204
    # Other modules look for the test of this name.
    assert alone.api.delete("/flows/customer-support/tests/axe").status_code == 204


def is_drawn(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Loading")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Running")).to_have_count(0)
    if page.locator(".react-flow").count() > 0:
        expect(page.locator(".react-flow__node").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_no_serious_violation_on_any_page(
    tabs: Tabs, alone: Calls, pages: dict[str, str], size: tuple[int, int], scheme: Scheme
) -> None:
    page = tabs.open("about:blank", size=size, scheme=scheme, reduced_motion="reduce")
    found = {}
    for name, address in pages.items():
        page.goto(alone.address + address)
        is_drawn(page)
        if name == "session" and scheme == "dark" and size == WIDE:
            picture(page, "dark")
        if violations := axe.violations(page):
            found[name] = violations
    assert not found, "\n".join(f"{name}:\n" + "\n".join(lines) for name, lines in found.items())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_no_serious_violation_in_a_call(
    tabs: Tabs, alone: Calls, size: tuple[int, int], scheme: Scheme
) -> None:
    page = tabs.open(f"{alone.address}/flows/order-status/test?mode=simulate", size=size, scheme=scheme)
    panel = Panel(page)
    panel.hears("What is your order number?")
    panel.button("Keypad").click()
    panel.say("1001")
    panel.hears("Order 1001 is shipped")
    expect(panel.state).to_have_text("Listening")
    assert not (found := axe.violations(page)), "\n".join(found)
    if size == PHONE and scheme == "light":
        panel.button("Keypad").click()
        picture(page, "phone")
    panel.say("no")
    panel.is_over()
    assert not (found := axe.violations(page)), "\n".join(found)


def test_axe_finds_no_serious_violation_in_dialogs_and_menus(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/flows")
    for opener in ("New flow", "Import"):
        page.get_by_role("button", name=opener, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert not (found := axe.violations(page)), "\n".join(found)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_role("navigation", name="Main").get_by_role("button", name="Flows").press("Enter")
    expect(page.get_by_role("menuitem", name="Sessions")).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.goto(f"{alone.address}/flows/customer-support")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)


def test_no_page_is_wider_than_the_smallest_screen(tabs: Tabs, alone: Calls, pages: dict[str, str]) -> None:
    page = tabs.open("about:blank", size=SMALLEST, touch=True)
    wide = {}
    for name, address in pages.items():
        page.goto(alone.address + address)
        is_drawn(page)
        width: int = page.evaluate(
            "Math.max(...[document.documentElement, ...document.querySelectorAll('main')]"
            ".map(each => each.scrollWidth))"
        )
        if width > SMALLEST[0]:
            wide[name] = width
    assert not wide


def test_the_keyboard_alone_leads_from_the_list_to_a_reply(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/flows")
    expect(page.get_by_role("link", name="Test chat: order-status")).to_be_visible()
    _tab_to(page, "Test chat: order-status")
    page.keyboard.press("Enter")
    # There is no LiveKit here. The test accepts the offered simulation, also by keys.
    panel = Panel(page)
    expect(panel.button("Simulate").first).to_be_enabled()
    _tab_to(page, "Simulate")
    page.keyboard.press("Enter")
    panel.hears("What is your order number?")
    expect(panel.field).to_be_focused()
    page.keyboard.type("1002")
    page.keyboard.press("Enter")
    panel.hears("Order 1002 is being packed")
    _tab_to(page, "End call")
    page.keyboard.press("Enter")
    panel.is_over()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus. Assert that the focus is always visible."""
    for _ in range(MAX_WAY):
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(_FOCUSED)
        assert focused["seen"], f"the focus is not to be seen: {focused['html']}"
        if name in focused["names"]:
            return
    pytest.fail(f"{name} was not reached with the Tab key")


def test_nothing_moves_with_reduced_motion(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/flows/order-status/test?mode=simulate", reduced_motion="reduce")
    Panel(page).hears("What is your order number?")
    Panel(page).stands_at("ask-number")
    assert page.evaluate(_MOVING) == []


_FOCUSED = """() => {
  const it = document.activeElement, look = getComputedStyle(it);
  const drawn = look.outlineStyle !== 'none' || look.boxShadow !== 'none';
  return {
    names: [it.getAttribute('aria-label'), it.innerText?.trim()],
    // A node of the picture draws it inside; the page itself has none.
    seen: drawn || it === document.body || it.closest('.react-flow') !== null,
    html: it.outerHTML.slice(0, 200),
  };
}"""
_MOVING = """document.getAnimations()
  .filter(each => each.playState === 'running' && each.effect.getTiming().iterations > 1)
  .map(each => each.animationName)"""
