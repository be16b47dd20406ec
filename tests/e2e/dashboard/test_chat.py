"""A typed conversation from the list of flows to its end, as the page shows it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from testing.browser.browser import Tabs
from testing.browser.panel import Panel, session_of
from testing.browser.pictures import picture
from testing.calls.calls import Calls
from tests.e2e.calls.test_chat_call import FILLER, GOODBYE, RESULT

TROUBLE = "My computer won't start"
LINES = [
    "Agent: Hello!",
    f"Caller: {TROUBLE}",
    f"Agent: {FILLER}",
    f"Agent: {RESULT}",
    "Caller: yes",
    f"Agent: {GOODBYE}",
]
PATH = {"start-1", "elicitation-1", "decision-1", "tool-1", "elicitation-2", "decision-2", "end-1"}


def test_the_documents_conversation_runs_from_the_list_to_its_end(tabs: Tabs, calls: Calls, site: str) -> None:
    page = tabs.open(f"{site}/flows")
    page.get_by_role("link", name="Test chat: customer-support").click()
    panel = Panel(page)
    panel.hears("Hello!")
    panel.stands_at("elicitation-1")
    expect(panel.timing).to_be_visible()
    greeted = panel.timing.get_attribute("aria-label")

    panel.say(TROUBLE)
    panel.hears(FILLER, RESULT)
    panel.stands_at("elicitation-2")
    assert panel.ran() == PATH - {"decision-2", "end-1"}
    assert panel.lines() == LINES[:4]
    expect(panel.timing).not_to_have_attribute("aria-label", greeted or "")
    # The worker sends the timings that only the call measures.
    expect(panel.timing).to_have_attribute("aria-label", re.compile(r"network .* ms.*tools .*ms.*saving"))

    # The previous turn shows every condition with its value, and the conditions that were not evaluated.
    panel.button("Previous turn (←)").click()
    expect(panel.place()).to_have_text("Turn 2 of 3")
    expect(panel.evaluation("Which kind?", "technical")).to_contain_text(re.compile("true.*chosen"))
    expect(panel.evaluation("Which kind?", "billing")).to_contain_text("not evaluated")
    height = page.get_by_role("slider", name="Diagram height")
    tall = int(height.get_attribute("aria-valuenow") or 0)
    for _ in range(3):
        height.press("ArrowUp")
    height.blur()
    assert int(height.get_attribute("aria-valuenow") or 0) < tall
    picture(page, "chat")
    panel.turn("Variables")
    expect(panel.variable("issueCategory")).to_contain_text('"technical"')
    expect(panel.variable("issueCategory")).to_have_attribute("data-changed", "true")
    panel.button("Newest turn (Shift+→)").click()
    expect(panel.variable("systemStatus")).to_contain_text('"operational"')
    expect(panel.variable("issueCategory")).to_have_attribute("data-changed", "false")

    panel.say("yes")
    panel.hears(GOODBYE)
    panel.is_over()
    panel.stands_at("end-1")
    assert panel.ran() == PATH
    assert panel.lines() == LINES
    expect(page.get_by_text("The flow ended at “Solved”, with the outcome “solved”.")).to_be_visible()
    session = session_of(page, calls)
    assert session["status"] == "completed"

    other = tabs.beside(page.context)
    other.goto(f"{site}/sessions/{session['sessionId']}")
    Panel(other).hears(GOODBYE)
    Panel(other).stands_at("end-1")
    assert Panel(other).lines() == LINES
    assert Panel(other).ran() == PATH


def test_a_call_is_repeated_with_the_same_words(tabs: Tabs, calls: Calls, site: str) -> None:
    page = tabs.open(f"{site}/flows/customer-support/test?mode=chat")
    panel = Panel(page)
    panel.say(TROUBLE)
    panel.hears(RESULT)
    panel.say("yes")
    panel.is_over()
    first = session_of(page, calls)

    panel.button("Restart with the same inputs").click()
    expect(page).not_to_have_url(re.compile(first["sessionId"]))
    panel.hears(GOODBYE)
    panel.is_over()
    second = session_of(page, calls)
    assert second["sessionId"] != first["sessionId"]
    assert second["status"] == "completed"
    assert panel.lines() == LINES
    assert [turn["input"] for turn in second["turns"]] == [turn["input"] for turn in first["turns"]]
