"""Which sessions are judged: decided when they begin, by the flow, the channel and the session's id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.authored.judging import Judging
from flow_core.state import Channel, Session
from functions.judging.choice import is_chosen
from functions.records import FlowPin, Head, TestMetadata
from functions.turn.begin import new_head


def head_of(session_id: str = "s", channel: Channel = "phone") -> Head:
    return new_head("acme", "shop", FlowPin(4, 9), "room", Session(session_id, channel, 1))


def judging(**fields: object) -> Judging:
    return Judging.model_validate({"questions": [{"id": "answered", "ask": "Did it answer?"}], **fields})


@pytest.mark.parametrize(("channel", "chosen"), [("phone", True), ("audio", True), ("chat", False)])
def test_calls_are_judged_and_chats_are_not_unless_the_flow_says_so(channel: Channel, chosen: bool) -> None:
    assert is_chosen(judging(), head_of(channel=channel)) == chosen
    assert is_chosen(judging(channels=["chat"]), head_of(channel=channel)) == (channel == "chat")


def test_a_call_of_a_test_room_is_judged_and_one_with_a_simulated_caller_never() -> None:
    every = judging(channels=["chat", "audio", "phone"])
    for mode, chosen in (("audio", True), ("chat", True), ("simulated", False)):
        metadata = TestMetadata(mode, "me", "room")  # type: ignore[arg-type]
        assert is_chosen(every, replace(head_of(), test_metadata=metadata)) == chosen


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_the_share_of_the_calls_is_judged_and_always_the_same_ones(share: float) -> None:
    heads = [head_of(f"session_{number}") for number in range(4_000)]
    chosen = {head.session_id for head in heads if is_chosen(judging(share=share), head)}
    assert len(chosen) == pytest.approx(share * len(heads), abs=120)
    assert chosen == {head.session_id for head in heads if is_chosen(judging(share=share), head)}


def test_a_larger_share_has_all_calls_of_a_smaller_one() -> None:
    heads = [head_of(f"session_{number}") for number in range(1_000)]
    small, large = ({h.session_id for h in heads if is_chosen(judging(share=s), h)} for s in (0.2, 0.6))
    assert small < large
