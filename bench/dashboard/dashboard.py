"""The dashboard in Chromium with the real stack: delay of a turn, frame rate of a large diagram, size of a load."""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from aiohttp import web
from playwright.sync_api import Browser, Page

from bench.dashboard.big_flow import big_flow
from bench.figures import Figure, Part, at_most, times_at_most
from bench.load.load import FLOW
from bench.timing import quantile
from local.processes.livekit import API_KEY, API_SECRET, LiveKitServer, find_program
from local.site.dashboard import DIST
from testing.browser.browser import WIDE, Tabs, chromium, until
from testing.browser.loaded import Loaded
from testing.browser.panel import Panel
from testing.calls.faults import worker
from testing.processes import callflow, free_port
from testing.unreliable_api import UnreliableApi, serving

TURNS = 60
MANY_TURNS = 500
NEAR = 20
"""Turns around the tenth and before the last. Their medians are compared."""
NODES = 200
PAN_SECONDS = 5.0
SHOWN_TO_YARDSTICK = 14.0
"""The limit of a turn's delay, as a ratio to a bare fetch and two frames (docs/decisions/0024)."""
YARDSTICK_TURNS = 60
FIRST_LOAD_KB = 250
"""The limit of the first load, in KB."""
FRAMES_TO_EMPTY = 0.5
"""The least frame rate, as a ratio to an empty page: 30 frames a second if the browser draws 60."""
GROWTH = 1.5
"""The limit of the delay around the last turn, as a ratio to the delay around the tenth."""


_REPLY = re.compile(rb'"turnId": ?"([^"]+)"')
"""The turn of a reply, in JSON or in the last of its server-sent events."""


@dataclass(slots=True)
class TimingApi(UnreliableApi):
    """A proxy between the worker and the API. It records when the response to each turn arrives: the turn is saved."""

    answered: dict[str, float] = field(default_factory=dict)
    """Milliseconds since the epoch, by turn id. The browser uses the same clock."""

    async def pass_on(self, request: web.Request) -> web.Response:
        # Not super(): a dataclass with slots replaces the class, so super() without arguments fails.
        response = await UnreliableApi.pass_on(self, request)
        if request.path.endswith("/process") and isinstance(response.body, bytes):
            for turn_id in _REPLY.findall(response.body)[-1:]:
                self.answered.setdefault(turn_id.decode(), time.time() * 1000)
        return response


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    if not (DIST / "index.html").is_file():
        raise RuntimeError("dashboard/dist is missing; `make dashboard` builds it")
    with _stack() as (url, proxy), chromium(["--enable-precise-memory-info"]) as browser:
        first_load = _first_load(browser, url)
        chat = _chat(browser, url, proxy)
        simulated = _simulate(browser, url)
        observed = _observe(browser, url)
        panned, empty = _pan(browser, url), _pan_nothing(browser, url)
        yardstick = _fetch_and_draw(browser, url)
    soon, late = simulated.near(10), simulated.near(MANY_TURNS)
    return Part(
        "dashboard",
        "The dashboard in a browser",
        figures=(
            *_shown(f"test chat, {len(chat)} turns", chat, yardstick),
            *_shown(f"simulate, {MANY_TURNS} turns", simulated.millis, yardstick),
            *_shown(f"in an observing page, {len(observed)} turns", observed, yardstick),
            Figure("simulate, around turn 10", f"{soon:.0f} ms"),
            Figure(f"the same, around turn {MANY_TURNS}", f"{late:.0f} ms"),
            at_most("the second to the first", late / soon, GROWTH, digits=2),
            Figure(
                f"tasks over 50 ms of the page's main thread, in {MANY_TURNS} turns",
                f"{len(simulated.long_tasks)}, the longest {max(simulated.long_tasks, default=0):.0f} ms",
            ),
            Figure(
                "JavaScript heap, before and after these turns",
                " and ".join(f"{each:.0f} MB" for each in simulated.heap),
            ),
            _frames_at_least(
                f"a flow of {NODES} nodes, {panned.nodes} in view, panned for {PAN_SECONDS:.0f} s, to an empty page's "
                "frames a second: median",
                panned.frames,
                empty.frames,
                0.5,
            ),
            _frames_at_least("the same, the slowest 5 % of frames", panned.frames, empty.frames, 0.05),
            at_most("first load: page, scripts and styles as transferred", first_load, FIRST_LOAD_KB, "KB"),
        ),
        notes=(
            "Debian's Chromium runs headless, 1440 by 900, without a graphics card. It shares this machine's cores "
            "with `callflow dev`, livekit-server and the worker.",
            "A turn of a test chat is saved when the API's response to `process` reaches a proxy on loopback between "
            "worker and API. A simulated turn is saved when the whole response has reached the page. A turn of an "
            "observing page is saved when that response reaches another program. A turn is shown when its saved row is "
            "in the document; a MutationObserver records the moment. The agent's words may appear earlier, because "
            "LiveKit transmits them.",
            f"Around turn 10 is the median of turns {10 - NEAR // 2 + 1} to {10 + NEAR // 2}. Around turn {MANY_TURNS} "
            f"is the median of the last {NEAR}.",
            "The yardstick of the delay is a fetch of the API's health and two frames after it, in an empty page of "
            f"the same site, the median of {YARDSTICK_TURNS}. A page needs at least this time to show a response.",
            "Frames are the intervals of requestAnimationFrame while the mouse drags the diagram, and while it drags "
            "over an empty page.",
        ),
    )


