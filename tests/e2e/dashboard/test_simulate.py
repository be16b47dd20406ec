"""Without LiveKit, the page reports it and holds the conversation over the API only."""

from __future__ import annotations

from playwright.sync_api import expect

from testing.browser.browser import Tabs
from testing.browser.panel import Panel, session_of
from testing.browser.pictures import picture
from testing.calls.calls import Calls

QUESTION = "What is your order number?"
STILL_THERE = f"Are you still there? {QUESTION}"
GOODBYE = "Thank you for calling. Goodbye!"


def test_without_livekit_a_chat_offers_to_simulate_the_conversation(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/flows/order-status/test")
    panel = Panel(page)
    panel.button("Test chat").click()
    refused = page.get_by_role("alert").filter(has_text="LiveKit is not responding at ws://")
    expect(refused).to_contain_text("Simulate works without LiveKit")
    refused.get_by_role("button", name="Simulate").click()

    panel.hears(QUESTION)
    panel.stands_at("ask-number")
    panel.button("Stay silent").click()
    panel.hears(STILL_THERE)

    panel.button("Keypad").click()
    keypad = page.get_by_role("group", name="Keypad")
    for key in ("1", "0", "0", "1", "hash"):
        keypad.get_by_role("button", name=key, exact=True).click()
    panel.hears("Thank you. Let me look that up.", "Order 1001 is shipped")
    panel.stands_at("tell")
    picture(page, "simulate")

    panel.say("no")
    panel.hears(GOODBYE)
    panel.is_over()
    session = session_of(page, alone)
    assert session["status"] == "completed"
    assert session["turns"][1]["input"] is None or session["turns"][1]["nodes"][0]["outcome"] == "listen"
    assert session["context"]["variables"]["orderNumber"] == "1001"
    assert session["outcome"] == "told"
