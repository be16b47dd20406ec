"""The report of a flow in the browser: its picture, its funnel, its filters and its files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from testing.browser import axe
from testing.browser.browser import PHONE, Tabs
from testing.browser.past import THE_DOCUMENTS, held
from testing.browser.pictures import picture
from testing.calls.calls import Calls
from testing.calls.flows import flow

NUMBER = "+15550171"
DESK = flow(
    "Front desk",
    {
        "start": ("start", {"message": "Hello."}),
        "ask": ("elicitation", {"label": "Room or table?", "prompt": "A room or a table?", "variable": "wish"}),
        "which": (
            "decision",
            {"label": "A room?", "conditions": [{"id": "room", "label": "room", "expression": "wish === 'room'"}]},
        ),
        "nights": ("elicitation", {"label": "How many nights?", "prompt": "How many nights?", "variable": "nights"}),
        "booked": ("end", {"message": "Booked.", "outcome": "room"}),
        "table": ("end", {"message": "Your table is ready.", "outcome": "table"}),
        "none": ("end", {"message": "Goodbye.", "outcome": "none"}),
    },
    "start > ask, ask > which, ask.noMatch > none, ask.noInput > none, which.room > nights, which > table, "
    "nights > booked, nights.noMatch > none, nights.noInput > none",
)


def saved(page: Page, button: str, item: str) -> str:
    """Choose an item of a menu that saves a file, and return the file's text."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
        page.get_by_role("menuitem", name=item).click()
    return Path(download.value.path()).read_bytes().decode()


def test_a_report_is_drawn_into_the_flow_filtered_and_exported(tabs: Tabs, alone: Calls) -> None:
    desk = alone.publish("front-desk", DESK)
    for number, said in enumerate([("table",), ("table",), ("room", "2"), ("room", "3")]):
        held(alone, desk, f"desk-{number}", None, *said)
    alone.given_number(NUMBER, desk)
    call = {"roomName": "desk-phone", "calledNumber": NUMBER, "callerNumber": "+15550199"}
    assert alone.api.post("/calls", json=call).status_code == 201
    held(alone, desk, "desk-phone", None, "table")

    page = tabs.open(f"{alone.address}/flows/{desk}/report")
    funnel = page.get_by_role("region", name="Funnel")
    expect(funnel.get_by_role("listitem").first).to_contain_text("start")
    expect(funnel.get_by_role("listitem").filter(has_text="How many nights?")).to_contain_text("2 (40 %)")
    drawn = page.get_by_role("region", name="In the flow")
    expect(drawn.get_by_role("group", name=re.compile("2 calls came here"))).not_to_have_count(0)
    widths = drawn.locator("path[data-note=calls]").evaluate_all(
        "paths => paths.map(path => [path.querySelector('title').textContent, parseFloat(path.style.strokeWidth)])"
    )
    by_title = dict(widths)
    assert by_title["5 calls took this edge (100 %)."] > by_title["3 calls took this edge (60 %)."]
    assert by_title["3 calls took this edge (60 %)."] > by_title["2 calls took this edge (40 %)."]
    assert by_title["2 calls took this edge (40 %)."] > by_title["0 calls took this edge (0 %)."]
    expect(page.get_by_role("row", name=re.compile(rf"^{re.escape(NUMBER)} 1 100 %"))).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
    picture(page, "reports/report")

    page.get_by_label("Called number", exact=True).select_option(NUMBER)
    expect(funnel.get_by_role("listitem").first).to_contain_text("1 (100 %)")
    expect(page).to_have_url(re.compile(r"\?number=%2B15550171$"))
    rows = list(csv.DictReader(io.StringIO(saved(page, "Export", "Outcomes as CSV"))))
    assert [(row["calledNumber"], row["outcome"], row["sessions"]) for row in rows] == [(f"'{NUMBER}", "table", "1")]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert not (found := axe.violations(page)), "\n".join(found)


def test_the_transcript_of_a_session_is_saved(tabs: Tabs, alone: Calls) -> None:
    session = held(alone, "customer-support", "transcribed", *THE_DOCUMENTS)
    page = tabs.open(f"{alone.address}/sessions/{session['sessionId']}")
    text = saved(page, "Transcript", "As text")
    assert text.startswith(f"Session {session['sessionId']}\nFlow customer-support")
    assert "Caller: My computer won't start" in text
    assert saved(page, "Transcript", "As subtitles").startswith("WEBVTT\n")
    assert f'"sessionId":"{session["sessionId"]}"' in saved(page, "Transcript", "As JSON")
