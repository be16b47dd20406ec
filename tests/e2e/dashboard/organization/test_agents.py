"""The pages of agents and phone numbers: an agent is made, gets a number, and answers its calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import PHONE, Tabs
from testing.browser.pictures import picture
from testing.calls.calls import Calls

AGENT = "evening-line"
NUMBERS = ("+442079460018", "+15550181")
"""The first is given on the page, the second by the API."""


@pytest.fixture(autouse=True)
def nothing_is_left(alone: Calls) -> Iterator[None]:
    """Other modules of this server find neither the agents nor the numbers."""
    yield
    for number in NUMBERS:
        alone.api.delete(f"/phone-numbers/{number}")
    for agent in (AGENT, "agent-of-order-status"):
        alone.api.delete(f"/agents/{agent}")


def test_an_agent_is_made_gets_a_number_and_answers_its_calls(tabs: Tabs, alone: Calls) -> None:
    alone.given_number(NUMBERS[1], "order-status")
    page = tabs.open(f"{alone.address}/agents")
    expect(page.get_by_role("row").filter(has_text=NUMBERS[1])).to_be_visible()

    page.get_by_role("button", name="New agent").click()
    dialog = page.get_by_role("dialog", name="New agent")
    dialog.get_by_label("Name").fill("Evening line")
    expect(dialog.get_by_label("ID")).to_have_value(AGENT)
    dialog.get_by_label("Flow", exact=False).first.select_option("customer-support")
    dialog.get_by_label("Version of new calls").select_option(label="v1")
    dialog.get_by_label("Language").fill("en-GB")
    dialog.get_by_label("Time zone").fill("Nowhere/Town")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("must be the name of a time zone").first).to_be_visible()
    no_violations(page)
    dialog.get_by_label("Time zone").fill("Europe/London")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_text("The agent Evening line is saved.")).to_be_visible()
    assert alone.api.get(f"/agents/{AGENT}").json() == {
        "agentId": AGENT,
        "name": "Evening line",
        "flowId": "customer-support",
        "flowVersion": 1,
        "language": "en-GB",
        "timeZone": "Europe/London",
    }

    # The notice leads to the page of numbers, which reads a number as people write it.
    page.get_by_role("status").get_by_role("link", name="Give a number").click()
    dialog = page.get_by_role("dialog", name="Give a number to an agent")
    dialog.get_by_label("Phone number").fill("0044 (0) 20 7946-0018")
    expect(dialog.get_by_text(f"It is stored as {NUMBERS[0]}.")).to_be_visible()
    no_violations(page)
    dialog.get_by_role("button", name="Give").click()
    expect(page.get_by_text(f"New calls to {NUMBERS[0]} reach Evening line.")).to_be_visible()
    answer = alone.api.post("/calls", json={"roomName": "agents-page", "calledNumber": NUMBERS[0]})
    assert (answer.status_code, answer.json()["agentId"], answer.json()["flowVersion"]) == (201, AGENT, 1)
    page.get_by_role("button", name="Dismiss").click()
    picture(page, "organization/phone-numbers")

    # The agents page names the number, and one press leads to a test.
    page.get_by_role("link", name="Evening line").click()
    page.get_by_role("dialog", name="Agent Evening line").get_by_role("button", name="Cancel").click()
    row = page.get_by_role("row").filter(has_text="Evening line")
    expect(row.get_by_text(NUMBERS[0])).to_be_visible()
    picture(page, "organization/agents")
    row.get_by_role("link", name="Test chat: Evening line").click()
    expect(page).to_have_url(f"{alone.address}/flows/customer-support/test?mode=chat&version=1")

    # The number goes to the other agent, then is taken back. Then the agent can go.
    page.goto(f"{alone.address}/phone-numbers")
    page.get_by_role("button", name=f"Change agent: {NUMBERS[0]}").click()
    dialog = page.get_by_role("dialog", name=f"Agent of {NUMBERS[0]}")
    dialog.get_by_label("Agent").select_option("agent-of-order-status")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"New calls to {NUMBERS[0]} reach agent-of-order-status.")).to_be_visible()
    assert alone.api.get(f"/phone-numbers/{NUMBERS[0]}").json()["agentId"] == "agent-of-order-status"
    page.get_by_role("button", name=f"Take back: {NUMBERS[0]}").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text(f"{NUMBERS[0]} was taken back.")).to_be_visible()
    assert alone.api.get(f"/phone-numbers/{NUMBERS[0]}").status_code == 404


def test_a_deletion_names_the_numbers_that_no_agent_answers_then(tabs: Tabs, alone: Calls) -> None:
    alone.given_number(NUMBERS[1], "order-status")
    page = tabs.open(f"{alone.address}/agents", size=PHONE)
    page.get_by_role("button", name="More for agent-of-order-status").click()
    page.get_by_role("menuitem", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete the agent agent-of-order-status?")
    expect(dialog.get_by_text(NUMBERS[1])).to_be_visible()
    no_violations(page)
    dialog.get_by_role("button", name="Delete agent").click()
    expect(page.get_by_text("The agent agent-of-order-status is deleted.")).to_be_visible()
    page.goto(f"{alone.address}/phone-numbers")
    expect(page.get_by_text("There is no such agent. Calls to this number are not answered.")).to_be_visible()


def test_a_voice_is_chosen_by_language_and_heard_with_the_keyboard(tabs: Tabs, alone: Calls) -> None:
    """Piper speaks, and the browser plays its sound to the end."""
    alone.given_number(NUMBERS[1], "order-status")
    page = tabs.open(f"{alone.address}/agents?agent=agent-of-order-status")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 voice for calls in American English.")).to_be_visible()
    expect(dialog.get_by_placeholder("The worker's choice: joe")).to_be_visible()
    dialog.get_by_label("Voice").fill("joe")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Hear it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status").filter(has_text="joe speaks.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Stop")).to_be_focused()
    no_violations(page)
    picture(page, "organization/agent-voice")
    # The sentence of the voice has an end.
    expect(dialog.get_by_role("button", name="Hear it")).to_be_visible()

    dialog.get_by_label("Voice").fill("Ruth")
    expect(dialog.get_by_text("Ruth is not among the known voices")).to_be_visible()
    dialog.get_by_role("button", name="Hear it").click()
    expect(dialog.get_by_text("piper has no such voice for calls in en-US")).to_be_visible()
    no_violations(page)
    dialog.get_by_label("Language").fill("de-DE")
    dialog.get_by_label("Voice").fill("")
    expect(dialog.get_by_text("No known voice speaks German (Germany).")).to_be_visible()
    dialog.get_by_role("button", name="Hear it").click()
    expect(dialog.get_by_text("no voice of piper speaks de-DE")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()

    page.get_by_role("button", name="Hear it: agent-of-order-status").click()
    expect(page.get_by_role("status").filter(has_text="joe speaks.")).to_be_visible()
    page.get_by_role("button", name="Stop: agent-of-order-status").click()
    expect(page.get_by_role("button", name="Hear it: agent-of-order-status")).to_be_visible()


def no_violations(page: Page) -> None:
    assert not (found := axe.violations(page)), "\n".join(found)
