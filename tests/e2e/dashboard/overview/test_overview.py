"""The overview of a week, and the way of a new organization to its first conversation."""

from __future__ import annotations

import time

import httpx
import pytest
from playwright.sync_api import expect

from testing.browser import axe
from testing.browser.browser import PATIENCE, PHONE, SMALLEST, Tabs
from testing.browser.panel import Panel
from testing.browser.past import FAULTY, held
from testing.browser.pictures import picture
from testing.calls.calls import Calls, Json
from testing.calls.flows import flow
from testing.processes import free_port

HEADER = "X-Organization-Id"
BROKEN_TOOL = flow(
    "stock",
    {
        "start": ("start", {"message": "Welcome to the stock line."}),
        "ask": ("elicitation", {"prompt": "Which part do you need?", "variable": "part"}),
        "look-up": ("tool", {"request": {"method": "GET", "url": "…"}, "retries": 0}),
        "found": ("end", {"message": "It is in stock.", "outcome": "inStock"}),
        "sorry": ("end", {"message": "I cannot look that up.", "outcome": "noAnswer"}),
    },
    "start > ask, ask.noMatch > sorry, ask.noInput > sorry, ask > look-up, look-up > found, look-up.error > sorry",
)


def as_organization(alone: Calls, organization: str) -> httpx.Client:
    return httpx.Client(base_url=f"{alone.address}/api", headers={HEADER: organization}, timeout=40)


@pytest.fixture
def busy(alone: Calls) -> str:
    """An organization with ended calls of two flows. Return its id."""
    with as_organization(alone, "a-busy-shop") as api:
        calls = Calls(api)
        calls.publish("orders", {**FAULTY, "name": "Order line"})
        for number in range(6):
            held(calls, "orders", f"order-{number}", None, "a boat")
        nodes: list[Json] = BROKEN_TOOL["nodes"]
        closed = f"http://127.0.0.1:{free_port()}/stock"
        for node in nodes:
            if node["id"] == "look-up":
                node["data"]["request"]["url"] = closed
        calls.publish("stock", {**BROKEN_TOOL, "name": "Stock line"})
        for number in range(3):
            held(calls, "stock", f"part-{number}", None, "a wheel", None)
        end = time.monotonic() + PATIENCE / 1000
        while (report := api.get("/report").json())["sessions"] < 9:
            assert time.monotonic() < end, f"not counted: {report}"
            time.sleep(0.2)
    return "a-busy-shop"


def test_the_overview_shows_the_calls_of_the_week_and_leads_to_what_failed(tabs: Tabs, alone: Calls, busy: str) -> None:
    page = tabs.open(alone.address, extra_http_headers={HEADER: busy})
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    expect(page.get_by_role("link", name="Overview")).to_have_attribute("aria-current", "page")
    failed = page.get_by_role("region", name="What failed")
    expect(failed.get_by_role("row").nth(1)).to_contain_text("look-up")
    expect(page.get_by_role("region", name="How calls ended")).to_contain_text("Completed")
    expect(page.get_by_role("region", name="Outcomes")).to_contain_text("noAnswer")
    picture(page, "overview/week")
    assert not (found := axe.violations(page)), "\n".join(found)
    page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
    wide: int = page.evaluate("Math.max(...[...document.querySelectorAll('main')].map(each => each.scrollWidth))")
    assert wide <= SMALLEST[0]

    failed.get_by_role("link", name="Report of Stock line").press("Enter")
    expect(page).to_have_url(f"{alone.address}/flows/stock/report?days=7")
    expect(page.get_by_role("region", name="Failures of tools and models")).to_contain_text("look-up")


@pytest.mark.parametrize("size", [PHONE, (1280, 860)], ids=["phone", "wide"])
def test_a_new_organization_gets_to_a_conversation_in_three_presses(
    tabs: Tabs, alone: Calls, size: tuple[int, int]
) -> None:
    organization = f"nobody-yet-{size[0]}"
    page = tabs.open(alone.address, size=size, extra_http_headers={HEADER: organization}, permissions=["microphone"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk to a flow")
    page.get_by_role("button", name="Create an example").press("Enter")
    audio = page.get_by_role("link", name="Test audio")
    expect(audio).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
    audio.press("Enter")
    # There is neither a microphone nor LiveKit here. The call names each, and offers another way to the conversation.
    silent = page.get_by_role("alert").filter(has_text="No microphone was found.")
    silent.get_by_role("button", name="Test chat").press("Enter")
    refused = page.get_by_role("alert").filter(has_text="LiveKit is not responding at ws://")
    refused.get_by_role("button", name="Simulate").press("Enter")
    panel = Panel(page)
    panel.hears("What can I do for you?")
    panel.say("a boat")
    panel.is_over()


def test_the_start_page_offers_the_examples_first(tabs: Tabs, alone: Calls) -> None:
    with as_organization(alone, "with-examples") as api:
        for flow_id in ("order-status", "appointment-booking"):
            example = alone.api.get(f"/flows/{flow_id}").json()["definition"]
            Calls(api).publish(flow_id, example)
        Calls(api).publish("boats", {**FAULTY, "name": "Boats"})
    page = tabs.open(alone.address, extra_http_headers={HEADER: "with-examples"})
    expect(page.get_by_role("radio").first).to_be_visible()
    page.get_by_label("order-status").check()
    expect(page.get_by_role("link", name="Test audio")).to_have_attribute("href", "/flows/order-status/test?mode=audio")
    picture(page, "overview/start")
    assert not (found := axe.violations(page)), "\n".join(found)
