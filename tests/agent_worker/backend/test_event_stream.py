"""Server-sent events, read from bytes that are split anywhere."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_worker.backend import event_stream
from agent_worker.backend.event_stream import EventStreamReader, EventTooLongError, ServerEvent

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine draws streams slowly."""
ENDS = st.sampled_from(["\n", "\r", "\r\n"])
LINES = st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=12)
NOISE = st.sampled_from([": alive", ":", "id: 7", "retry: 5", "data-x: 1", "x"])
NAMES = st.sampled_from(["text", "reply", "problem", "later"])


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[ServerEvent]]:
    """Draw a stream with comments, unknown fields and all line ends, and the events in it."""
    text, events = draw(st.sampled_from(["", "\ufeff"])), []
    for name, data in draw(st.lists(st.tuples(NAMES, st.lists(LINES, min_size=1, max_size=3)), max_size=5)):
        lines = [f"event: {name}", *[f"data: {line}" for line in data]]
        for noise in draw(st.lists(NOISE, max_size=2)):
            lines.insert(draw(st.integers(0, len(lines))), noise)
        end = draw(ENDS)  # the same for all lines of an event: "\r" before "\n" would be one line end
        text += "".join(line + end for line in [*lines, ""])
        events.append(ServerEvent(name, "\n".join(data)))
    return text.encode(), events


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[begin:end] for begin, end in itertools.pairwise(places)]


@UNHURRIED
@given(streams(), st.lists(st.integers(0, 10_000), max_size=30))
def test_the_events_are_the_same_wherever_the_bytes_are_split(
    stream: tuple[bytes, list[ServerEvent]], cuts: list[int]
) -> None:
    data, events = stream
    reader = EventStreamReader()
    assert [event for piece in pieces(data, cuts) for event in reader.feed(piece)] == events


@UNHURRIED
@given(streams())
def test_the_events_are_the_same_byte_by_byte(stream: tuple[bytes, list[ServerEvent]]) -> None:
    data, events = stream
    reader = EventStreamReader()
    assert [event for byte in data for event in reader.feed(bytes([byte]))] == events


@UNHURRIED
@given(st.lists(st.binary(max_size=40), max_size=10))
def test_bytes_that_are_no_events_raise_nothing(chunks: list[bytes]) -> None:
    reader = EventStreamReader()
    for chunk in chunks:
        reader.feed(chunk)


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: a\n\n", [ServerEvent("message", "a")]),
        (b"data:a\ndata:  b\n\n", [ServerEvent("message", "a\n b")]),
        (b"data\n\n", [ServerEvent("message", "")]),
        (b"event: text\n\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b": one\n\n\n", []),
        (b"data: a", []),
        (b"data: a\n", []),
        ("data: \u2028é👋\n\n".encode(), [ServerEvent("message", "\u2028é👋")]),
        (b"data: \xff\n\n", [ServerEvent("message", "\ufffd")]),
    ],
)
def test_fields_are_read_as_the_standard_says(stream: bytes, events: list[ServerEvent]) -> None:
    assert EventStreamReader().feed(stream) == events


def test_the_latest_comment_is_kept() -> None:
    reader = EventStreamReader()
    assert reader.comment == ""
    reader.feed(b": one\n: two\ndata: a\n\n")
    assert reader.comment == "two"


@pytest.mark.parametrize(
    "stream", [b"data: aaaaaaaaaaaaaaaaaaaa", b"data: aaaaaa\ndata: aaaaaa\n", b": " + b"a" * 30 + b"\n"]
)
def test_an_event_or_a_line_that_is_too_long_raises(stream: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "MAX_EVENT_BYTES", 20)
    reader = EventStreamReader()
    with pytest.raises(EventTooLongError):
        reader.feed(stream)
