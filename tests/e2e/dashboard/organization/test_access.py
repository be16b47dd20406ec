"""What a role may do: the pages offer nothing that the API refuses, and say which role it needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from testing.browser import axe
from testing.browser.browser import Tabs
from testing.browser.past import THE_DOCUMENTS, held
from testing.browser.pictures import picture
from testing.calls.calls import Calls

READ_ONLY = "You can look at this page, and not change it"
TEST = {"name": "Access", "turns": [{"expect": {"action": "listen"}}, {"say": "hello"}]}


@pytest.fixture(autouse=True)
def test_of_a_flow(alone: Calls) -> Iterator[None]:
    assert alone.api.put("/flows/customer-support/tests/access", json=TEST).status_code == 200
    yield
    assert alone.api.delete("/flows/customer-support/tests/access").status_code == 204


def opened(tabs: Tabs, url: str, role: str) -> Page:
    return tabs.open(url, extra_http_headers={"X-Callflow-Role": role}, reduced_motion="reduce")


def reason(needed: str, own: str) -> str:
    return f"This needs the role {needed}, and yours is {own}. Ask an administrator of your organization."


def test_no_page_of_a_viewer_sends_a_request_that_the_api_refuses(tabs: Tabs, alone: Calls) -> None:
    session = held(alone, "customer-support", "access-over", *THE_DOCUMENTS)["sessionId"]
    refused: list[str] = []

    def watch(response: Response) -> None:
        if response.status in (401, 403):
            refused.append(f"{response.request.method} {response.url}")

    page = opened(tabs, "about:blank", "viewer")
    page.on("response", watch)
    changes = {
        "/": False,
        "/flows": True,
        "/flows/customer-support": True,
        "/flows/customer-support/versions": True,
        "/flows/customer-support/replay": True,
        "/flows/customer-support/report": False,
        "/flows/customer-support/tests": True,
        "/flows/customer-support/tests?test=access": True,
        "/flows/customer-support/test": True,
        "/agents": True,
        "/phone-numbers": True,
        "/settings": True,
        "/settings/keys": False,
        "/audit": False,
        "/live": False,
        "/sessions": False,
        f"/sessions/{session}": False,
    }
    for address, changing in changes.items():
        page.goto(alone.address + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(READ_ONLY)).to_have_count(1 if changing else 0)
        expect(page.get_by_role("status").filter(has_text="Loading")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        if changing:
            assert not (found := axe.violations(page)), f"{address}\n" + "\n".join(found)
    assert not refused


def test_a_viewer_reads_a_flow_and_has_no_control_that_does_nothing(tabs: Tabs, alone: Calls) -> None:
    page = opened(tabs, f"{alone.address}/flows", "viewer")
    button = page.get_by_role("button", name="New flow")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("title", reason("author", "viewer"))
    button.click(force=True)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="More: order-status").click()
    expect(page.get_by_role("menuitem", name="Rename")).to_contain_text(reason("author", "viewer"))
    expect(page.get_by_role("menuitem", name="Delete")).to_contain_text(reason("publisher", "viewer"))
    page.keyboard.press("Escape")

    page.goto(f"{alone.address}/flows/customer-support?node=decision-1")
    expect(page.get_by_text(READ_ONLY)).to_be_visible()
    expect(page.locator(".react-flow__node").first).to_be_visible()
    for name in ("Save draft", "Publish", "Undo", "Delete node"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_role("textbox", name="Flow name")).to_have_count(0)
    picture(page, "organization/viewer")

    page.goto(f"{alone.address}/flows/customer-support/tests?test=access")
    page.get_by_role("button", name="Turn 2").click()
    # The turn is open, and its fields are not for a viewer.
    expect(page.get_by_label("Words of the caller")).to_be_disabled()
    page.goto(f"{alone.address}/settings")
    expect(page.get_by_label("Time zone")).to_be_disabled()
    expect(page.get_by_role("button", name="Save settings")).to_be_disabled()


def test_an_author_saves_and_tests_and_asks_another_to_publish(tabs: Tabs, alone: Calls) -> None:
    page = opened(tabs, f"{alone.address}/flows/order-status", "author")
    publish = page.get_by_role("button", name="Publish")
    expect(publish).to_have_attribute("title", reason("publisher", "author"))
    expect(page.get_by_text(READ_ONLY)).to_have_count(0)
    expect(page.get_by_role("textbox", name="Flow name")).to_be_editable()
    expect(page.get_by_role("link", name="Test chat")).to_have_attribute(
        "href", "/flows/order-status/test?mode=chat&version=draft"
    )
    page.goto(f"{alone.address}/agents")
    expect(page.get_by_text("Changes need the role publisher, and yours is author.")).to_be_visible()