def _shown(where: str, millis: list[float], yardstick: float) -> tuple[Figure, ...]:
    what = f"saved to shown, {where}, to a bare fetch and two frames: median"
    return (
        times_at_most(what, quantile(millis, 0.5), yardstick, SHOWN_TO_YARDSTICK, "ms"),
        times_at_most("the same, p95", quantile(millis, 0.95), yardstick, SHOWN_TO_YARDSTICK, "ms"),
        times_at_most("the same, slowest", max(millis), yardstick, SHOWN_TO_YARDSTICK, "ms"),
    )


def _frames_at_least(what: str, frames: list[float], empty: list[float], part: float) -> Figure:
    """Return a figure of a frame rate, as a ratio to the frame rate of an empty page. Its target is a lower limit."""
    value, bare = quantile(frames, part), quantile(empty, part)
    share = value / bare
    # The browser rounds times to 0.1 ms, so half of 60 frames a second may appear as 29.94.
    met = round(share, 2) >= FRAMES_TO_EMPTY
    return Figure(what, f"{share:.2f} ({value:.0f} to {bare:.0f} frames/s)", f"≥ {FRAMES_TO_EMPTY:g}", met)


@contextlib.contextmanager
def _stack() -> Iterator[tuple[str, TimingApi]]:
    """Start the stack and yield Callflow's address and the worker's proxy."""
    with TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        logs, port = Path(folder), free_port()
        webhook = f"http://127.0.0.1:{port}/api/livekit/webhook"
        server = stack.enter_context(LiveKitServer(webhook_url=webhook, log=logs / "livekit.log"))
        keys = {"LIVEKIT_URL": server.url, "LIVEKIT_API_KEY": API_KEY, "LIVEKIT_API_SECRET": API_SECRET}
        url = stack.enter_context(callflow(port, keys, logs / "callflow.log"))
        proxy = TimingApi(url)
        stack.enter_context(serving(proxy))
        stack.enter_context(worker(keys, proxy.url, logs / "worker.log"))
        with httpx.Client(base_url=f"{url}/api/flows", timeout=60) as client:
            for flow_id, flow in (("load", FLOW), ("big", big_flow(NODES))):
                client.put(f"/{flow_id}", json=flow).raise_for_status()
                client.post(f"/{flow_id}/publish").raise_for_status()
        yield url, proxy


