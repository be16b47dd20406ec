"""Traces reach a collector by OTLP, tools get the trace's header, and no word of the caller is in a trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from flow_core.json import Json
from functions.adapters.observability.otlp import OtlpSpans
from functions.adapters.secrets.trace_headers import TraceHeaders
from functions.errors import UnavailableError
from functions.lambdas.turn_events import TurnEvents
from functions.ports.observing.spans import NoSpans, Spans
from functions.settings import SettingsError, from_environment
from functions.wiring.api import trace_headers
from testing.api.collector import Collector, collecting, known
from testing.api.events import rest, user
from testing.api.stack import LOCAL, Stack, of, stack_on
from testing.fakes.loopback import Exchange, Loopback

SENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
"""A header of the standard's own example: version, trace, span, flags."""
TRACE, PARENT = SENT.split("-")[1:3]
WORDS = "my cat is called Grimbledorf"


def by_name(collector: Collector) -> dict[str, Any]:
    """Return the spans that came, by name."""
    return {span.name: span for span in collector.spans()}


def answers(exchange: Exchange) -> None:
    """Answer as a tool."""
    if exchange.received.target == "/fails":
        exchange.json('{"words": "Grimbledorf is unknown"}', 404)
    else:
        exchange.json('{"state": "shipped"}')


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting(answers) as made:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", made.origin)
        yield made


@pytest.fixture
def stack(collector: Collector) -> Iterator[Stack]:
    with stack_on(replace(LOCAL, traces=True)) as made:
        made.publish("traced", document(f"{collector.origin}/looks-up"))
        yield made


def document(url: str, **data: Json) -> Json:
    request: dict[str, Json] = {"method": "POST", "url": url, "body": {"said": "{{ said }}"}}
    return {
        "name": "traced",
        "variables": {"said": {"type": "string", "default": ""}},
        "onFailure": "over",
        "nodes": [
            {"id": "start", "type": "start", "data": {}},
            {"id": "ask", "type": "elicitation", "data": {"prompt": "Say it.", "variable": "said"}},
            {"id": "look", "type": "tool", "data": {"request": request, "retries": 0, **data}},
            {"id": "over", "type": "end", "data": {"message": "Done."}},
        ],
        "edges": [
            {"id": "e1", "source": "start", "target": "ask"},
            {"id": "e2", "source": "ask", "target": "look"},
            {"id": "e3", "source": "look", "target": "over"},
        ],
    }


def turn(stack: Stack, room: str, headers: dict[str, str] | None = None) -> None:
    answer = stack.client.post(
        "/api/flows/traced/process",
        json={"roomName": room, "turnId": "t-1", "userInput": WORDS},
        headers={**of("demo"), **(headers or {})},
    )
    assert answer.status_code == 200, answer.text
    stack.services.spans.flush()


def test_a_turn_and_its_tool_belong_to_the_trace_of_the_request(stack: Stack, collector: Collector) -> None:
    turn(stack, "room-1", {"traceparent": SENT})
    spans = by_name(collector)
    assert set(spans) == {"turn", "tool"}
    assert {span.trace_id.hex() for span in spans.values()} == {TRACE}
    assert spans["turn"].parent_span_id.hex() == PARENT
    assert spans["tool"].parent_span_id == spans["turn"].span_id
    tool = next(each for each in collector.others() if each.target == "/looks-up")
    assert tool.headers["traceparent"] == f"00-{TRACE}-{spans['tool'].span_id.hex()}-01"
    assert b"Grimbledorf" in tool.body


def test_a_span_has_ids_and_times_and_no_word_of_the_caller(stack: Stack, collector: Collector) -> None:
    turn(stack, "room-2")
    spans = by_name(collector)
    of_turn = known(spans["turn"])
    assert of_turn["callflow.flow"] == "traced"
    assert of_turn["callflow.turn"] == "t-1"
    assert of_turn["callflow.status"] == "completed"
    assert of_turn["callflow.millis.tool"] > 0
    assert known(spans["tool"]) == {"callflow.node": "look", "http.response.status_code": 200}
    assert all(word.encode() not in body for body in collector.bodies() for word in ("Grimbledorf", "shipped"))


def test_a_failed_tool_marks_its_span_and_quotes_nothing(stack: Stack, collector: Collector) -> None:
    stack.publish("traced", document(f"{collector.origin}/fails"))
    turn(stack, "room-3")
    span = by_name(collector)["tool"]
    assert span.status.code == 2
    assert known(span)["error.type"] == "404"
    assert all(b"Grimbledorf" not in body for body in collector.bodies())


def test_a_malformed_header_begins_a_new_trace(stack: Stack, collector: Collector) -> None:
    turn(stack, "room-4", {"traceparent": f"00-{'0' * 32}-zz-01", "tracestate": "=,=" * 100})
    span = by_name(collector)["turn"]
    assert span.parent_span_id == b""
    assert span.trace_id.hex() not in (TRACE, "0" * 32)


