"""Flows that run within others: chosen and opened in place in the editor, and followed in a session."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from testing.browser import axe
from testing.browser.browser import Tabs
from testing.calls.calls import Calls
from testing.calls.flows import flow

IDENTIFY = flow(
    "identify",
    {
        "start": ("start", {}),
        "pin": ("elicitation", {"prompt": "What is your PIN?", "variable": "pin"}),
        "known": ("end", {"outcome": "known"}),
    },
    "start > pin, pin > known, pin.noMatch > known, pin.noInput > known",
)


@pytest.fixture(scope="module")
def desk(alone: Calls) -> str:
    """A flow that identifies the caller by another flow, and can be left for a person at any time."""
    alone.publish("identify", IDENTIFY)
    desk = flow(
        "desk-with-pin",
        {
            "start": ("start", {"message": "Hello."}),
            "who": ("subflow", {"flowId": "identify", "label": "Who calls"}),
            "person": ("end", {"message": "I connect you."}),
            "bye": ("end", {"message": "Goodbye."}),
        },
        "start > who, who > bye",
    )
    handler = {"id": "person", "phrases": ["a person please"], "target": "person"}
    return alone.publish("desk-with-pin", {**desk, "onFailure": "bye", "handlers": [handler]})


def test_another_flow_is_chosen_with_its_version_and_opened_in_place(tabs: Tabs, alone: Calls, desk: str) -> None:
    page = tabs.open(f"{alone.address}/flows/{desk}?node=who")
    form = page.get_by_role("complementary", name="Selected node")
    expect(form.get_by_role("combobox", name="Flow")).to_have_value("identify")
    versions = form.get_by_role("combobox", name="Version")
    expect(versions.locator("option")).to_contain_text(["The latest when this flow is published, now 1", "Version 1"])
    versions.select_option("1")
    form.get_by_role("button", name="Show identify, version 1").click()
    inside = form.get_by_role("region", name="Diagram of the flow identify")
    expect(inside.locator('.react-flow__node[data-id="pin"]')).to_contain_text("What is your PIN?")
    form.get_by_label("known", exact=True).select_option("person")
    assert not (found := axe.violations(page)), "\n".join(found)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    saved = alone.api.get(f"/flows/{desk}", params={"version": "draft"}).json()["definition"]
    assert next(each["data"] for each in saved["nodes"] if each["id"] == "who")["version"] == 1
    assert {"source": "who", "sourceHandle": "known", "target": "person"}.items() <= saved["edges"][-1].items()
    form.get_by_role("link", name="Open it").click()
    expect(page).to_have_url(f"{alone.address}/flows/identify?version=1")


def test_a_session_shows_the_path_within_the_other_flow_and_the_handler_that_led_out(
    tabs: Tabs, alone: Calls, desk: str
) -> None:
    said = {"roomName": "inner-1", "turnId": "1"}
    assert "PIN" in alone.api.post(f"/flows/{desk}/process", json=said).json()["response"]
    reply = alone.api.post(
        f"/flows/{desk}/process", json={**said, "turnId": "2", "userInput": "a person please"}
    ).json()
    assert reply["response"] == "I connect you."
    session = f"{alone.address}/sessions/{reply['sessionId']}"

    page = tabs.open(f"{session}?turn=1")
    steps = page.get_by_role("tabpanel")
    expect(steps.get_by_role("listitem").filter(has_text="who/pin")).to_contain_text("in the flow identify")
    page.locator('.react-flow__node[data-id="who"]').click()
    page.get_by_role("button", name="Show the path in identify").click()
    inside = page.get_by_role("region", name="Diagram of the flow identify")
    expect(inside.locator('.react-flow__node[data-id="pin"] [data-state]').first).to_have_attribute(
        "data-state", "current"
    )
    expect(inside.locator('.react-flow__node[data-id="known"] [data-state]').first).to_have_attribute(
        "data-state", "away"
    )
    assert not (found := axe.violations(page)), "\n".join(found)
    page.get_by_role("navigation", name="Flows").get_by_role("button", name="desk-with-pin").click()

    page.get_by_role("button", name="Next turn").click()
    expect(steps.get_by_text("⇠ at any time: “a person please”")).to_be_visible()
    taken = page.get_by_role("group", name="Handler: “a person please”. Leads to person. Taken in this turn.")
    expect(taken).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
