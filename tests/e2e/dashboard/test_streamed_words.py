"""A model's first sentence is on the page while the model still writes the second one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from testing.browser.browser import Tabs
from testing.browser.panel import Panel, session_of
from testing.browser.wire import wire
from testing.calls.calls import Calls, said
from testing.calls.streaming import streaming_model
from tests.e2e.calls.test_streamed_call import FIRST, SECOND, TALK, Model

REPLY = FIRST + SECOND
OUTAGE = "Callflow's API is not responding."


@pytest.fixture(scope="module")
def module_model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def streaming(module_model: Model, dist: Path, livekit_logs: Path) -> Iterator[Calls]:
    """One Callflow for all tests here, because each start loads the speech models."""
    log = livekit_logs / "streamed-words.log"
    with streaming_model(module_model.answer, log, CALLFLOW_TURN_SECONDS="25") as calls:
        calls.publish("talk", TALK)
        try:
            yield calls
        finally:
            module_model.go_on.set()


@pytest.fixture
def model(module_model: Model) -> Iterator[Model]:
    module_model.go_on.clear()
    module_model.finished = False
    yield module_model
    module_model.go_on.set()


def words_now(page: Page) -> Locator:
    """Return the agent's words that are not saved yet."""
    lines = page.get_by_role("region", name="Conversation").get_by_role("listitem")
    return lines.filter(has=page.get_by_text("Speaking…", exact=True))


def test_a_simulated_call_shows_words_as_they_come_and_keeps_them_over_a_broken_connection(
    tabs: Tabs, streaming: Calls, model: Model
) -> None:
    with wire(streaming.address) as way:
        page = tabs.open(f"{way.address}/flows/talk/test?mode=simulate")
        panel = Panel(page)
        expect(words_now(page)).to_contain_text(FIRST)
        expect(panel.state).to_have_text("Speaking")
        assert not model.finished
        model.go_on.set()
        panel.hears(REPLY)
        expect(panel.state).to_have_text("Listening")

        model.go_on.clear()
        panel.say("hello")
        expect(words_now(page)).to_contain_text(FIRST)
        way.cut()
        expect(page.get_by_text(OUTAGE)).to_be_visible()
        expect(words_now(page)).to_contain_text(FIRST)
        model.go_on.set()
        way.mend()
        expect(page.get_by_text(OUTAGE)).to_be_hidden()
        expect(panel.log.locator("[data-turn]")).to_have_count(3)
        assert panel.lines() == [f"Agent: {REPLY}", "Caller: hello", f"Agent: {REPLY}"]
        expect(page.get_by_text("to the first word")).to_be_visible()
        expect(words_now(page)).to_be_hidden()
        assert said(session_of(page, streaming)) == [("assistant", REPLY), ("user", "hello"), ("assistant", REPLY)]


def test_a_test_chat_shows_words_as_they_come(tabs: Tabs, streaming: Calls, model: Model) -> None:
    page = tabs.open(f"{streaming.address}/flows/talk/test?mode=chat")
    panel = Panel(page)
    expect(words_now(page)).to_contain_text(FIRST)
    assert not model.finished
    model.go_on.set()
    panel.hears(REPLY)

    panel.say("hello")
    expect(panel.log.locator("[data-turn]")).to_have_count(3)
    assert panel.lines() == [f"Agent: {REPLY}", "Caller: hello", f"Agent: {REPLY}"]
    expect(page.get_by_text("to the first word")).to_be_visible()
    expect(words_now(page)).to_be_hidden()
