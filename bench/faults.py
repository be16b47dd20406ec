"""The fault bench: each example's conversation, once for each thing that can go wrong."""

from __future__ import annotations

from bench.figures import Grid, Part, at_most
from functions.adapters.javascript.engine import JavaScript
from testing.faults import DEATHS, RAISES, Fault, Script, play, points
from tests.functions.turn.test_faults import SCRIPTS, Remembered

KINDS: dict[str, tuple[Fault, ...]] = {
    "the process dies before or after": DEATHS,
    "something raises before or after": RAISES,
    "the lease runs out": ("outlives its lease",),
    "a write's answer is lost": ("unheard",),
    "a copy comes in between": ("copied", "copied late"),
    "another turn comes in between": ("joined", "joined late", "passed", "passed late"),
    "the room is over": ("room over",),
}
LEAVE_NO_TRACE: frozenset[Fault] = frozenset(
    ("dies before", "dies after", "outlives its lease", "unheard", "copied", "copied late")
)
IN_FOLDS: frozenset[Fault] = frozenset(
    ("dies before", "dies after", "raises before", "raises after", "outlives its lease")
)
CALL_ONCE: frozenset[Fault] = frozenset(("raises before", "raises after", "outlives its lease"))


def measure() -> Part:
    with JavaScript() as javascript:
        evaluate = Remembered(javascript)
        counted = {
            name: [_points(script, evaluate, faults) for faults in KINDS.values()] for name, script in SCRIPTS.items()
        }
    rows = [
        (name, *(str(points) for points, _ in found), str(sum(points for points, _ in found)))
        for name, found in counted.items()
    ]
    wrong = sum(wrong for found in counted.values() for _, wrong in found)
    return Part(
        "faults",
        "The fault bench",
        figures=(at_most("points after which something is lost, done twice or left unanswered", wrong, 0),),
        grids=(Grid(("points of", *KINDS, "in all"), rows),),
        notes=(
            "At each read, write and effect of each turn, and in each fold, the process ends, something raises, the "
            "lease runs out while the process lives, or somebody comes in between; then the caller's retry comes. "
            "After deaths, lost answers, copies and leases that ran out, answers, conversation, variables, effects "
            "and outcome must be those of an undisturbed run; in the other cases each turn must have its one action. "
            "No tool is called twice unless its process died. tests/functions/turn/test_faults.py asserts this "
            "on every run of `make test`.",
        ),
    )


def _points(script: Script, evaluate: Remembered, faults: tuple[Fault, ...]) -> tuple[int, int]:
    """How many points there are, and after how many of them something is wrong."""
    folds = set(faults) <= IN_FOLDS
    undisturbed, places = points(script, evaluate, *faults, folds=folds)
    wrong = 0
    for place in places:
        played, _ = play(script, evaluate, place, folds=folds)
        same = set(place.values()) <= LEAVE_NO_TRACE
        again = set(place.values()) <= CALL_ONCE and any(calls > 1 for calls in played.calls.values())
        wrong += again or (played != undisturbed if same else len(played.actions) != len(played.answers))
    return len(places), wrong
