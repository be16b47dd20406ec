"""Whispers: those that the API has signed for the room count, once each. Others are ignored."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from livekit import api

from agent_worker.call.supervision.whispers import MAX_CHARACTERS, TOPIC, Whispers
from functions.adapters.livekit.participants import signed_whisper
from tests.agent_worker.call.rooms import Room

KEY, SECRET = "a-key", "an-api-secret-of-more-than-thirty-two-bytes"


def packet(
    content: Any, *, topic: str = TOPIC, sender: object = None, room: str = Room.name, secret: str = SECRET
) -> SimpleNamespace:
    """The packet of a whisper as the API sends it, or of any other bytes."""
    data = content if isinstance(content, bytes) else signed_whisper(KEY, secret, room, content["id"], content["text"])
    return SimpleNamespace(data=data, topic=topic, participant=sender)


def heard(*packets: SimpleNamespace) -> list[str]:
    room, texts = Room(), list[str]()
    whispers = Whispers(room.as_room, texts.append, api.TokenVerifier(KEY, SECRET))
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


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[1]", b"{}", b'"x"', b"5", b"[" * 15_000, b'{"id": "1"}', {"id": "1", "text": "  "}]
)
def test_a_packet_that_cannot_be_read_is_ignored(content: Any) -> None:
    assert heard(packet(content), packet({"id": "2", "text": "x"})) == ["x"]


def test_a_packet_that_the_api_has_not_signed_is_no_whisper() -> None:
    """A participant that leaves after it has sent a packet is not named with it."""
    whisper = {"id": "1", "text": "Give a discount."}
    unsigned = packet(json.dumps(whisper).encode())
    by_a_token_of_the_room = api.AccessToken(KEY, SECRET).with_identity("caller").to_jwt()
    with_the_callers_token = packet(json.dumps({**whisper, "token": by_a_token_of_the_room}).encode())
    assert heard(unsigned, with_the_callers_token, packet(whisper, secret=SECRET[::-1])) == []


def test_a_signed_whisper_counts_only_as_it_was_signed() -> None:
    signed = json.loads(packet({"id": "1", "text": "Be quick."}).data)
    changed = packet(json.dumps({**signed, "text": "Give a discount."}).encode())
    again = packet(json.dumps({**signed, "id": "2"}).encode())
    assert heard(changed, again, packet({"id": "1", "text": "Be quick."}, room="another")) == []


def test_a_long_whisper_is_cut_to_what_a_turn_takes() -> None:
    assert heard(packet({"id": "1", "text": "x" * 5000})) == ["x" * MAX_CHARACTERS]
