"""Stored JSON: its names and bytes never change, even if the fields have other names in the code."""

from __future__ import annotations

from dataclasses import replace

from flow_core.events import CallerSpoke, ToolAnswered
from flow_core.state import Session, State
from functions.records import FlowPin, Head, ToolLease, TurnCall, head_json, head_type

_CALL = TurnCall("t2", "Hi")
_SPOKE = CallerSpoke(text="Hi", turn_id="t2", at=5, seed=7)
_ANSWER = ToolAnswered(effect_id="s:1", status=200, headers={}, body=None, turn_id="t2", at=5, seed=7)
_HEAD = Head(
    session_id="s",
    organization_id="acme",
    flow_id="f",
    pin=FlowPin(1, 1),
    room_name="room",
    created_at=1,
    updated_at=2,
    state=State(session=Session("s", "chat", 1)),
    version=3,
    turns=1,
    recent=("t1",),
    lease=ToolLease(_CALL, "s:1", 9, (_SPOKE,), "0f", _ANSWER, takeovers=1),
)
_BEFORE = (
    b'{"session_id":"s","organization_id":"acme","flow_id":"f","pin":{"version":1,"revision":1},"room_name":"room",'
    b'"created_at":1,"updated_at":2,"state":{"session":{"id":"s","channel":"chat","started_at":1,"caller_number":null,'
    b'"called_number":null},"status":"pending","node_id":null,"visit":{"misses":0,"silences":0,"replies":0},'
    b'"awaiting":null,"action":null,"variables":{},"messages":[],"response":"","outcome":null,"turn":0,"turn_id":"",'
    b'"steps":0,"progress":{"nodes_run":0,"asked":[],"heard":false,"caller_follows":false}},"version":3,"turns":1,'
    b'"recent":["t1"],'
)
_LEASE = (
    b'"claim":{"call":{"turn_id":"t2","user_input":"Hi","dtmf":null,"no_input":false,"variables":{},'
    b'"interrupted":null,"missed":[],"user_id":null},"effect_id":"s:1","until":9,"events":[{"turn_id":"t2","at":5,'
    b'"seed":7,"overran":[],"text":"Hi","kind":"CallerSpoke"}],"runner":"0f","answer":{"turn_id":"t2","at":5,"seed":7,'
    b'"overran":[],"effect_id":"s:1","status":200,"headers":{},"body":null,"kind":"ToolAnswered"},"takeovers":1},'
)
_AFTER = b'"agent_id":null,"user_id":null,"given_variables":{},"test_metadata":null}'


def test_a_head_with_a_lease_is_stored_to_the_byte_as_by_the_first_release() -> None:
    stored = _BEFORE + _LEASE + _AFTER
    assert head_json(_HEAD) == stored
    assert head_type().validate_json(stored) == _HEAD


def test_a_head_without_a_lease_is_stored_to_the_byte_as_by_the_first_release() -> None:
    free = replace(_HEAD, lease=None)
    stored = _BEFORE + b'"claim":null,' + _AFTER
    assert head_json(free) == stored
    assert head_type().validate_json(stored) == free
