"""Past sessions: the list finds them, an address opens them, and the page shows them turn by turn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from testing.browser import axe
from testing.browser.browser import PHONE, WIDE, Tabs
from testing.browser.panel import Panel
from testing.browser.past import FAULTY, THE_DOCUMENTS, held, indexed
from testing.browser.pictures import picture
from testing.calls.calls import Calls


def test_sessions_are_listed_filtered_and_opened(tabs: Tabs, alone: Calls) -> None:
    over = held(alone, "customer-support", "listed-over", *THE_DOCUMENTS)
    held(alone, "customer-support", "listed-waiting", *THE_DOCUMENTS[:2])
    other = held(alone, "appointment-booking", "listed-other", None)
    # The search finds an open session as soon as it is indexed, and an ended one with its words.
    indexed(alone, {"text": "computer", "status": "completed"}, over["sessionId"])
    indexed(alone, {"flowId": "appointment-booking"}, other["sessionId"])

    page = tabs.open(f"{alone.address}/sessions")
    rows = page.get_by_role("row").filter(has_text="listed-")
    expect(rows).to_have_count(3)
    page.get_by_label("Flow").select_option("customer-support")
    expect(rows).to_have_count(2)
    page.get_by_label("Status").select_option("completed")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("listed-over")
    expect(page).to_have_url(re.compile(r"\?flow=customer-support&status=completed$"))

    rows.get_by_role("link").click()
    expect(page).to_have_url(f"{alone.address}/sessions/{over['sessionId']}")
    expect(Panel(page).place()).to_have_text("Turn 4 of 4")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_sessions_are_found_by_words_and_nodes_with_the_keyboard(
    tabs: Tabs, alone: Calls, size: tuple[int, int]
) -> None:
    name = f"found-{'wide' if size == WIDE else 'phone'}"
    session = held(alone, "customer-support", name, None, f"My computer is a Zork{size[0]} model", None, "yes")
    indexed(alone, {"text": f"zork{size[0]}"}, session["sessionId"])
    page = tabs.open(f"{alone.address}/sessions", size=size)
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    if size == WIDE:
        picture(page, "sessions")
    page.get_by_label("Caller's words").focus()
    page.keyboard.type(f"ZORK{size[0]}, computer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 session, newest first.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"\?text=ZORK{size[0]}%2C\+computer$"))

    page.get_by_role("button", name="More filters").press("Enter")
    page.get_by_label("Id of a node it reached").fill("tool-1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    assert not (found := axe.violations(page)), "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Id of a node it reached").fill("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No session fits all of these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear all").press("Enter")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_label("Caller's words").fill("the")
    page.keyboard.press("Enter")
    expect(page.get_by_text("needs a word of 3 letters or more")).to_be_visible()


def test_a_session_is_shown_turn_by_turn(tabs: Tabs, alone: Calls) -> None:
    session = held(alone, "customer-support", "stepped", *THE_DOCUMENTS)
    turns = [turn["turnId"] for turn in session["turns"]]
    address = f"{alone.address}/sessions/{session['sessionId']}"
    page = tabs.open(f"{address}?turn={turns[1]}")
    panel = Panel(page)
    expect(panel.place()).to_have_text("Turn 2 of 4")
    panel.stands_at("tool-1")
    assert panel.ran() == {"start-1", "elicitation-1", "decision-1", "tool-1"}
    expect(panel.evaluation("Which kind?", "technical")).to_contain_text("true")
    picture(page, "session")

    page.keyboard.press("ArrowRight")
    expect(panel.place()).to_have_text("Turn 3 of 4")
    expect(page).to_have_url(f"{address}?turn={turns[2]}")
    panel.stands_at("elicitation-2")
    panel.button("First turn (Shift+←)").click()
    expect(panel.place()).to_have_text("Turn 1 of 4")
    panel.stands_at("elicitation-1")
    page.keyboard.press("Shift+ArrowRight")
    expect(panel.place()).to_have_text("Turn 4 of 4")
    panel.stands_at("end-1")
    panel.turn("All turns")
    page.get_by_role("button", name="Turn 2").filter(has_text=THE_DOCUMENTS[1]).click()
    expect(page).to_have_url(f"{address}?turn={turns[1]}")


def test_a_failed_expression_is_shown_at_its_node(tabs: Tabs, alone: Calls) -> None:
    alone.publish("faulty", FAULTY)
    session = held(alone, "faulty", "failed-expression", None, "a boat")
    page = tabs.open(f"{alone.address}/sessions/{session['sessionId']}")
    failed = Panel(page).evaluation("which", "gold customer")
    expect(failed).to_contain_text("customer.tier === 'gold'")
    expect(failed).to_contain_text("This expression failed. TypeError: cannot read property 'tier' of null")
    expect(Panel(page).evaluation("which", "any wish")).to_contain_text("chosen")
    failed.scroll_into_view_if_needed()
    picture(page, "expression-error")


def test_an_unknown_session_is_reported(tabs: Tabs, alone: Calls) -> None:
    page = tabs.open(f"{alone.address}/sessions/nowhere")
    expect(page.get_by_text("There is no such session.")).to_be_visible()
    page.get_by_role("link", name="All sessions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")
