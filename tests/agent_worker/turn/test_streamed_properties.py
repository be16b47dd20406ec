"""Streams that break, stall and differ, and callers who cut in: each clause is heard once and the API knows it."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_worker.turn.inputs import Proceed
from tests.agent_worker.turn.streamed_call import Api, Attempt, Plan, StreamedCall

ATTEMPTS = st.builds(Attempt, st.integers(0, 3), st.booleans(), st.integers(0, 2))
PLANS = st.builds(
    Plan,
    st.sampled_from(["listen"] * 4 + ["continue"] * 2 + ["transfer", "hangup"]),
    st.integers(1, 3),
    st.lists(ATTEMPTS, min_size=1, max_size=3),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["api"] * 6 + ["goes on"] * 6 + ["heard"] * 3 + ["silence", "barge-in", "speaks"]),
        st.integers(0, 12),
    ),
    max_size=60,
)


def step(call: StreamedCall, kind: str, words: int) -> bool:
    match kind:
        case "api":
            return call.api_steps()
        case "goes on":
            return call.goes_on()
        case "heard":
            return call.is_heard()
        case "silence":
            return call.silence()
        case "barge-in":
            return call.barges_in(words)
        case _:
            return call.speaks()


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PLANS, max_size=6), STEPS)
def test_no_clause_is_heard_twice_none_is_lost_and_the_api_knows_what_was_heard(
    plans: list[Plan], steps: list[tuple[str, int]]
) -> None:
    call = StreamedCall(Api(list(plans)))
    call.begin(Proceed())
    for kind, words in steps:
        step(call, kind, words)
        if call.over:
            break
    call.finish()
    assert not twice(call), "a word was heard twice"
    if not call.over:
        # The next turn tells the API what it does not know yet. Its plan is a plain reply.
        call.api.plans.clear()
        assert call.speaks()
        call.finish()
        check(call)


def twice(call: StreamedCall) -> list[str]:
    """Return the words of the flow that the caller heard more than once."""
    return [word for word, times in Counter(" ".join(call.heard).split()).items() if times > 1]


def check(call: StreamedCall) -> None:
    assert not twice(call), "a word was heard twice"
    heard = Counter(" ".join(call.heard).split())
    told = Counter(" ".join(words for role, _, words in call.api.conversation if role == "assistant").split())
    own = Counter(" ".join(call.own).split())
    assert told == heard + own, "the conversation is what the caller heard"
    said = [words for role, _, words in call.api.conversation if role == "user"]
    assert said == call.said, "each word of the caller is sent once and in order"
