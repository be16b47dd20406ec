"""The fault bench: each example's conversation, once for each thing that can go wrong."""

from __future__ import annotations

from bench.figures import Grid, Part, at_most
from functions.adapters.javascript import JavaScript
from tests.functions.faults import Fault, Script, play, points
from tests.functions.test_faults import SCRIPTS, Remembered

KINDS: dict[str, tuple[Fault, ...]] = {
    "the process dies before or after": ("dies before", "dies after"),
    "a write's answer is lost": ("unheard",),
    "a copy comes in between": ("copied", "copied late"),
    "another turn comes in between": ("joined", "joined late", "passed", "passed late"),
    "the room is over": ("room over",),
}
LEAVE_NO_TRACE: frozenset[Fault] = frozenset(("dies before", "dies after", "unheard", "copied", "copied late"))


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
            "At each read, write and effect of each turn the process ends, the call fails, or somebody comes in "
            "between; then the caller's retry comes. After deaths, lost answers and copies, answers, conversation, "
            "variables, effects and outcome must be those of an undisturbed run; in the other cases each turn must "
            "have its one action. tests/functions/test_faults.py asserts this, and more, on every run of `make test`.",
        ),
    )


def _points(script: Script, evaluate: Remembered, faults: tuple[Fault, ...]) -> tuple[int, int]:
    """How many points there are, and after how many of them something is wrong."""
    undisturbed, places = points(script, evaluate, *faults)
    wrong = 0
    for place in places:
        played, _ = play(script, evaluate, place)
        same = set(place.values()) <= LEAVE_NO_TRACE
        wrong += played != undisturbed if same else len(played.actions) != len(played.answers)
    return len(places), wrong
