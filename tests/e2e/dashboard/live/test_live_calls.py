"""The page Live: a person listens to a call in another tab, whispers, takes it over and hands it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from testing.browser import axe, sound
from testing.browser.browser import ALLOWED_MICROPHONE, Tabs, chromium, until
from testing.browser.panel import Panel, session_of
from testing.browser.pictures import picture
from testing.calls.calls import Calls
from testing.calls.flows import flow

FLOW, HINT = "live-desk", "Offer a new computer."
DESK = flow(
    FLOW,
    {
        "start": ("start", {"message": "Hello!"}),
        "ask": ("elicitation", {"prompt": "How can I help?", "variable": "wish", "noInputSeconds": 60}),
        "bye": ("end", {}),
    },
    "start > ask, ask > bye, ask.noMatch > bye, ask.noInput > bye",
)
"""A caller who says nothing has the whole test to do so."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(ALLOWED_MICROPHONE) as opened:
        yield opened


@pytest.fixture(autouse=True)
def flow_of_the_desk(calls: Calls) -> Iterator[None]:
    """Other modules of this server do not find the flow."""
    calls.publish(FLOW, DESK)
    yield
    assert calls.api.delete(f"/flows/{FLOW}").status_code == 204


def test_a_person_listens_takes_a_call_over_and_hands_it_back(tabs: Tabs, calls: Calls, site: str) -> None:
    caller = tabs.open("about:blank")
    caller.add_init_script(sound.MICROPHONE)
    caller.add_init_script(_LOUDEST)
    caller.goto(f"{site}/flows/{FLOW}/test?mode=audio")
    panel = Panel(caller)
    panel.hears("Hello!")
    expect(panel.state).to_have_text("Listening")
    session_id = session_of(caller, calls)["sessionId"]

    desk = tabs.open("about:blank")
    desk.add_init_script(sound.MICROPHONE)
    desk.goto(f"{site}/live")
    desk.locator(f'a[href="/live?call={session_id}"]').click()
    call = desk.get_by_role("region", name="Call: Call in a browser")
    expect(call.get_by_role("log")).to_contain_text("Hello!")
    call.get_by_role("button", name="Listen").click()
    expect(call.get_by_text("You are listening.")).to_be_visible()
    expect(desk.get_by_text("local listens")).to_be_visible()
    _no_violations(desk)

    call.get_by_role("button", name="Take over").click()
    dialog = desk.get_by_role("dialog", name="Take this call over?")
    _no_violations(desk)
    dialog.get_by_role("button", name="Take over").click()
    expect(call.get_by_text("You have the call.")).to_be_visible()
    expect(call.get_by_role("button", name="Hand back")).to_be_focused()
    expect(desk.get_by_text("local has the call")).to_be_visible()
    caller.evaluate("window.loudest = 0")
    sound.say(desk, "Hello, I am a person, and I can help you with your computer.")
    until(caller, "window.loudest > 0.1")
    _no_violations(desk)
    picture(desk, "organization/live")

    call.get_by_role("button", name="Hand back").click()
    expect(call.get_by_text("You are not in this call.")).to_be_visible()
    call.get_by_label("Whisper to the agent").fill(HINT)
    call.get_by_role("button", name="Whisper").click()
    expect(call.get_by_text(f"Sent: {HINT}")).to_be_visible()

    caller.close()
    expect(call.get_by_text("This call has ended.")).to_be_visible()
    (takeover,) = calls.session(session_id)["takeovers"]
    assert takeover["since"] < takeover["until"]


def _no_violations(page: Page) -> None:
    assert not (found := axe.violations(page)), "\n".join(found)


_LOUDEST = """
// The highest level of what the caller hears.
window.loudest = 0;
setInterval(() => {
  for (const bar of document.querySelectorAll('[style*="--level"]')) {
    if (bar.parentElement.previousElementSibling.textContent === 'Agent')
      window.loudest = Math.max(window.loudest, parseFloat(bar.style.getPropertyValue('--level')));
  }
}, 20);
"""
