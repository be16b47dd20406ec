"""The page of API keys: a key is made, used by a program, and revoked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import PHONE, Tabs
from testing.browser.pictures import picture
from testing.calls.calls import Calls

NAME = "nightly reports"


@pytest.fixture(autouse=True)
def nothing_is_left(alone: Calls) -> Iterator[None]:
    yield
    for key in alone.api.get("/keys").json()["keys"]:
        alone.api.delete(f"/keys/{key['keyId']}")


def test_a_key_is_made_used_and_revoked(tabs: Tabs, alone: Calls) -> None:
    assert alone.api.post("/keys", json={"name": "export", "role": "viewer"}).status_code == 201
    page = tabs.open(f"{alone.address}/settings")
    page.get_by_role("link", name="API keys").click()
    expect(page).to_have_url(f"{alone.address}/settings/keys")
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_label("Name").fill(NAME)
    dialog.get_by_label("Role").select_option("author")
    no_violations(page)
    dialog.get_by_role("button", name="Make key").click()

    # The key is shown once, with a request that works as it is written.
    expect(page.get_by_role("region", name=f"The key {NAME} is made.")).to_be_focused()
    key = page.get_by_label("Key", exact=True).input_value()
    row = page.get_by_role("row").filter(has_text=NAME)
    expect(row.get_by_text("Not used yet")).to_be_visible()
    no_violations(page)
    picture(page, "organization/api-keys")
    curl = page.locator("pre").inner_text()
    written = re.fullmatch(r'curl "(\S+)" -H "Authorization: (Bearer \S+)"', curl)
    assert written is not None, curl
    me = httpx.get(written[1], headers={"Authorization": written[2]}).json()
    assert (me["role"], me["organizationId"]) == ("author", "demo")
    assert NAME in me["user"]

    page.get_by_role("button", name="I have it").click()
    page.reload()
    expect(row.get_by_role("time")).to_have_count(3)
    expect(row.get_by_text("Not used yet")).to_have_count(0)
    assert key not in page.content()

    page.get_by_role("button", name=f"Revoke the key {NAME}").click()
    page.get_by_role("dialog", name=f"Revoke the key {NAME}?").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text(f"The key {NAME} is revoked.")).to_be_visible()
    expect(row).to_have_count(0)
    assert httpx.get(written[1], headers={"Authorization": written[2]}).status_code == 401

    page.goto(f"{alone.address}/audit")
    expect(page.get_by_text(f"revoked the API key {NAME}")).to_be_visible()


def test_the_list_of_keys_is_cards_on_a_phone(tabs: Tabs, alone: Calls) -> None:
    made = alone.api.post("/keys", json={"name": NAME, "role": "admin", "expiresAt": "2999-01-01T00:00:00Z"})
    assert made.status_code == 201
    page = tabs.open(f"{alone.address}/settings/keys", size=PHONE)
    expect(page.get_by_text("1 Jan 2999").or_(page.get_by_text("Jan 1, 2999"))).to_be_visible()
    no_violations(page)


def test_only_an_admin_sees_the_keys(tabs: Tabs, alone: Calls) -> None:
    assert alone.api.post("/keys", json={"name": NAME, "role": "viewer"}).status_code == 201
    page = tabs.open(f"{alone.address}/settings/keys", extra_http_headers={"X-Callflow-Role": "publisher"})
    expect(page.get_by_text("You cannot see the API keys")).to_be_visible()
    expect(page.get_by_text("This needs the role admin, and yours is publisher.")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    no_violations(page)


def no_violations(page: Page) -> None:
    assert not (found := axe.violations(page)), "\n".join(found)
