"""Privacy on the pages: what a flow keeps out of records, and sessions that are erased with their caller."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import Tabs
from testing.browser.panel import Panel, session_of
from testing.calls.calls import Calls, Json
from testing.calls.flows import flow

FLOW = "private-line"
NUMBER = "+15550183"
CALLER = "+15550166"
PRIVATE = flow(
    FLOW,
    {
        "start": ("start", {}),
        "code": ("elicitation", {"prompt": "What is your code?", "variable": "code"}),
        "word": ("elicitation", {"prompt": "What is your word?", "variable": "word"}),
        "read": ("message", {"message": "I have {{ code }} and {{ word }}."}),
        "bye": ("end", {"message": "Goodbye."}),
    },
    "start > code, code > word, code.noMatch > bye, code.noInput > bye, "
    "word > read, word.noMatch > bye, word.noInput > bye, read > bye",
)
PRIVATE["variables"] = {"word": {"type": "string"}}


@pytest.fixture(autouse=True)
def nothing_is_left(alone: Calls) -> Iterator[None]:
    yield
    alone.api.post("/callers/erase", json={"callerNumber": CALLER})
    alone.api.delete(f"/phone-numbers/{NUMBER}")
    alone.api.delete("/agents/agent-of-customer-support")
    alone.api.delete(f"/flows/{FLOW}")


def test_a_sensitive_answer_and_a_sensitive_variable_are_in_no_record(tabs: Tabs, alone: Calls) -> None:
    assert alone.api.put(f"/flows/{FLOW}", json=PRIVATE).status_code == 200
    page = tabs.open(f"{alone.address}/flows/{FLOW}?node=code")
    form = page.get_by_role("complementary", name="Selected node")
    answer = form.get_by_role("checkbox", name="Keep the answer out of all records")
    form.get_by_text("Asking again, and silence").click()
    answer.check()
    form.get_by_role("button", name="Close node").click()
    variable = page.get_by_role("checkbox", name="Keep out of all records: word")
    variable.check()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    stored = alone.api.get(f"/flows/{FLOW}", params={"version": "draft"}).json()["definition"]
    assert next(node["data"]["sensitive"] for node in stored["nodes"] if node["id"] == "code") is True
    assert stored["variables"]["word"]["sensitive"] is True
    page.reload()
    expect(page.get_by_role("checkbox", name="Keep out of all records: word")).to_be_checked()

    page.goto(f"{alone.address}/flows/{FLOW}/test?mode=simulate&version=draft")
    panel = Panel(page)
    panel.hears("What is your code?")
    panel.say("purple umbrella")
    panel.hears("What is your word?")
    panel.say("silver teapot")
    panel.hears("Goodbye.")
    panel.is_over()
    session_id = session_of(page, alone)["sessionId"]

    page.goto(f"{alone.address}/sessions/{session_id}")
    expect(panel.log).to_contain_text("I have [sensitive] and [sensitive].")
    panel.turn("Variables")
    for name in ("code", "word"):
        expect(panel.variable(name)).to_contain_text("[sensitive]")
    for private in ("umbrella", "teapot"):
        assert private not in page.content()
        assert private not in alone.api.get(f"/flows/sessions/{session_id}").text


def called(calls: Calls, room: str) -> str:
    """Hold a call of `CALLER` with one turn, and return the id of its session."""
    body = {"roomName": room, "calledNumber": NUMBER, "callerNumber": CALLER}
    answer = calls.api.post("/calls", json=body)
    assert answer.status_code == 201, answer.text
    turn = {"roomName": room, "turnId": f"{room}-1"}
    assert calls.api.post("/flows/customer-support/process", json=turn).status_code == 200
    session_id: str = answer.json()["sessionId"]
    return session_id


def test_a_session_is_erased_alone_and_then_all_of_its_caller(tabs: Tabs, alone: Calls) -> None:
    alone.given_number(NUMBER, "customer-support")
    first, second, third = (called(alone, f"erase-{number}") for number in range(3))
    page = tabs.open(f"{alone.address}/sessions/{first}")
    page.get_by_role("button", name="Erase…").click()
    dialog = page.get_by_role("dialog", name="Erase this session?")
    expect(dialog.get_by_text("Backups of the tables, for up to 35 days")).to_be_visible()
    no_violations(page)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert alone.session(first)["sessionId"] == first

    page.get_by_role("button", name="Erase…").click()
    dialog.get_by_role("button", name="Erase session").click()
    expect(page).to_have_url(re.compile(r"/sessions$"))
    erased(alone, first)
    assert alone.session(second)["callerNumber"] == CALLER
    page.goto(f"{alone.address}/sessions/{first}")
    expect(page.get_by_text("There is no such session.")).to_be_visible()

    page.goto(f"{alone.address}/sessions/{second}")
    page.get_by_role("button", name="Erase…").click()
    dialog.get_by_label(f"All sessions of {CALLER}").check()
    dialog.get_by_role("button", name="Erase all sessions").click()
    expect(page).to_have_url(re.compile(r"/sessions$"))
    for session_id in (second, third):
        erased(alone, session_id)
    entries: list[Json] = alone.api.get("/audit").json()["entries"]
    actions = [entry["action"] for entry in entries if entry["action"].endswith(".erased")]
    assert actions[:2] == ["caller.erased", "session.erased"]


def erased(calls: Calls, session_id: str) -> None:
    assert calls.api.get(f"/flows/sessions/{session_id}").status_code == 404


def no_violations(page: Page) -> None:
    assert not (found := axe.violations(page)), "\n".join(found)