def test_a_header_of_the_author_stays(stack: Stack, collector: Collector) -> None:
    changed: Any = document(f"{collector.origin}/looks-up")
    changed["nodes"][2]["data"]["request"]["headers"] = {"Traceparent": "mine"}
    stack.publish("traced", changed)
    turn(stack, "room-5")
    tool = next(each for each in collector.others() if each.target == "/looks-up")
    assert tool.headers["traceparent"] == "mine"


def test_a_turn_without_a_flow_marks_its_span(stack: Stack, collector: Collector) -> None:
    answer = stack.client.post("/api/flows/nowhere/process", json={"roomName": "room-6"}, headers=of("demo"))
    assert answer.status_code == 404
    stack.services.spans.flush()
    assert known(by_name(collector)["turn"])["error.type"] == "ProblemError"


def test_a_collector_that_is_away_changes_no_turn(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    turn(stack, "room-7")


@pytest.mark.parametrize("streamed", [False, True])
def test_the_turn_function_sends_its_spans_when_it_has_answered(collector: Collector, streamed: bool) -> None:
    with stack_on(replace(LOCAL, auth="aws", threads=False, traces=True)) as made:
        flow = document(f"{collector.origin}/looks-up")
        services = made.services
        services.flows.save_draft("acme", "traced", "traced", flow, services.now())
        draft = services.flows.draft("acme", "traced")
        assert draft is not None
        services.flows.publish("acme", draft, "traced", services.now())
        event = rest(
            "POST",
            "/api/flows/traced/process",
            user("acme"),
            body={"roomName": "room", "turnId": "t-1", "userInput": WORDS},
            headers={"Traceparent": SENT, **({"Accept": "text/event-stream"} if streamed else {})},
        )
        function = TurnEvents(services)
        if streamed:
            function.stream(event).encode()
        else:
            function.answer(event)
        assert by_name(collector)["turn"].parent_span_id.hex() == PARENT


@pytest.mark.parametrize("spans", [NoSpans(), OtlpSpans("test", "1")])
def test_spans_that_nothing_traces_carry_nothing_out(spans: Spans) -> None:
    spans.incoming({})
    assert spans.outgoing() == {}
    spans.flush()


def test_an_exception_passes_through_a_span(collector: Collector) -> None:
    spans = OtlpSpans("test", "1")
    spans.incoming({})

    def work() -> None:
        with spans.open("work", "client", {"kept": 1, "left-out": None}):
            assert set(spans.outgoing()) == {"traceparent"}
            raise ValueError("Grimbledorf")

    with pytest.raises(ValueError, match="Grimbledorf"):
        work()
    spans.flush()
    assert known(by_name(collector)["work"]) == {"kept": 1, "error.type": "ValueError"}
    assert all(b"Grimbledorf" not in body for body in collector.bodies())


def test_traces_are_sent_if_a_collector_is_named() -> None:
    assert not from_environment({}).traces
    assert from_environment({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}).traces
    with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        from_environment({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "collector"})


def test_each_request_to_the_collector_has_the_headers_of_the_secret(collector: Collector) -> None:
    spans = OtlpSpans("test", "1", lambda: {"authorization": "Bearer s3cr3t"})
    with spans.open("work", "client", {}):
        pass
    spans.flush()
    (received,) = (each for each in collector.loopback.received if each.target == "/v1/traces")
    assert received.headers["authorization"] == "Bearer s3cr3t"
    assert b"s3cr3t" not in b"".join(collector.bodies())


def test_a_secret_that_cannot_be_read_fails_no_request_and_the_log_names_it(
    collector: Collector, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> dict[str, str]:
        raise UnavailableError("secrets", "GetSecretValue", "refused", detail="the secret callflow/traces is missing")

    spans = OtlpSpans("test", "1", away)
    with spans.open("work", "client", {}):
        pass
    spans.flush()
    assert collector.spans() == []
    assert "callflow/traces" in caplog.text


def test_the_headers_go_to_no_other_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback(lambda exchange: exchange.answer(200)) as other:

        def moved(exchange: Exchange) -> None:
            exchange.answer(307, b"", {"Location": f"{other.origin}/v1/traces"})

        with Loopback(moved) as collector:
            monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.origin)
            spans = OtlpSpans("test", "1", lambda: {"x-api-key": "s3cr3t"})
            with spans.open("work", "client", {}):
                pass
            spans.flush()
            assert len(collector.received) == 1
        assert other.received == []


def test_the_secret_of_the_collector_is_named_by_the_environment() -> None:
    assert trace_headers(from_environment({})) is None
    named = from_environment({"CALLFLOW_TRACES_SECRET": "callflow/traces"})
    assert isinstance(trace_headers(named), TraceHeaders)
