"""Counts the files that one turn enters: `python -m checks.trace_turn`.

A turn over the fakes is traced: each call of a Python function is one event. Two numbers say how far a reader has to
jump. `files` are the files of flow_core and functions that the turn enters. `changes` are the consecutive events of
different files among the modules of functions/turn. Time is not measured here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from types import FrameType
from typing import Any

from checks.tracked import ROOT
from flow_core.evaluate import Evaluated, Value
from flow_core.flow import Flow
from flow_core.json import Variables
from functions.records import TurnCall
from testing.stage import NEW_SESSION, Stage, ToolsThat, asking, counting, flow, found, node

_SHIPPED = ("flow_core/", "functions/")
_PROTOCOL = "functions/turn/"


@dataclass(frozen=True, slots=True)
class Trace:
    """The calls of one turn."""

    calls: tuple[str, ...]
    """The file of each called function, relative to the repository, in order."""

    @property
    def files(self) -> list[str]:
        """The files that were entered, in the order of their first call."""
        return list(dict.fromkeys(self.calls))

    @property
    def changes(self) -> int:
        """How often the file changes from one call to the next, among the modules of the turn protocol."""
        protocol = [path for path in self.calls if path.startswith(_PROTOCOL)]
        return sum(before != after for before, after in pairwise(protocol))


def turn_without_tool() -> Trace:
    """Trace a turn of a flow that asks again and again."""
    ask = node("ask", "elicitation", prompt="Next?", variable="heard")
    return _second_turn(flow([node("start", "start", message="Hello."), ask], ["start -> ask", "ask -> ask"]))


def turn_with_expressions() -> Trace:
    """Trace a turn of a flow that asks again and again, and counts the answers with two expressions."""
    return _second_turn(counting())


def turn_with_tool() -> Trace:
    """Trace a turn of a flow that asks, and calls a tool with the answer."""
    return _second_turn(asking())


def _second_turn(definition: Flow) -> Trace:
    # The first session imports what is imported when it is first used, such as the words of a language.
    _traced_second_turn(definition)
    return _traced_second_turn(definition)


def _traced_second_turn(definition: Flow) -> Trace:
    stage = Stage((definition,), _evaluate, tools=ToolsThat(lambda effect: found("shipped")[0]))
    stage.turn("t1")
    run_turn, call = stage.run_turn, TurnCall("t2", "1001")
    return traced(lambda: run_turn(NEW_SESSION, call))


def traced(run: Callable[[], object]) -> Trace:
    """Run a function and return its calls into the shipped packages."""
    calls: list[str] = []

    def on_event(frame: FrameType, event: str, argument: Any) -> None:
        path = frame.f_code.co_filename.removeprefix(f"{ROOT}/")
        if event == "call" and path.startswith(_SHIPPED):
            calls.append(path)

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        run()
    finally:
        sys.setprofile(before)
    return Trace(tuple(calls))


def _evaluate(expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
    return Value(1, True)


def main() -> None:
    """Print the numbers and the files of three turns."""
    turns = {
        "without a tool": turn_without_tool(),
        "with expressions": turn_with_expressions(),
        "with a tool": turn_with_tool(),
    }
    for name, trace in turns.items():
        print(f"{name}: {len(trace.calls)} calls, {len(trace.files)} files, {trace.changes} changes in {_PROTOCOL}")
        print(*(f"  {path}" for path in trace.files), sep="\n")


if __name__ == "__main__":
    main()
