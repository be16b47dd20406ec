"""The conversation of the architecture document over HTTP, compared field by field."""

from __future__ import annotations

import httpx

from testing.the_documents_conversation import ISSUE, assert_first_reply, assert_first_turn_is_kept


def test_the_documents_conversation_has_the_documented_fields(api: httpx.Client) -> None:
    started = api.post("/flows/customer-support/test-chat", json={"identity": "test-user-1700"})
    assert started.status_code == 201
    room = started.json()
    assert set(room) == {"sessionId", "roomName", "token", "identity", "serverUrl", "flowName"}
    assert room["identity"] == "test-user-1700"
    assert room["flowName"] == "customer-support"

    pending = api.get(f"/flows/sessions/{room['sessionId']}").json()["session"]
    assert pending["status"] == "pending"
    assert pending["turns"] == []

    turn = {"roomName": room["roomName"], "userId": "test-user-1700", "userInput": ISSUE}
    replied = api.post("/flows/customer-support/process", json={**turn, "turnId": "turn-1"})
    assert replied.status_code == 200
    assert_first_reply(replied.json(), room["sessionId"])

    session = api.get(f"/flows/sessions/{room['sessionId']}").json()["session"]
    assert_first_turn_is_kept(session)
    assert session["testMetadata"] == {
        "testMode": "chat",
        "identity": "test-user-1700",
        "roomName": room["roomName"],
    }


def test_the_documents_conversation_continues_to_its_end(api: httpx.Client) -> None:
    room = api.post("/flows/customer-support/test-chat").json()["roomName"]

    def turn(**given: object) -> dict[str, object]:
        reply: dict[str, object] = api.post("/flows/customer-support/process", json={"roomName": room, **given}).json()
        return reply

    assert turn()["response"] == "Hello!"
    assert turn(userInput="My computer won't start")["action"] == {"type": "continue"}
    assert "operational" in str(turn()["response"])
    ended = turn(userInput="Yes, it did, thank you")
    assert (ended["status"], ended["completed"], ended["action"]) == ("completed", True, {"type": "hangup"})
    assert turn(userInput="Hello?")["response"] == ""
