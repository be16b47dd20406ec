"""The tab **Cost** of a session: what its call costs by part, what is estimated, and what is unknown."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import PHONE, WIDE, Scheme, Tabs
from testing.browser.past import held
from testing.browser.pictures import picture
from testing.calls.calls import Calls

USED = {"heardMillis": {"aws": 64_200}, "spokenCharacters": {"aws/generative": 212}}


def a_spoken_call(alone: Calls) -> str:
    """Take the turns of a spoken test call as its worker would."""
    prepared = alone.api.post("/flows/customer-support/test-audio", json={}).json()
    fields: dict[str, Any] = {"roomName": prepared["roomName"]}
    path = "/flows/customer-support/process"
    assert alone.api.post(path, json={**fields, "turnId": "t1"}).status_code == 200
    said = {**fields, "turnId": "t2", "userInput": "My computer", "usage": {"worker": "abcdef", **USED}}
    assert alone.api.post(path, json=said).status_code == 200
    return str(prepared["sessionId"])


def no_violations(page: Page) -> None:
    assert axe.violations(page) == []


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_the_cost_of_a_call_is_shown_by_part_with_its_total(
    tabs: Tabs, alone: Calls, size: tuple[int, int], scheme: Scheme
) -> None:
    session_id = a_spoken_call(alone)
    page = tabs.open(f"{alone.address}/sessions/{session_id}", size=size, scheme=scheme)
    page.get_by_role("tab", name="Cost").click()
    table = page.get_by_role("table", name="What this call costs")
    rows = table.get_by_role("row")
    heard = rows.filter(has_text="Speech to text").first
    expect(heard).to_contain_text("64.2 s of sound")
    expect(heard).to_contain_text("$0.02568")
    expect(rows.filter(has_text="212 characters")).to_contain_text("$30.00 a million")
    expect(rows.filter(has_text="estimated").first).to_be_visible()
    expect(rows.filter(has_text="Total")).to_contain_text("$0.0")
    expect(page.get_by_text("The call goes on. This is its cost until the last turn.")).to_be_visible()
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size == WIDE:
        picture(page, "reports/cost")


def test_the_keyboard_reaches_the_cost_and_a_chat_has_no_speech(tabs: Tabs, alone: Calls) -> None:
    session = held(alone, "customer-support", "cost-chat", None, "My computer")
    page = tabs.open(f"{alone.address}/sessions/{session['sessionId']}")
    page.get_by_role("tab", name="This turn").focus()
    page.keyboard.press("End")
    table = page.get_by_role("table", name="What this call costs")
    expect(table.get_by_role("row").filter(has_text="2 turns")).to_be_visible()
    expect(table).not_to_contain_text("Speech to text")
