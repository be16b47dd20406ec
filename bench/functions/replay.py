"""The replay of a thousand recorded calls of ten turns, against a bare fold of the same events."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence

from bench.figures import Figure, Part, at_most, times_at_most
from flow_core.flow import Flow
from flow_core.state import State
from flow_core.step import fold
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import NEVER
from functions.ports.tools import Answered
from functions.replay.call import Call, replay
from functions.replay.expressions import Expressions
from testing.replay.calls import call_of
from testing.stage import Stage, ToolsThat, asking, counting

CALLS = 1_000
TURNS = 10
RECORDED = 10
"""Calls that are recorded. Each is replayed several times, and nothing is remembered of the time before."""
MORE = 10
"""How often all of them are replayed once more while the memory is watched."""
LIMIT_SECONDS = 15.0
LIMIT = 2.0
ROUNDS = 3


def measure() -> Part:
    with JavaScript() as javascript:
        asks, quiet = _recorded(javascript, asking()), _recorded(javascript, counting())
        both = [call for pair in zip(asks, quiet, strict=True) for call in pair]
        through_quiet = _replayed(javascript, quiet)
        through_asks = _replayed(javascript, asks)
        bare, whole = [], []
        for _ in range(ROUNDS):
            bare.append(_seconds(lambda: _bare(javascript, both)))
            whole.append(_replayed(javascript, both))
        before = _kilobytes()
        _replayed(javascript, both * MORE)
        grown = _kilobytes() - before
        best_bare, best = min(bare), min(whole)
        times = CALLS / len(both)
        return Part(
            "replay",
            "A replay",
            figures=(
                at_most(f"{CALLS:,} calls of {TURNS} turns", best * times, LIMIT_SECONDS, "s", 1),
                times_at_most("replay to a bare fold of its events", best, best_bare, LIMIT, "s", digits=2),
                Figure("calls a second", f"{len(both) / best:,.0f}"),
                Figure("calls a second, without a tool", f"{len(quiet) / through_quiet:,.0f}"),
                Figure("calls a second, with a tool in each turn", f"{len(asks) / through_asks:,.0f}"),
                at_most(f"growth of the memory over {MORE * len(both)} more calls", grown / 1024, 8, "MB", 1),
            ),
            notes=(
                f"{len(both)} calls were recorded by the turn protocol, half of them with a tool in each turn. They "
                "are read already: reading a call of ten turns takes two requests to the store, eight calls at once.",
                "The bare fold calls `step` once for each event, with the same engine. A call with a tool is folded "
                "twice, through its own version for the questions and through the other one; its expressions run once.",
            ),
        )


def _recorded(javascript: JavaScript, flow: Flow) -> Sequence[Call]:
    calls = []
    for number in range(RECORDED):
        tools = ToolsThat(lambda effect: Answered(200, {}, "in the post"))
        stage = Stage((flow,), javascript, tools=tools)
        for turn in range(TURNS):
            stage.turn(f"t{turn}", f"order {number} {turn}" if turn else None)
        calls.append(call_of(stage))
    return calls


def _bare(javascript: JavaScript, calls: Sequence[Call]) -> None:
    for call in calls:
        assert call.flow is not None
        events = [event for turn in call.turns for event in turn.events]
        fold(call.flow, State(session=call.session), events, javascript)


def _replayed(javascript: JavaScript, calls: Sequence[Call]) -> float:
    """Replay calls and return the seconds."""
    began = time.perf_counter()
    for call in calls:
        assert call.flow is not None
        # Of each call, because the same calls come again here, and nothing of them may be known.
        expressions = Expressions(javascript, "acme", NEVER)
        result = replay(call, call.flow, expressions)
        if result.verdict != "same":
            raise RuntimeError(f"a call differs from itself: {result}")
    return time.perf_counter() - began


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
