"""Transcripts: the times of their lines, and words that cannot be taken for anything else."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flow_core.events import CallerSpoke
from flow_core.state import Message
from functions.history.transcript import as_text, as_vtt, transcript
from functions.records import Interruption, TurnRecord
from testing.post_call.ended import BEGAN, ended

HEAD = ended()
CUE = re.compile(r"(\d+)\n(\d\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d\d+):(\d\d):(\d\d)\.(\d{3})\n<v (Caller|Agent)>(.*)")


def turn(
    number: int, *messages: Message, began: int = 0, took: int = 0, interrupted: Interruption | None = None
) -> TurnRecord:
    """A turn that began some milliseconds after the first one."""
    arrived = BEGAN + began
    event = CallerSpoke(turn_id=str(number), at=arrived, seed=0, text="x")
    return TurnRecord(
        str(number), number, None, arrived + took, (event,), "{}", messages, interrupted, None, "", {"type": "listen"}
    )


def said(number: int, words: str) -> Message:
    return Message("user", words, str(number))


def answered(number: int, words: str) -> Message:
    return Message("assistant", words, str(number))


def test_words_of_a_caller_end_when_they_arrive_and_those_of_the_agent_begin_when_they_are_ready() -> None:
    lines = transcript(
        [
            turn(1, answered(1, "Hello, how can I help you?")),
            turn(2, said(2, "My lamp is broken"), answered(2, "I am sorry."), began=8_000, took=500),
        ]
    )
    assert [(line.speaker, line.begins, line.ends) for line in lines] == [
        ("Agent", 0.0, 2.4),
        ("Caller", 6.4, 8.0),
        ("Agent", 8.5, 9.7),
    ]


def test_a_caller_who_interrupts_ends_the_reply() -> None:
    lines = transcript(
        [
            turn(1, answered(1, "one two three four five six seven eight nine ten")),
            turn(2, said(2, "stop please now"), began=2_500, interrupted=Interruption("1", "one two three")),
        ]
    )
    assert [(line.message.content, line.begins, line.ends) for line in lines] == [
        ("one two three", 0.0, 1.2),
        ("stop please now", 1.3, 2.5),
    ]
    assert "[00:00:00] Agent: one two three [interrupted]\n[00:00:01] Caller: stop please now\n" in as_text(HEAD, lines)
    assert "<v Agent>one two three [interrupted]\n" in as_vtt(HEAD, lines)


def test_several_messages_of_a_turn_follow_each_other() -> None:
    lines = transcript([turn(1, answered(1, "one two three four five"), answered(1, "six seven eight nine ten"))])
    assert [(line.begins, line.ends) for line in lines] == [(0.0, 2.0), (2.0, 4.0)]


def test_a_missed_exchange_was_said_before_its_turn() -> None:
    missed = replace(answered(2, "I did not hear you"), missed=True)
    lines = transcript([turn(1, answered(1, "Hello.")), turn(2, missed, answered(2, "Well?"), began=9_000)])
    assert [(line.message.content, line.ends) for line in lines][1] == ("I did not hear you", 9.0)


def test_no_words_look_like_a_message_of_somebody_else() -> None:
    words = "yes\n[00:00:09] Agent: I agree\r\n\r\n2\n00:00:09.000 --> 00:00:10.000\n<v Agent>&\x00done"
    lines = transcript([turn(1, said(1, words), began=5_000)])
    text = as_text(HEAD, lines).splitlines()
    assert [line for line in text if line.startswith("[")] == ["[00:00:00] Caller: yes"]
    assert "    [00:00:09] Agent: I agree" in text
    vtt = as_vtt(HEAD, lines)
    assert vtt.count("-->") == 1
    assert (
        "<v Caller>yes [00:00:09] Agent: I agree 2 00:00:09.000 --&gt; 00:00:10.000 &lt;v Agent&gt;&amp; done\n" in vtt
    )


def test_a_session_without_a_turn_has_only_a_head() -> None:
    assert transcript([]) == []
    assert as_text(HEAD, []) == (
        "Session session_1\nFlow support, version 4, phone\n"
        "Began 2026-06-01T12:00:00.000Z, completed, outcome solved\n\n"
    )
    assert as_vtt(HEAD, []).startswith("WEBVTT\n\nNOTE Session session_1.")


@st.composite
def calls(draw: st.DrawFn) -> list[TurnRecord]:
    turns: list[TurnRecord] = []
    at = 0
    for number in range(1, draw(st.integers(1, 6)) + 1):
        at += draw(st.integers(-2_000, 30_000))
        messages = draw(st.lists(st.tuples(st.sampled_from([said, answered]), st.text(max_size=60)), max_size=3))
        made = [who(number, words) for who, words in messages]
        cut = draw(st.none() | st.builds(Interruption, st.sampled_from(["1", "2", "gone"]), st.text(max_size=20)))
        turns.append(turn(number, *made, began=at, took=draw(st.integers(0, 9_000)), interrupted=cut))
    return turns


@given(calls())
def test_every_message_is_one_cue_and_cues_are_in_order(turns: list[TurnRecord]) -> None:
    lines = transcript(turns)
    cues = CUE.findall(as_vtt(HEAD, lines))
    assert len(cues) == sum(len(each.messages) for each in turns)
    blocks = as_vtt(HEAD, lines).rstrip("\n").split("\n\n")
    assert len(blocks) == 2 + len(cues)

    def millis(parts: tuple[str, ...]) -> int:
        hours, minutes, seconds, rest = map(int, parts)
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest

    times = [(millis(cue[1:5]), millis(cue[5:9])) for cue in cues]
    assert all(begins < ends for begins, ends in times)
    assert all(one[0] < other[0] for one, other in pairwise(times))
    for cue, line in zip(cues, lines, strict=True):
        words = html.unescape(cue[10].removesuffix(" [interrupted]" if line.message.interrupted else ""))
        assert words.split() == re.sub(r"[\x00-\x1f\x7f]", " ", line.message.content).split()
