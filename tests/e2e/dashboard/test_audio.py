"""A spoken conversation: Chromium's microphone plays Piper's speech, and the test analyses the page's audio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from testing.browser import sound
from testing.browser.browser import ALLOWED_MICROPHONE, Tabs, chromium, until
from testing.browser.panel import Panel, session_of
from testing.browser.pictures import picture
from testing.calls.calls import Calls
from testing.calls.speech import plain
from tests.e2e.calls.test_chat_call import FILLER, GOODBYE, RESULT

MAX_PARTS = 20


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(ALLOWED_MICROPHONE) as opened:
        yield opened


def test_a_spoken_conversation_is_shown_and_heard(tabs: Tabs, calls: Calls, site: str) -> None:
    page = tabs.open("about:blank")
    page.add_init_script(sound.MICROPHONE)
    page.add_init_script(_WATCH)
    page.goto(f"{site}/flows/customer-support/test?mode=audio")
    panel = Panel(page)
    panel.hears("Hello!")
    expect(panel.state).to_have_text("Listening")
    sound.say(page, "My computer won't start and")
    # The page shows an interim transcript before the final one. A busy machine transcribes late, and may
    # show only the last words. So the caller continues, and says "computer" in each part.
    for _ in range(MAX_PARTS):
        if page.evaluate("window.partial.some(words => /computer/i.test(words))"):
            break
        sound.say(page, "my computer makes a noise and")
    until(page, "window.partial.some(words => /computer/i.test(words))")
    _meter_moves(page, "You")
    panel.hears(FILLER, RESULT)
    expect(page.get_by_text("Speaking", exact=True)).to_be_visible()
    until(page, "window.now.Agent > 0.3")
    picture(page, "audio")
    expect(panel.state).to_have_text("Listening")
    sound.say(page, "Yes, that helped.")
    panel.hears(GOODBYE)
    panel.is_over()
    _meter_moves(page, "Agent")
    assert page.evaluate("window.loudest") > 0.02

    session = session_of(page, calls)
    assert session["status"] == "completed"
    assert session["testMetadata"]["testMode"] == "audio"
    users = [each["content"] for each in session["context"]["conversation"] if each["role"] == "user"]
    assert "computer" in plain(users[0])
    assert "yes" in plain(users[1])
    said = plain(" ".join(panel.lines()))
    assert all(words in said for words in ("computer", "technical issue", "operational", "yes", "goodbye"))


def _meter_moves(page: Page, who: str) -> None:
    """Wait until the meter of a voice has moved."""
    until(page, f"window.levels.{who} > 0.1")


_WATCH = """
// The interim transcripts of the caller, the meters' current and highest levels, and the loudest sample.
window.partial = []; window.now = {}; window.levels = {You: 0, Agent: 0}; window.loudest = 0;
const listening = new Set();
const listen = player => {
  if (listening.has(player) || !(player.srcObject instanceof MediaStream)) return;
  listening.add(player);
  const context = new AudioContext(), analyser = context.createAnalyser(), samples = new Float32Array(2048);
  analyser.fftSize = 2048;
  context.createMediaStreamSource(player.srcObject).connect(analyser);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    window.loudest = Math.max(window.loudest, ...samples);
  }, 50);
};
setInterval(() => {
  for (const row of document.querySelectorAll('li')) {
    if (/Transcribing/.test(row.textContent)) window.partial.push(row.textContent);
  }
  for (const bar of document.querySelectorAll('[style*="--level"]')) {
    const who = bar.parentElement.previousElementSibling.textContent;
    window.now[who] = Number(bar.style.getPropertyValue('--level'));
    window.levels[who] = Math.max(window.levels[who], window.now[who]);
  }
  document.querySelectorAll('audio').forEach(listen);
}, 50);
"""
