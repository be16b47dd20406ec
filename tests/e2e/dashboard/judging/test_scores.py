"""The scores of a judge in the browser: asked for in the editor, shown with the session and in the report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import PHONE, Tabs
from testing.browser.past import held
from testing.browser.pictures import picture
from testing.calls.calls import Calls
from testing.calls.flows import flow
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import completion
from testing.processes import HOST, callflow, free_port

HOURS = flow(
    "Opening hours",
    {
        "start": ("start", {"message": "Hello."}),
        "ask": ("elicitation", {"prompt": "What do you want to know?", "variable": "wish"}),
        "tell": ("end", {"message": "We close at nine.", "outcome": "told"}),
    },
    "start > ask, ask > tell, ask.noMatch > tell, ask.noInput > tell",
)
ANSWER = {
    "answer1": "yes",
    "reason1": "The agent said that the shop closes at nine.",
    "answer2": 4,
    "reason2": "It greeted the caller and answered at once, but did not say goodbye.",
}


@pytest.fixture(scope="module")
def judged(dist: Path, livekit_logs: Path) -> Iterator[Calls]:
    """A Callflow without LiveKit whose model judges every call alike. Its data ends with it."""
    with Loopback(completion(json.dumps(ANSWER), model="judge-1")) as server:
        environment = {
            "LIVEKIT_URL": f"ws://{HOST}:{free_port()}",
            "CALLFLOW_MODEL": "openai/judge",
            "CALLFLOW_OPENAI_BASE_URL": f"{server.origin}/v1",
        }
        with (
            callflow(free_port(), environment, livekit_logs / "judged.log") as address,
            httpx.Client(base_url=f"{address}/api", timeout=40) as api,
        ):
            yield Calls(api)


def test_a_flow_asks_for_scores_and_the_session_and_the_report_show_them(tabs: Tabs, judged: Calls) -> None:
    hours = judged.publish("hours", HOURS)
    page = tabs.open(f"{judged.address}/flows/{hours}")
    asked_by_keyboard(page)
    assert not (found := axe.violations(page)), "\n".join(found)
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish version 2")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 published.")).to_be_visible()
    assert judged.api.get(f"/flows/{hours}").json()["definition"]["judging"] == {
        "questions": [
            {"id": "question-1", "ask": "Did it answer?"},
            {"id": "question-2", "ask": "How polite was it?", "scale": "1to5"},
        ],
        "channels": ["chat"],
    }

    session = held(judged, hours, "judged-1", None, "When do you close?")
    address = f"{judged.address}/sessions/{session['sessionId']}"
    page = tabs.open(address)
    page.get_by_role("tab", name="Scores").click()
    shows_scores(page)
    picture(page, "reports/scores")
    page = tabs.open(address, size=PHONE, scheme="dark")
    page.get_by_role("tab", name="Scores").click()
    shows_scores(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    page = tabs.open(f"{judged.address}/flows/{hours}/report")
    table = page.get_by_role("region", name="Scores", exact=True)
    expect(table.get_by_role("row", name="Did it answer? 100 % (1 call) 100 % (1 call)")).to_be_visible()
    expect(table.get_by_role("row", name="How polite was it? 4.0 (1 call) 4.0 (1 call)")).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
    by_day = page.get_by_role("region", name="Scores by day")
    expect(by_day.get_by_role("columnheader")).to_have_text(["Day", "Did it answer?", "How polite was it?"])


def shows_scores(page: Page) -> None:
    scores = page.get_by_role("tabpanel", name="Scores")
    expect(scores.get_by_role("listitem").filter(has_text="Did it answer?")).to_contain_text("Yes")
    expect(scores.get_by_role("listitem").filter(has_text="How polite was it?")).to_contain_text("4 of 5")
    expect(scores).to_contain_text(str(ANSWER["reason1"]))
    expect(scores).to_contain_text(re.compile(r"Scored by judge-1, .* 11 tokens read, 5 written\."))
    assert not (found := axe.violations(page)), "\n".join(found)


def asked_by_keyboard(page: Page) -> None:
    """Write two questions and a channel into the settings of a flow, without the mouse."""
    setting = page.get_by_role("group", name="Scores of ended calls")
    add = setting.get_by_role("button", name="Add question")
    add.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(setting.get_by_role("button", name="Remove question")).to_have_count(2)
    asks, scales = setting.get_by_label("Question (required)"), setting.get_by_label("Scale")
    asks.first.focus()
    page.keyboard.insert_text("Did it answer?")
    page.keyboard.press("Tab")
    expect(scales.first).to_be_focused()
    asks.nth(1).focus()
    page.keyboard.insert_text("How polite was it?")
    page.keyboard.press("Tab")
    page.keyboard.press("1")  # the first letter of 1to5
    expect(scales.nth(1)).to_have_value("1to5")
    setting.get_by_role("button", name="Add channel").focus()
    page.keyboard.press("Enter")
    channel = setting.get_by_label("Channels: channel 1")
    channel.focus()
    page.keyboard.press("c")
    expect(channel).to_have_value("chat")
