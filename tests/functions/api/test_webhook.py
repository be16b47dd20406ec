"""LiveKit tells that a room is over: what is still open is closed as abandoned."""

from __future__ import annotations

import base64
import json

import pytest

from tests.functions.api.documents import SURVEY
from tests.functions.api.stack import Stack, assert_problem, of
from tests.functions.api.webhooks import PATH, event, sent, signature


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("survey", SURVEY)


def _status(stack: Stack, session_id: str) -> str:
    return str(stack.session(session_id)["status"])


def test_a_waiting_session_is_abandoned(stack: Stack, fresh: str) -> None:
    session_id = stack.process("survey", fresh)["sessionId"]
    answer = sent(stack.client, event("room_finished", fresh))
    assert answer.status_code == 200
    assert answer.json() == {"closed": 1}
    assert _status(stack, session_id) == "abandoned"


def test_a_pending_session_is_abandoned(stack: Stack) -> None:
    told = stack.client.post("/api/flows/survey/test-chat").json()
    sent(stack.client, event("room_finished", told["roomName"]))
    assert _status(stack, told["sessionId"]) == "abandoned"


def test_a_completed_session_stays_as_it_is(stack: Stack, fresh: str) -> None:
    for words in ("Ann", "Rome"):
        stack.process("survey", fresh, userInput=words)
    session_id = stack.process("survey", fresh)["sessionId"]
    before = stack.session(session_id)
    assert sent(stack.client, event("room_finished", fresh)).json() == {"closed": 0}
    assert stack.session(session_id) == before
    assert before["status"] == "completed"


def test_a_webhook_that_comes_again_is_harmless(stack: Stack, fresh: str) -> None:
    session_id = stack.process("survey", fresh)["sessionId"]
    sent(stack.client, event("room_finished", fresh))
    before = stack.session(session_id)
    assert sent(stack.client, event("room_finished", fresh)).json() == {"closed": 0}
    assert stack.session(session_id) == before


def test_after_it_a_turn_answers_that_all_is_over(stack: Stack, fresh: str) -> None:
    first = stack.process("survey", fresh, turnId="t-1", userInput="Ann")
    sent(stack.client, event("room_finished", fresh))
    late = stack.process("survey", fresh, userInput="Rome")
    assert (late["status"], late["completed"], late["response"]) == ("abandoned", True, "")
    assert late["action"] == {"type": "hangup"}
    assert stack.process("survey", fresh, turnId="t-1", userInput="Ann") == first
    assert _status(stack, first["sessionId"]) == "abandoned"


def test_other_rooms_stay_open(stack: Stack, fresh: str) -> None:
    session_id = stack.process("survey", f"{fresh}-other")["sessionId"]
    sent(stack.client, event("room_finished", fresh))
    assert _status(stack, session_id) == "waiting"


def test_every_session_of_the_room_is_closed(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY, fresh)
    stack.process("survey", fresh)
    stack.process("survey", fresh, organization=fresh)
    assert sent(stack.client, event("room_finished", fresh)).json() == {"closed": 2}


@pytest.mark.parametrize("name", ["room_started", "participant_joined", "participant_left", "track_published", "", "x"])
def test_other_events_close_nothing(stack: Stack, fresh: str, name: str) -> None:
    session_id = stack.process("survey", fresh)["sessionId"]
    assert sent(stack.client, event(name, fresh)).json() == {"closed": 0}
    assert _status(stack, session_id) == "waiting"


@pytest.mark.parametrize("room", [None, "", "never-there", "a/b ü 😀"])
def test_a_room_that_is_not_known_closes_nothing(stack: Stack, room: str | None) -> None:
    assert sent(stack.client, event("room_finished", room)).json() == {"closed": 0}


def test_a_bearer_prefix_and_unknown_fields_are_fine(stack: Stack, fresh: str) -> None:
    stack.process("survey", fresh)
    body = json.dumps({**json.loads(event("room_finished", fresh)), "newField": {"a": [1]}}).encode()
    assert sent(stack.client, body, f"Bearer {signature(body)}").json() == {"closed": 1}


def _no_hash() -> str:
    signed = signature(b"").split(".")
    claims = json.loads(base64.urlsafe_b64decode(signed[1] + "=="))
    del claims["sha256"]
    signed[1] = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return ".".join(signed)


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "x",
        "a.b.c",
        signature(b"another body"),
        signature(event("room_finished", "room"), secret="another-secret-of-more-than-thirty-two-bytes"),
        signature(event("room_finished", "room"), key="another-key"),
        "eyJhbGciOiJub25lIn0.e30.",
        _no_hash(),
    ],
)
def test_what_livekit_did_not_sign_is_401_and_closes_nothing(stack: Stack, authorization: str) -> None:
    session_id = stack.process("survey", "room")["sessionId"]
    assert_problem(sent(stack.client, event("room_finished", "room"), authorization), 401)
    assert _status(stack, session_id) == "waiting"


def test_a_body_that_was_tampered_with_is_401(stack: Stack) -> None:
    body = event("room_finished", "room")
    assert_problem(sent(stack.client, body + b" ", signature(body)), 401)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b"\xff\xfe", b"{", b'{"event": 5}'])
def test_without_a_signature_it_is_401_whatever_it_says(stack: Stack, body: bytes) -> None:
    assert_problem(stack.client.post(PATH, content=body), 401)
    assert_problem(stack.client.post(PATH, content=body, headers=of("demo")), 401)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff\xfe", b"{", b'{"event": 5}', b'{"room": []}'])
def test_what_livekit_would_never_sign_is_no_crash(stack: Stack, body: bytes) -> None:
    assert sent(stack.client, body).status_code in (200, 401)
    assert stack.observed.failures == []