def _first_load(browser: Browser, url: str) -> float:
    tabs, loaded = Tabs(browser), Loaded()
    page = tabs.open("about:blank")
    loaded.watch(page)
    page.goto(url)
    page.get_by_role("link", name="load").first.wait_for()
    page.wait_for_load_state("networkidle")
    kilobytes = loaded.kilobytes()
    tabs.close()
    return kilobytes


def _chat(browser: Browser, url: str, proxy: TimingApi) -> list[float]:
    """Hold a test chat and return the milliseconds from saved to shown of each turn."""
    tabs = Tabs(browser)
    page = tabs.open("about:blank")
    page.add_init_script(_WATCH)
    page.goto(f"{url}/flows/load/test?mode=chat")
    _converse(page, TURNS)
    shown: dict[str, float] = page.evaluate("window.shown")
    tabs.close()
    return [shown[turn] - at for turn, at in proxy.answered.items() if turn in shown]


@dataclass(frozen=True, slots=True)
class _Simulated:
    millis: list[float]
    """Milliseconds from saved to shown of each turn, in order."""
    long_tasks: list[float]
    """Milliseconds of each task over 50 ms on the page's main thread."""
    heap: tuple[float, float]
    """Megabytes of the heap after the first turn and after the last."""

    def near(self, turn: int) -> float:
        first = min(max(0, turn - NEAR // 2), len(self.millis) - NEAR)
        return quantile(self.millis[first : first + NEAR], 0.5)


def _simulate(browser: Browser, url: str) -> _Simulated:
    tabs = Tabs(browser)
    page = tabs.open("about:blank")
    page.add_init_script(_WATCH)
    page.goto(f"{url}/flows/load/test?mode=simulate")
    _converse(page, 1)
    heap_before = _heap(page)
    _converse(page, MANY_TURNS - 1, first=2)
    times: dict[str, Any] = page.evaluate("({shown, answered, longTasks})")
    heap = heap_before, _heap(page)
    tabs.close()
    shown, answered = times["shown"], times["answered"]
    return _Simulated([shown[turn] - at for turn, at in answered.items()], times["longTasks"], heap)


def _observe(browser: Browser, url: str) -> list[float]:
    """Observe another program's session and return the milliseconds from saved to shown of each turn."""
    tabs = Tabs(browser)
    saved: dict[str, float] = {}
    with httpx.Client(base_url=f"{url}/api/flows/load", timeout=60) as client:
        room = client.post("/test-chat").raise_for_status().json()
        page = tabs.open("about:blank")
        page.add_init_script(_WATCH)
        page.goto(f"{url}/sessions/{room['sessionId']}")
        for turn in range(TURNS):
            body = {"roomName": room["roomName"], "turnId": f"turn-{turn}", "userInput": f"word {turn}"}
            client.post("/process", json=body).raise_for_status()
            saved[body["turnId"]] = time.time() * 1000
            until(page, f"window.shown['turn-{turn}'] !== undefined", 30_000)
            time.sleep(random.uniform(0.3, 0.8))  # random: turns must not coincide with a periodic task of the page
    shown: dict[str, float] = page.evaluate("window.shown")
    tabs.close()
    return [shown[turn] - at for turn, at in saved.items()]


def _converse(page: Page, turns: int, first: int = 1) -> None:
    """Send turns. Each one waits until the previous reply is saved and shown."""
    panel = Panel(page)
    for turn in range(first, first + turns):
        panel.say(f"word {turn}")
        until(
            page, f"[...document.querySelectorAll('[data-turn]')].at(-1)?.textContent.includes('{turn}: word')", 30_000
        )


def _heap(page: Page) -> float:
    """Return the megabytes of the heap after a garbage collection."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.collectGarbage")
    used: float = devtools.send("Runtime.getHeapUsage")["usedSize"]
    devtools.detach()
    return used / 1e6


def _fetch_and_draw(browser: Browser, url: str) -> float:
    """Return the median milliseconds of a bare fetch and two frames."""
    tabs = Tabs(browser)
    page = tabs.open(f"{url}/api/health")
    millis: list[float] = page.evaluate(_FETCH_AND_DRAW, YARDSTICK_TURNS)
    tabs.close()
    return quantile(millis, 0.5)


@dataclass(frozen=True, slots=True)
class _Panned:
    frames: list[float]
    """Frames a second, from each interval between two frames."""
    nodes: int
    """Nodes in view."""
    places: int
    """Different positions of the diagram."""


def _pan(browser: Browser, url: str) -> _Panned:
    tabs = Tabs(browser)
    # In a published version the mouse drags the diagram and not the node under the pointer.
    page = tabs.open(f"{url}/flows/big?version=1")
    page.locator(".react-flow__node").nth(NODES // 2).wait_for()
    box = page.locator(".react-flow__pane").bounding_box()
    if box is None:
        raise RuntimeError("the diagram has no size")
    panned = _drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    if panned.places < len(panned.frames) / 3:
        raise RuntimeError(f"the diagram moved in {panned.places} of {len(panned.frames)} frames only")
    tabs.close()
    return panned


def _pan_nothing(browser: Browser, url: str) -> _Panned:
    """Drag with the mouse on a page with a line of text."""
    tabs = Tabs(browser)
    panned = _drag(tabs.open(f"{url}/api/health"), (WIDE[0] / 2, WIDE[1] / 2))
    tabs.close()
    return panned


def _drag(page: Page, middle: tuple[float, float]) -> _Panned:
    page.evaluate(_FRAMES)
    end = time.monotonic() + PAN_SECONDS
    while time.monotonic() < end:
        for way in (-1, 1):
            page.mouse.move(*middle)
            page.mouse.down()
            page.mouse.move(middle[0] + way * 200, middle[1] + way * 80, steps=40)
            page.mouse.up()
    counted: dict[str, Any] = page.evaluate("() => { window.counting = false; return {intervals, places} }")
    drawn = page.locator(".react-flow__node").count()
    return _Panned([1000 / each for each in counted["intervals"] if each > 0], drawn, counted["places"])


_WATCH = """
// The moments at which the row of each saved turn appeared in the document and each simulated turn got its response.
window.shown = {}; window.answered = {}; window.longTasks = [];
const note = row => { window.shown[row.dataset.turn] ??= Date.now(); };
const look = node => {
  if (!(node instanceof Element)) return;
  if (node.matches('[data-turn]')) note(node);
  node.querySelectorAll('[data-turn]').forEach(note);
};
new MutationObserver(records => {
  for (const record of records) {
    if (record.type === 'attributes') look(record.target);
    record.addedNodes.forEach(look);
  }
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-turn']});
new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.longTasks.push(task.duration);
}).observe({type: 'longtask', buffered: true});
const ask = window.fetch;
window.fetch = async (...given) => {
  const answer = await ask(...given);
  if (answer.ok && answer.url.endsWith('/process')) {
    answer.clone().text().then(events => {
      const at = Date.now(), reply = JSON.parse(events.match(/^event: reply\\ndata: (.*)$/m)[1]);
      window.answered[reply.turnId] ??= at;
    });
  }
  return answer;
};
"""

_FETCH_AND_DRAW = """async turns => {
  const frame = () => new Promise(drawn => requestAnimationFrame(drawn)), millis = [];
  for (let turn = 0; turn <= turns; turn++) {
    // The random wait gives each turn another distance to the screen's refresh.
    await new Promise(waited => setTimeout(waited, 50 + 50 * Math.random()));
    const began = performance.now();
    await (await fetch('/api/health', {cache: 'no-store'})).json();
    await frame(); await frame();
    if (turn) millis.push(performance.now() - began);
  }
  return millis;
}"""

_FRAMES = """() => {
  window.counting = true; window.intervals = []; window.places = 0;
  const viewport = document.querySelector('.react-flow__viewport');
  let before = performance.now(), place = viewport?.style.transform;
  const frame = now => {
    window.intervals.push(now - before); before = now;
    if (viewport?.style.transform !== place) { place = viewport.style.transform; window.places += 1; }
    if (window.counting) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
