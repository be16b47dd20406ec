"""The worker's requests carry the trace to the API. Without a collector they carry nothing."""

from __future__ import annotations

import json

import pytest

from agent_worker.backend import traces
from agent_worker.backend.call_identity import Call
from agent_worker.backend.client import Backend
from agent_worker.backend.errors import ApiRefusedError
from agent_worker.settings import SettingsError, from_environment
from testing.api.collector import collecting, known
from testing.fakes.loopback import Exchange, Loopback

pytestmark = pytest.mark.anyio

CALL = Call(organization_id="acme", flow_id="support", room_name="room-1", session_id="s-1")
LISTENING = {"sessionId": "s-1", "response": "Grimbledorf!", "completed": False, "action": {"type": "listen"}}


def answers(exchange: Exchange) -> None:
    """Answer as the API."""
    if "/nowhere/" in exchange.received.target:
        exchange.json('{"detail": "Grimbledorf"}', 404)
    else:
        exchange.json(json.dumps(LISTENING))


async def test_a_turn_carries_its_span_to_the_api_and_no_word_to_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting(answers) as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.origin)
        tracer = traces.provider(on=True).get_tracer("callflow")
        async with Backend(collector.origin, tracer=tracer) as backend:
            await backend.process(CALL, "t-1", {"userInput": "Grimbledorf"})
            with pytest.raises(ApiRefusedError):
                await backend.process(CALL.model_copy(update={"flow_id": "nowhere"}), "t-2", {})
        traces.flush(on=True)
        turn = next(each for each in collector.others() if each.target == "/api/flows/support/process")
    taken, refused = collector.spans()
    assert taken.name == refused.name == "POST /api/flows/{id}/process"
    assert turn.headers["traceparent"].startswith(f"00-{taken.trace_id.hex()}-{taken.span_id.hex()}-")
    assert known(taken) == {
        "callflow.organization": "acme",
        "callflow.flow": "support",
        "callflow.turn": "t-1",
        "callflow.mode": "phone",
        "session.id": "s-1",
        "http.response.status_code": 200,
    }
    assert refused.status.code == 2
    assert all(b"Grimbledorf" not in body for body in collector.bodies())


async def test_without_a_collector_a_request_carries_no_trace() -> None:
    with Loopback(answers) as server:
        tracer = traces.provider(on=False).get_tracer("callflow")
        async with Backend(server.origin, tracer=tracer) as backend:
            await backend.process(CALL, "t-1", {})
        traces.flush(on=False)
    assert [each.target for each in server.received] == ["/api/flows/support/process"]
    assert "traceparent" not in server.received[0].headers


def test_traces_are_sent_if_a_collector_is_named() -> None:
    assert not from_environment({}).traces
    assert from_environment({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}).traces
    with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP_ENDPOINT"):
        from_environment({"OTEL_EXPORTER_OTLP_ENDPOINT": "127.0.0.1:4318"})


@pytest.mark.parametrize("name", ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"])
def test_headers_that_cannot_be_read_are_refused_and_not_quoted(name: str) -> None:
    good = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", name: "authorization=Bearer%20s3cr3t, x-team=a"}
    assert from_environment(good).traces
    for wrong in ("s3cr3t", 'authorization="s3cr3t"', "authorization=s3cr3t,", "=s3cr3t"):
        with pytest.raises(SettingsError, match=f"{name} is no list of headers") as refused:
            from_environment({**good, name: wrong})
        assert "s3cr3t" not in str(refused.value)
