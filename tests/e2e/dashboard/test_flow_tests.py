"""The page of a flow's tests: a session becomes a test, and a failure is shown in the diagram."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from testing.browser.browser import Tabs
from testing.browser.flow_tests import FAILING
from testing.browser.panel import Panel
from testing.browser.past import THE_DOCUMENTS, held
from testing.browser.pictures import picture
from testing.calls.calls import Calls


def test_a_session_becomes_a_test_with_one_press(tabs: Tabs, alone: Calls) -> None:
    session = held(alone, "customer-support", "becomes-a-test", *THE_DOCUMENTS)
    page = tabs.open(f"{alone.address}/sessions/{session['sessionId']}")
    panel = Panel(page)
    panel.button("Make a test").click()
    expect(page).to_have_url(re.compile(rf"/flows/customer-support/tests\?test={session['sessionId']}$"))
    test = page.get_by_role("complementary", name="Test")
    expect(test.get_by_text("Passed", exact=True)).to_be_visible()
    test.get_by_role("button", name="Turn 2").click()
    panel.stands_at("elicitation-2")
    assert panel.ran() == {"start-1", "elicitation-1", "decision-1", "tool-1", "elicitation-2"}


def test_a_conversation_in_the_test_panel_becomes_a_test_once_it_is_over(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/flows/customer-support/test?mode=simulate&version=draft")
    panel = Panel(page)
    panel.say("My bill is wrong")
    panel.is_over()
    panel.button("Make a test").click()
    test = page.get_by_role("complementary", name="Test")
    expect(test.get_by_text("Passed", exact=True)).to_be_visible()
    expect(test).to_contain_text("My bill is wrong")


def test_a_failed_test_shows_what_was_expected_and_what_came(tabs: Tabs, alone: Calls) -> None:
    assert alone.api.put("/flows/customer-support/tests/bill", json=FAILING).status_code == 200
    page = tabs.open(f"{alone.address}/flows/customer-support/tests")
    panel = Panel(page)
    row = page.get_by_role("list", name="Tests").get_by_role("listitem").filter(has_text=FAILING["name"])
    # The page runs all tests of the flow first.
    expect(row).to_contain_text("expected General questions, came A colleague", timeout=60_000)
    expect(panel.node("llm-1")).to_have_attribute("data-note", re.compile("missed|reached"))
    picture(page, "tests")
    row.get_by_role("link").click()
    expect(panel.node("llm-1")).to_have_attribute("data-note", "expected")
    expect(panel.node("transfer-1")).to_have_attribute("data-note", "came")
    picture(page, "test-failed")

    page.get_by_role("button", name="Expect what came").click()
    panel.button("Save test").click()
    test = page.get_by_role("complementary", name="Test")
    expect(test.get_by_text("Passed", exact=True)).to_be_visible()
    assert alone.api.delete("/flows/customer-support/tests/bill").status_code == 204
