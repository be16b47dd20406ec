"""The page reports each failure in words with a remedy, and continues after a failure that passes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from livekit import api as livekit_api
from playwright.sync_api import Browser, Page, Route, expect

from local.processes.livekit import API_KEY, API_SECRET
from testing.browser.browser import FAKE_DEVICE, PATIENCE, Tabs, another
from testing.browser.panel import Panel, session_of
from testing.browser.pictures import picture
from testing.browser.wire import wire
from testing.calls.calls import Calls, Json, said
from tests.e2e.calls.test_chat_call import FILLER, GOODBYE, RESULT
from tests.e2e.dashboard.test_chat import LINES, TROUBLE

CHAT = "/flows/customer-support/test?mode=chat"
AWAY = "Callflow's API is not responding."


def eventually(so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_an_outage_during_a_call_is_reported_and_ends(tabs: Tabs, calls: Calls, site: str) -> None:
    with wire(site) as way:
        page = tabs.open(way.address + CHAT)
        panel = Panel(page)
        panel.hears("Hello!")
        away = page.get_by_role("status").filter(has_text=AWAY)
        expect(away).to_have_count(0)

        way.cut()
        expect(away).to_be_visible()
        # The worker has a separate connection. So the conversation continues meanwhile.
        panel.say(TROUBLE)
        eventually(lambda: ("assistant", RESULT) in said(session_of(page, calls)))
        assert FILLER not in " ".join(panel.lines())

        way.mend()
        panel.hears(TROUBLE, FILLER, RESULT)
        expect(away).to_have_count(0)
        assert panel.lines() == LINES[:4]
        panel.say("yes")
        panel.hears(GOODBYE)
        panel.is_over()


def test_a_reloaded_page_rejoins_its_call(tabs: Tabs, calls: Calls, site: str) -> None:
    page = tabs.open(site + CHAT)
    panel = Panel(page)
    panel.hears("Hello!")
    panel.say(TROUBLE)
    panel.hears(RESULT)
    before = page.url
    page.reload()
    panel.hears(RESULT)
    assert page.url == before
    panel.say("yes")
    panel.hears(GOODBYE)
    panel.is_over()
    assert panel.lines() == LINES
    assert len([words for who, words in said(session_of(page, calls)) if who == "user"]) == 2


def test_a_missing_microphone_is_reported(tabs: Tabs, site: str) -> None:
    page = tabs.open(f"{site}/flows/customer-support/test?mode=audio", permissions=["microphone"])
    alert = page.get_by_role("alert").filter(has_text="No microphone was found.")
    expect(alert).to_contain_text("Connect one and try again.")
    alert.get_by_role("button", name="Test chat").click()
    Panel(page).hears("Hello!")


def test_a_denied_microphone_is_reported(browser: Browser, site: str) -> None:
    with another(browser, [*FAKE_DEVICE, "--deny-permission-prompts"]) as refusing:
        page = Tabs(refusing).open(f"{site}/flows/customer-support/test?mode=audio")
        alert = page.get_by_role("alert").filter(has_text="This page does not have permission to use the microphone.")
        expect(alert).to_contain_text("Allow it in the browser's address bar")


def test_a_missing_worker_is_reported_and_simulate_is_offered(tabs: Tabs, unattended: Calls) -> None:
    page = tabs.open(unattended.address + CHAT)
    alert = page.get_by_role("status").filter(has_text="No worker has joined this call yet.")
    # The page first waits for a worker.
    expect(alert).to_contain_text("make run", timeout=2 * PATIENCE)
    picture(page, "worker-away")
    alert.get_by_role("button", name="Simulate").click()
    Panel(page).hears("Hello!")


def test_a_full_room_is_reported(tabs: Tabs, unattended: Calls) -> None:
    """The room of the first tab takes one participant. The second tab gets a token for the same room."""
    taken: Json = {}

    def into_a_small_room(route: Route) -> None:
        prepared = route.fetch().json()
        _aside(_make_room(unattended, prepared))
        taken.update(prepared)
        route.fulfill(status=201, json=prepared)

    def into_the_same(route: Route) -> None:
        prepared = route.fetch().json()
        prepared["token"] = _token(taken["roomName"], "somebody else", timedelta(hours=1))
        route.fulfill(status=201, json={**prepared, "roomName": taken["roomName"]})

    first = tabs.open("about:blank")
    first.route("**/test-chat", into_a_small_room)
    first.goto(unattended.address + CHAT)
    expect(Panel(first).state).to_have_text("Waiting for the agent…")
    second = tabs.open("about:blank")
    second.route("**/test-chat", into_the_same)
    second.goto(unattended.address + CHAT)
    alert = second.get_by_role("alert").filter(has_text="LiveKit responded, but did not let you join the room.")
    expect(alert).to_contain_text("The room may be full. Wait until another call has ended")


def test_an_expired_token_is_reported_and_the_call_can_be_started_again(tabs: Tabs, site: str) -> None:
    page = tabs.open(site + CHAT)
    panel = Panel(page)
    panel.hears("Hello!")
    _let_the_token_expire(page)
    page.reload()
    alert = page.get_by_role("alert").filter(has_text="This call's token has expired.")
    before = page.url
    alert.get_by_role("button", name="Start again").click()
    panel.hears("Hello!")
    assert page.url != before
    panel.say(TROUBLE)
    panel.hears(FILLER)


def _let_the_token_expire(page: Page) -> None:
    """Let the token of the call expire that the tab stores for a reload."""
    kept = json.loads(page.evaluate("sessionStorage.getItem('callflow.call')"))
    prepared = kept["prepared"]
    prepared["token"] = _token(prepared["roomName"], prepared["identity"], timedelta(hours=-1))
    page.evaluate("kept => sessionStorage.setItem('callflow.call', kept)", json.dumps(kept))


def _token(room: str, identity: str, lasting: timedelta) -> str:
    grants = livekit_api.VideoGrants(room_join=True, room=room)
    token = livekit_api.AccessToken(API_KEY, API_SECRET).with_identity(identity).with_grants(grants).with_ttl(lasting)
    return str(token.to_jwt())


async def _make_room(calls: Calls, prepared: Json) -> None:
    url = prepared["serverUrl"].replace("ws://", "http://")
    async with livekit_api.LiveKitAPI(url, API_KEY, API_SECRET) as server:
        await server.room.create_room(livekit_api.CreateRoomRequest(name=prepared["roomName"], max_participants=1))


def _aside(work: object) -> None:
    """Run the work in a separate thread, because an open browser has the event loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result(20)  # type: ignore[arg-type]
