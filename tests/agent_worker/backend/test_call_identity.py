"""The metadata of a dispatch and the attributes of a SIP participant."""

from __future__ import annotations

import json

import pytest

from agent_worker.backend.call_identity import Call, PhoneCall, named_call, phone_call

NAMED: dict[str, object] = {
    "organizationId": "acme",
    "agentId": "anna",
    "flowId": "support",
    "roomName": "room-1",
    "sessionId": "session_1",
    "mode": "audio",
}


def test_a_dispatch_names_the_call() -> None:
    assert named_call(json.dumps(NAMED)) == Call(
        organization_id="acme",
        agent_id="anna",
        flow_id="support",
        room_name="room-1",
        session_id="session_1",
        mode="audio",
    )


def test_a_dispatch_may_report_that_another_agent_served_the_call() -> None:
    call = named_call(json.dumps({**NAMED, "goesOn": True}))
    assert call is not None
    assert call.is_continuation


def test_a_dispatch_carries_the_capability_of_the_call_and_no_log_shows_it() -> None:
    call = named_call(json.dumps({**NAMED, "capability": "signed"}))
    assert call is not None
    assert call.capability == "signed"
    assert "signed" not in repr(call)


def test_unknown_fields_of_a_dispatch_are_ignored() -> None:
    assert named_call(json.dumps({**NAMED, "tomorrow": {"deep": [1]}})) == named_call(json.dumps(NAMED))


def test_a_test_of_a_flow_has_no_agent() -> None:
    call = named_call(json.dumps({**NAMED, "agentId": None, "mode": "chat"}))
    assert call is not None
    assert (call.agent_id, call.mode) == (None, "chat")


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        " ",
        "null",
        "[]",
        '"room-1"',
        "17",
        "{}",
        "{",
        "\x00",
        "[" * 100_000,
        '{"flowId": "support"}',
        json.dumps({**NAMED, "flowId": None}),
        json.dumps({**NAMED, "flowId": 7}),
        json.dumps({**NAMED, "organizationId": ["acme"]}),
        json.dumps({**NAMED, "roomName": {}}),
        json.dumps({**NAMED, "mode": "fax"}),
        json.dumps(NAMED).replace("support", "\\ud800"),
        json.dumps(NAMED)[:-1],
    ],
)
def test_invalid_metadata_names_no_call(metadata: str) -> None:
    assert named_call(metadata) is None


def test_the_attributes_of_a_sip_participant_contain_both_numbers_and_the_call_id() -> None:
    attributes = {
        "sip.trunkPhoneNumber": "+15550100",
        "sip.phoneNumber": "+15550777",
        "sip.callID": "SCL_1",
        "sip.callStatus": "active",
    }
    assert phone_call("room-1", attributes) == PhoneCall(
        room_name="room-1", called_number="+15550100", caller_number="+15550777", sip_call_id="SCL_1"
    )


@pytest.mark.parametrize("left_out", [{}, {"sip.phoneNumber": "", "sip.callID": ""}])
def test_a_caller_may_hide_its_number(left_out: dict[str, str]) -> None:
    assert phone_call("room-1", {"sip.trunkPhoneNumber": "+15550100", **left_out}) == PhoneCall(
        room_name="room-1", called_number="+15550100"
    )


@pytest.mark.parametrize("attributes", [{}, {"sip.trunkPhoneNumber": ""}, {"sip.phoneNumber": "+15550777"}])
def test_a_participant_without_a_called_number_is_no_phone_call(attributes: dict[str, str]) -> None:
    assert phone_call("room-1", attributes) is None
