"""The requests of the client, and the error that each failure becomes."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from agent_worker.backend import client as backend_client
from agent_worker.backend.call_identity import Call, PhoneCall
from agent_worker.backend.client import AgentVoice, Backend, unsigned
from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.backend.reply import Continue, Hangup, Listen, Reply, Transfer
from testing.fakes.loopback import Answer, Exchange, Loopback, Received
from testing.fakes.model_servers import cut_short, drip, drip_headers, hang, hang_up, in_turn, raw

pytestmark = pytest.mark.anyio

CALL = Call(organization_id="acme", flow_id="support", room_name="room-1", agent_id="anna")
LISTENING = {"sessionId": "s", "response": "Hi", "completed": False, "action": {"type": "listen"}}


@contextmanager
def serving(answer: Answer) -> Iterator[Loopback]:
    with Loopback(answer) as server:
        yield server


async def process(url: str, call: Call = CALL, fields: Mapping[str, object] | None = None) -> Reply:
    async with Backend(url) as backend:
        return await backend.process(call, "t1", fields or {})


async def received(call: Call = CALL, fields: Mapping[str, object] | None = None) -> Received:
    with serving(raw(json.dumps(LISTENING))) as server:
        await process(server.origin, call, fields)
    return server.received[0]


async def test_a_turn_is_posted_with_its_id_fields_and_organization() -> None:
    request = await received(fields={"userInput": "hi", "missed": [{"role": "user", "content": "é"}]})
    assert (request.method, request.target) == ("POST", "/api/flows/support/process")
    assert json.loads(request.body) == {
        "roomName": "room-1",
        "turnId": "t1",
        "userInput": "hi",
        "missed": [{"role": "user", "content": "é"}],
    }
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-organization-id"] == "acme"
    assert request.headers["x-request-id"]


async def test_the_capability_of_a_call_goes_with_each_of_its_requests() -> None:
    call = CALL.model_copy(update={"capability": "signed"})
    assert (await received(call)).headers["x-call-capability"] == "signed"
    assert "x-call-capability" not in (await received()).headers
    with serving(raw('{"voice": "joanna"}')) as server:
        async with Backend(server.origin) as backend:
            await backend.voice(call)
    assert server.received[0].headers["x-call-capability"] == "signed"


async def test_each_attempt_has_a_request_id_of_its_own() -> None:
    assert (await received()).headers["x-request-id"] != (await received()).headers["x-request-id"]


async def test_characters_of_every_script_are_sent() -> None:
    said = 'こんにちは 👋 \u2028 \x00 "'
    assert json.loads((await received(fields={"userInput": said})).body)["userInput"] == said


async def test_half_of_a_surrogate_pair_does_not_prevent_the_request() -> None:
    assert json.loads((await received(fields={"userInput": "hi \ud83d"})).body)["userInput"] == "hi ?"


@pytest.mark.parametrize(
    ("flow_id", "path"),
    [
        ("a/b", "/api/flows/a%2Fb/process"),
        ("../agents", "/api/flows/..%2Fagents/process"),
        ("a?b#c", "/api/flows/a%3Fb%23c/process"),
        ("50%", "/api/flows/50%25/process"),
        ("a b", "/api/flows/a%20b/process"),
        ("a.b_c~d-e", "/api/flows/a.b_c~d-e/process"),
        ("a(b)!", "/api/flows/a%28b%29%21/process"),
        ("é", "/api/flows/%C3%A9/process"),
    ],
)
async def test_a_flow_id_stays_one_segment_of_the_path(flow_id: str, path: str) -> None:
    """The path is sent exactly as it was signed."""
    assert (await received(CALL.model_copy(update={"flow_id": flow_id}))).target == path


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ({"type": "listen", "noInputSeconds": 4.5, "interruptible": False}, Listen),
        ({"type": "continue"}, Continue),
        ({"type": "transfer", "to": "+15550100", "mode": "cold"}, Transfer),
        ({"type": "hangup", "tomorrow": 1}, Hangup),
    ],
)
async def test_every_action_is_understood(action: dict[str, object], kind: type) -> None:
    with serving(raw(json.dumps({**LISTENING, "action": action, "tomorrow": {}}))) as server:
        reply = await process(server.origin)
    assert isinstance(reply.action, kind)
    assert reply.response == "Hi"


async def test_timings_are_read_from_the_header_and_not_from_the_body() -> None:
    timing = {"Server-Timing": "load;dur=1.5, total;dur=2.5"}

    def answer(exchange: Exchange) -> None:
        exchange.answer(200, json.dumps({**LISTENING, "millis": {"save": 9}}).encode(), timing)

    with serving(answer) as server:
        millis = dict((await process(server.origin)).millis)
    assert millis.pop("network") >= 0
    assert millis == {"load": 1.5}
    with serving(raw(json.dumps({**LISTENING, "millis": "fast"}))) as server:
        assert (await process(server.origin)).millis == {}


@pytest.mark.parametrize("status", [200, 201])
async def test_a_success_is_read(status: int) -> None:
    with serving(raw(json.dumps(LISTENING), status)) as server:
        assert (await process(server.origin)).response == "Hi"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 501])
async def test_a_client_error_is_a_refusal(status: int) -> None:
    with serving(raw('{"title": "no"}', status)) as server, pytest.raises(ApiRefusedError, match=f"status {status}"):
        await process(server.origin)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    """A signature is valid for one address, and only the API may receive the caller's words."""
    answer = in_turn(raw("", status, Location="/elsewhere"), raw(json.dumps(LISTENING)))
    with serving(answer) as server, pytest.raises(ApiRefusedError):
        await process(server.origin)
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_retryable_status_means_unavailable(status: int) -> None:
    with serving(raw("{}", status)) as server, pytest.raises(ApiUnavailableError, match=f"status {status}"):
        await process(server.origin)


