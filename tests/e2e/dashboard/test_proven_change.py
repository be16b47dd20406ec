"""A change is proven on the page: a failing call becomes a test, the flow is mended, then gets some calls."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from testing.browser import axe
from testing.browser.browser import Tabs
from testing.calls.calls import Calls
from testing.calls.flows import flow

NUMBER = "+15550170"
CALLS = 40
"""New calls. Their ids decide which version they get, and follow from the names of their rooms."""
LINE = flow(
    "Order line",
    {
        "start": ("start", {"message": "Hello."}),
        "ask": ("elicitation", {"prompt": "Which order?", "variable": "number"}),
        "known": ("decision", {"conditions": [{"id": "known", "expression": "number === 1001"}]}),
        "found": ("end", {"message": "It is on its way.", "outcome": "found"}),
        "unknown": ("end", {"message": "I do not know that order.", "outcome": "unknown"}),
    },
    "start > ask, ask > known, ask.noMatch > unknown, ask.noInput > unknown, known.known > found, known > unknown",
)


def test_a_failing_call_becomes_a_test_and_the_mended_flow_gets_a_tenth_of_the_calls(tabs: Tabs, alone: Calls) -> None:
    line = alone.publish("proven", LINE)
    alone.given_number(NUMBER, line)
    failing = one_call(alone, line, "proven-failing")

    # The failing session becomes a test, which says where the call should have gone.
    page = tabs.open(f"{alone.address}/sessions/{failing}")
    page.get_by_role("button", name="Make a test").click()
    test = page.get_by_role("complementary", name="Test")
    test.get_by_role("button", name="Turn 2").click()
    test.get_by_label("Node after the turn").select_option("found")
    test.get_by_role("button", name="Save test").click()
    expect(test.locator("span").filter(has_text=re.compile(r"^Failed$"))).to_be_visible()

    # The gate asks for the tests, and refuses the flow as it is.
    page.goto(f"{alone.address}/flows/{line}/versions")
    page.get_by_role("button", name="Change gate").click()
    dialog = page.get_by_role("dialog", name="Gate")
    dialog.get_by_label("Every test of the flow must pass").check()
    dialog.get_by_role("button", name="Save gate").click()
    expect(page.get_by_text("The gate is saved.")).to_be_visible()
    page.goto(f"{alone.address}/flows/{line}?node=known")
    page.get_by_label("Flow name").fill("Order line with a change")
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish version 2")
    dialog.get_by_role("button", name="Publish").click()
    findings = dialog.get_by_role("group", name="Result of the gate")
    expect(findings).to_contain_text("0 of 1 test passed.")
    assert not (found := axe.violations(page)), "\n".join(found)
    dialog.get_by_role("button", name="Cancel").click()

    # The flow is mended, the test turns green, and the gate opens.
    expression = page.get_by_role("complementary", name="Selected node").get_by_label("Expression").first
    expression.fill("number === '1001'")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    page.get_by_role("link", name="Tests", exact=True).click()
    page.get_by_role("button", name="Run all tests").click()
    expect(page.get_by_text("The test passed")).to_be_visible()
    page.get_by_role("link", name="Flow", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 published.")).to_be_visible()

    # A tenth of the new calls get it.
    page.get_by_role("link", name="Versions", exact=True).click()
    page.get_by_role("button", name="Roll out v2").click()
    dialog = page.get_by_role("dialog", name="Roll out a version")
    expect(dialog.get_by_label("Percent of new calls")).to_have_value("10")
    dialog.get_by_role("button", name="Roll out").click()
    expect(page.get_by_text("v1 90 % · v2 10 %")).to_be_visible()
    got = [phoned(alone, line, f"proven-{number}") for number in range(CALLS)]
    assert 0 < got.count(2) < CALLS / 4
    page.reload()
    for version in (1, 2):
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=f"v{version}", exact=True))
        expect(row.locator("td[data-label=Sessions]")).to_have_text(str(got.count(version) + (version == 1)))

    # The report shows both versions side by side.
    page.get_by_role("link", name="Report", exact=True).click()
    report = page.get_by_role("region", name="Versions side by side")
    expect(report.get_by_role("columnheader", name="v2")).to_be_visible()
    expect(report.get_by_role("row", name=re.compile(rf"^found {got.count(2)} \(100 %\) 0 \(0 %\)"))).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)

    # One press takes it back.
    page.get_by_role("link", name="Versions", exact=True).click()
    page.get_by_role("button", name="Take back v2").click()
    expect(page.get_by_text("Version 2 was taken back.")).to_be_visible()
    assert alone.api.get(f"/agents/agent-of-{line}").json()["flowVersion"] == 1


def one_call(alone: Calls, flow_id: str, room: str) -> str:
    """Ask for order 1001, and return the id of the session."""
    session = ""
    for number, words in enumerate((None, "1001")):
        body = {"roomName": room, "turnId": str(number), "userInput": words}
        answer = alone.api.post(f"/flows/{flow_id}/process", json=body)
        assert answer.status_code == 200, answer.text
        session = answer.json()["sessionId"]
    return session


def phoned(alone: Calls, flow_id: str, room: str) -> int:
    """Call the number and ask for order 1001. Return the version that the call got."""
    call = {"roomName": room, "calledNumber": NUMBER, "callerNumber": "+15550199"}
    answer = alone.api.post("/calls", json=call)
    assert answer.status_code == 201, answer.text
    one_call(alone, flow_id, room)
    return int(answer.json()["flowVersion"])
