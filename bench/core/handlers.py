"""The turn of `turn` in a flow with a hundred handlers, against the same turn without them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bench.core.seven_nodes import SAID, STATE, document, evaluate, flow, state_before
from bench.figures import Figure, Part, at_most
from bench.timing import interleaved, ratio
from flow_core.events import CallerSpoke
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.step import step

THINGS = ("order", "invoice", "parcel", "contract", "appointment", "account", "refund", "address", "password", "card")
PHRASES = ("where is my {}", "cancel my {}", "speak to someone about my {}")
NEAR = "I would like to know where is my order that I made on Tuesday"
"""Words that hold a phrase of a handler, and more."""
LIMIT = 1.5


def with_handlers() -> Flow:
    """Return the flow of `turn` with a hundred handlers: eighty with three phrases each, and twenty in words."""
    spoken: list[Json] = [
        {
            "id": f"{thing}-{number}",
            "phrases": [phrase.format(f"{thing} number {number}" if number else thing) for phrase in PHRASES],
            "target": "end",
            "resume": number % 2 == 1,
        }
        for thing in THINGS
        for number in range(8)
    ]
    in_words: list[Json] = [
        {"id": f"{thing}-{mood}", "when": f"the caller is {mood} about a {thing}", "target": "end"}
        for thing in THINGS
        for mood in ("upset", "glad")
    ]
    return Flow.model_validate({**document(), "handlers": [*spoken, *in_words]})


def measure() -> Part:
    without, handled = flow(), with_handlers()
    stored = state_before(10)
    if len(handled.handlers) != 100 or _turn(handled, stored, SAID) != _turn(without, stored, SAID):
        raise RuntimeError("the turn with handlers is another one")
    turns: dict[str, Callable[[], object]] = {
        "none": partial(_turn, without, stored, SAID),
        "hundred": partial(_turn, handled, stored, SAID),
        "none, near": partial(_turn, without, stored, NEAR),
        "hundred, near": partial(_turn, handled, stored, NEAR),
    }
    timed = interleaved(turns, rounds=200, each=20)
    return Part(
        "handlers",
        "A turn with a hundred handlers",
        figures=(
            at_most("a hundred handlers to none", ratio(timed["hundred"], timed["none"]), LIMIT, digits=2),
            at_most(
                "the same, words that hold a phrase and more",
                ratio(timed["hundred, near"], timed["none, near"]),
                LIMIT,
                digits=2,
            ),
            Figure("median without handlers", f"{timed['none'].median:,.0f} µs"),
            Figure("median with a hundred", f"{timed['hundred'].median:,.0f} µs"),
        ),
        notes=(
            "The turn is that of `turn`, from JSON to JSON. Eighty handlers have three phrases each, and twenty are in "
            "words; no handler is reached, and no model is configured.",
            "An expression of a handler costs one evaluation for each utterance; `expression` has the cost.",
            "tests/flow_core/handlers/test_resuming.py proves that the state stays flat over 1,000 turns.",
        ),
    )


def _turn(flow: Flow, stored: bytes, said: str) -> bytes:
    state = STATE.validate_json(stored)
    event = CallerSpoke(text=said, turn_id="turn", at=1_715_000_000_000, seed=7)
    return STATE.dump_json(step(flow, state, event, evaluate).state)