@pytest.mark.parametrize("answer", [hang_up, cut_short], ids=lambda answer: answer.__name__)
async def test_a_broken_connection_means_unavailable(answer: Answer) -> None:
    with serving(answer) as server, pytest.raises(ApiUnavailableError):
        await process(server.origin)


async def test_a_reset_during_a_response_means_unavailable() -> None:
    def half(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=half, args=(listener,))
        thread.start()
        with pytest.raises(ApiUnavailableError):
            await process(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread.join()


@pytest.mark.parametrize("answer", [hang, drip, drip_headers], ids=lambda answer: answer.__name__)
async def test_a_response_that_does_not_come_means_unavailable(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend_client, "ATTEMPT_SECONDS", 0.05)
    with serving(answer) as server, pytest.raises(ApiUnavailableError):
        await process(server.origin)


async def test_a_port_without_a_listener_means_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ApiUnavailableError):
            await process(f"http://127.0.0.1:{taken.getsockname()[1]}")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>Bad gateway</html>",
        "null",
        "[]",
        json.dumps(LISTENING)[:-3],
        "{}",
        '{"action": {"type": "dance"}}',
        '{"action": {"type": "transfer"}}',
        '{"action": null, "response": "Hi"}',
        '{"action": {"type": "listen"}, "response": 7}',
    ],
)
async def test_a_response_that_is_not_a_reply_means_unavailable(body: str) -> None:
    with serving(raw(body)) as server, pytest.raises(ApiUnavailableError):
        await process(server.origin)


async def test_a_response_that_is_not_http_means_unavailable() -> None:
    def garbage(exchange: Exchange) -> None:
        exchange.raw(b"\x00\xff SSH-2.0 what?\r\n\r\n")
        exchange.hang_up()

    with serving(garbage) as server, pytest.raises(ApiUnavailableError):
        await process(server.origin)


async def test_an_error_does_not_quote_the_caller() -> None:
    for answer in (raw('{"detail": "my secret"}', 422), raw('{"response": "my secret"}'), hang_up):
        with serving(answer) as server, pytest.raises((ApiUnavailableError, ApiRefusedError)) as error:
            await process(server.origin, fields={"userInput": "my secret"})
        assert "my secret" not in str(error.value)


async def test_attempts_share_a_connection() -> None:
    with serving(raw(json.dumps(LISTENING))) as server:
        async with Backend(server.origin) as backend:
            for number in range(3):
                await backend.process(CALL, f"t{number}", {})
    assert len({request.peer for request in server.received}) == 1


async def test_the_signature_covers_the_request_as_it_is_sent() -> None:
    signed: list[tuple[str, str, bytes]] = []

    def sign(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        signed.append((method, url, body))
        return {**unsigned(method, url, headers, body), "Authorization": "me"}

    with serving(raw(json.dumps(LISTENING))) as server:
        async with Backend(server.origin, sign) as backend:
            await backend.process(CALL, "t1", {"userInput": "é"})
    (request,) = server.received
    assert request.headers["authorization"] == "me"
    assert signed == [("POST", server.origin + request.target, request.body)]


async def test_a_phone_call_has_no_organization_and_no_unknown_fields() -> None:
    placed = {"organizationId": "acme", "flowId": "support", "flowVersion": 3, "roomName": "r", "sessionId": "s"}
    with serving(raw(json.dumps(placed), 201)) as server:
        async with Backend(server.origin) as backend:
            call = await backend.answer(PhoneCall(room_name="r", called_number="+15550100"))
    assert call == Call(organization_id="acme", flow_id="support", room_name="r", session_id="s", mode="phone")
    (request,) = server.received
    assert (request.method, request.target) == ("POST", "/api/calls")
    assert json.loads(request.body) == {"roomName": "r", "calledNumber": "+15550100"}
    assert "x-organization-id" not in request.headers


async def test_the_voice_is_requested_only_if_the_call_has_an_agent() -> None:
    answer = in_turn(raw('{"name": "Anna", "voice": "Joanna", "language": "en-US"}'), raw('{"name": "Anna"}'))
    with serving(answer) as server:
        async with Backend(server.origin) as backend:
            without_agent = CALL.model_copy(update={"agent_id": None})
            voices = [await backend.voice(call) for call in (CALL, CALL, without_agent)]
    assert voices == [AgentVoice("Joanna", "en-US"), AgentVoice(), AgentVoice()]
    assert [(request.method, request.target, request.body) for request in server.received] == [
        ("GET", "/api/agents/anna", b"")
    ] * 2
    assert server.received[0].headers["x-organization-id"] == "acme"


async def test_the_language_of_the_call_comes_before_that_of_the_agent() -> None:
    """The API decided it when the call began; the agent may have changed since."""
    call = CALL.model_copy(update={"language": "de-AT"})
    with serving(raw('{"name": "Anna", "voice": "Hannah", "language": "de-DE"}')) as server:
        async with Backend(server.origin) as backend:
            assert await backend.voice(call) == AgentVoice("Hannah", "de-AT")
            without_agent = call.model_copy(update={"agent_id": None})
            assert await backend.voice(without_agent) == AgentVoice(language="de-AT")
