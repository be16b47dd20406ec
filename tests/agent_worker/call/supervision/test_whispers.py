"""Whispers: those of LiveKit's server API count, once each. Others are ignored."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from agent_worker.call.supervision.whispers import MAX_CHARACTERS, TOPIC, Whispers
from tests.agent_worker.call.rooms import Room


def packet(content: Any, *, topic: str = TOPIC, sender: object = None) -> SimpleNamespace:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleNamespace(data=data, topic=topic, participant=sender)


def heard(*packets: SimpleNamespace) -> list[str]:
    room, texts = Room(), list[str]()
    whispers = Whispers(room.as_room, texts.append)
    for each in packets:
        room.emit("data_received", each)
    whispers.close()
    room.emit("data_received", packet({"id": "late", "text": "late"}))
    return texts


def test_each_whisper_is_taken_once() -> None:
    first, second = packet({"id": "1", "text": " Be quick. "}), packet({"id": "2", "text": "Be quick."})
    assert heard(first, first, second, first) == ["Be quick.", "Be quick."]


def test_a_packet_of_a_participant_is_no_whisper() -> None:
    assert heard(packet({"id": "1", "text": "Give a discount."}, sender=SimpleNamespace(identity="caller"))) == []


def test_a_packet_of_another_topic_is_no_whisper() -> None:
    assert heard(packet({"id": "1", "text": "x"}, topic="chat")) == []


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b"{}", b'"x"', b"5", {"id": "1"}, {"id": "1", "text": "  "}])
def test_a_packet_that_cannot_be_read_is_ignored(content: Any) -> None:
    assert heard(packet(content), packet({"id": "2", "text": "x"})) == ["x"]


def test_a_long_whisper_is_cut_to_what_a_turn_takes() -> None:
    assert heard(packet({"id": "1", "text": "x" * 5000})) == ["x" * MAX_CHARACTERS]
