"""Settings: a webhook's test reaches a real receiver signed, and a secret is set and never read. The audit has both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from testing.browser.browser import Tabs
from testing.browser.pictures import picture
from testing.calls.calls import Calls
from testing.fakes.loopback import Exchange, Loopback
from testing.post_call.receive import checked

SIGNING = "a-signing-secret-of-more-than-32-characters"
VALUE = "a-value-that-nobody-reads-back"


@pytest.fixture
def receiver() -> Iterator[Loopback]:
    def take(exchange: Exchange) -> None:
        exchange.answer(204)

    with Loopback(take) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_is_left(alone: Calls) -> Iterator[None]:
    """Other modules of this server find the default settings."""
    yield
    alone.api.put("/settings", json={})
    alone.api.delete("/settings/webhook/secret")
    alone.api.delete("/settings/secrets/CRM_TOKEN")


def test_a_webhook_is_set_up_and_tested(tabs: Tabs, alone: Calls, receiver: Loopback) -> None:
    page = tabs.open(f"{alone.address}/settings")
    page.get_by_role("textbox", name="Address", exact=True).fill(f"{receiver.origin}/hook")
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    page.get_by_label("New secret").fill(SIGNING)
    page.get_by_role("button", name="Save secret").first.click()
    expect(page.get_by_text("The secret is saved.")).to_be_visible()
    page.get_by_role("button", name="Send a test event").click()
    expect(page.get_by_text("The receiver answered 204")).to_be_visible()
    assert checked(receiver.received[0], SIGNING)["type"] == "test"
    saved = alone.api.get("/settings").json()
    assert saved["timeZone"] == "Europe/London"
    picture(page, "organization/settings")


def test_a_secret_is_set_and_never_read(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/settings")
    part = page.get_by_role("region", name="Secrets of tools")
    part.get_by_label("Name").fill("CRM_TOKEN")
    part.get_by_label("Value").fill(VALUE)
    part.get_by_role("button", name="Save secret").click()
    expect(page.get_by_text("CRM_TOKEN is saved.")).to_be_visible()
    page.reload()
    expect(part.get_by_text("CRM_TOKEN", exact=True)).to_be_visible()
    assert VALUE not in page.content()
    assert VALUE not in alone.api.get("/settings/secrets").text

    page.goto(f"{alone.address}/audit")
    expect(page.get_by_role("main")).to_contain_text("CRM_TOKEN")
    assert VALUE not in page.content()
    picture(page, "organization/audit")
