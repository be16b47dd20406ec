"""One user turn through seven trivial nodes: load the state, step, save the state. No I/O."""

from __future__ import annotations

from bench.core.seven_nodes import STATE, state_before, turn
from bench.figures import Figure, Part, at_most
from bench.timing import interleaved, ratio


def measure() -> Part:
    early, late = state_before(10), state_before(1_000)
    after = STATE.validate_json(turn(late, "turn-1000"))
    if (after.turn, after.node_id, after.progress.nodes_run) != (1_001, "ask", 7):
        raise RuntimeError(f"the turn ended in an unexpected state: {after}")
    timed = interleaved(
        {"early": lambda: turn(early, "turn-10"), "late": lambda: turn(late, "turn-1000")}, rounds=300, each=20
    )
    return Part(
        "turn",
        "One user turn through seven nodes",
        figures=(
            at_most("turn 1,000 to turn 10", ratio(timed["late"], timed["early"]), 1.1, digits=2),
            Figure("median at turn 10", f"{timed['early'].median:,.0f} µs"),
            Figure("median at turn 1,000", f"{timed['late'].median:,.0f} µs"),
            Figure("95th percentile at turn 10", f"{timed['early'].p95:,.0f} µs"),
            Figure("95th percentile at turn 1,000", f"{timed['late'].p95:,.0f} µs"),
            Figure("the state as JSON at turn 10", f"{len(early):,} bytes"),
            Figure("the state as JSON at turn 1,000", f"{len(late):,} bytes"),
        ),
        notes=(
            "The input is the JSON of the stored state, the output the JSON of the next one. The elicitation takes the "
            "utterance, six decisions evaluate one condition each, and the elicitation asks again.",
            "A Python function answers the conditions with true; `expression` has the cost of JavaScript. The write of "
            "the turn record and DynamoDB are not included; `process` has them.",
            "`rivals` compares the turn with other libraries in one run and has the target.",
            "300 rounds of 20 calls for each of the two turns, alternately. The median is that of the rounds' medians.",
        ),
    )
