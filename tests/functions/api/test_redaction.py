"""A card number, an address and a phone number go to the tool. No table, log, trace, webhook or response has them."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from aws_lambda_powertools import Logger

from flow_core.json import Json
from functions.adapters.observability.powertools import PowertoolsObserve
from functions.adapters.secrets.seals import AesSeals
from functions.errors import UnavailableError
from functions.post_call.summary import summary_json
from functions.post_call.turn_event import turn_event_json
from functions.redaction.sealed_sessions import RedactionRules
from testing.api.collector import Collector, collecting
from testing.api.stack import LOCAL, Stack, assert_problem, of, stack_on
from testing.fakes.loopback import Exchange
from testing.flows import line, node

CARD = "4111111111111111"
EMAIL = "jane.doe@example.com"
PHONE = "+442079460958"
# Each is too long to stand in a random number or a sealed part by chance.
PARTS = (CARD, "11111111", "1 1 1 1", "four one", EMAIL, "jane.doe", PHONE, "79460958")


@dataclass(frozen=True, slots=True)
class Shop:
    stack: Stack
    collector: Collector
    log: io.StringIO

    def shown(self, session_id: str) -> str:
        """Return all that anybody can read of the session."""
        head = self.stack.services.sessions.head(session_id)
        assert head is not None
        session = self.stack.client.get(f"/api/flows/sessions/{session_id}").text
        summary = summary_json(head, "https://callflow.test")
        self.stack.services.spans.flush()
        traces = b"".join(self.collector.bodies()).decode(errors="replace")
        # As the reader of the stream makes it: of the stored record.
        record = self.stack.services.sessions.turn(session_id, head.recent[-1])
        assert record is not None
        turn = turn_event_json(head, record, "https://callflow.test")
        places = (session, summary, turn, self.stack.stored(), self.log.getvalue(), traces)
        assert all(places)
        return "\n".join(places)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    log = io.StringIO()
    observe = PowertoolsObserve("test", Logger(service="test-redaction", stream=log, level="DEBUG"))
    with (
        collecting(_echo) as collector,
        pytest.MonkeyPatch.context() as environment,
        stack_on(replace(LOCAL, traces=True), observe) as stack,
    ):
        environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.origin)
        saved = stack.client.put("/api/settings", json={"redact": ["card", "phone", "email"]}, headers=of("demo"))
        assert saved.status_code == 200, saved.text
        stack.publish("pay", paying(f"{collector.origin}/pay"))
        yield Shop(stack, collector, log)
        stack.services.spans.flush()


def paying(url: str) -> dict[str, Json]:
    request: dict[str, Json] = {"method": "POST", "url": url, "body": {"card": "{{ card }}"}}
    return line(
        node("elicitation", "ask", prompt="Your card?", variable="card", sensitive=True, valueType="digits"),
        node("tool", "pay", message="One moment.", request=request, assign={"paid": "response.body"}),
        node("elicitation", "mail", prompt="I charged {{ card }}. Your address?", variable="mail", valueType="email"),
        node("elicitation", "number", prompt="{{ mail }}. Your number?", variable="number"),
        node("elicitation", "more", prompt="Thank you.", variable="more"),
        name="paying",
    )


def _echo(exchange: Exchange) -> None:
    body = json.dumps({"echo": json.loads(exchange.received.body), "owner": EMAIL}).encode()
    exchange.answer(200, body, {"Content-Type": "application/json", "X-Echo": CARD})


def spoken(room: str) -> list[dict[str, str]]:
    card = "four one one one, one one one one, one one one one, one one one one"
    return [
        {"roomName": room},
        {"roomName": room, "userInput": f"it's {card}", "turnId": "card"},
        {"roomName": room, "turnId": "pay"},
        {"roomName": room, "userInput": EMAIL, "turnId": "mail"},
        {"roomName": room, "userInput": f"ring {PHONE}", "turnId": "number"},
    ]


def test_the_tool_gets_the_card_and_nobody_else_sees_it(shop: Shop, fresh: str) -> None:
    heard: list[str] = []
    session_id = ""
    for fields in spoken(fresh):
        reply = shop.stack.process("pay", fields.pop("roomName"), **fields)
        session_id = reply["sessionId"]
        heard.append(reply["response"])
        shown = shop.shown(session_id)
        for part in PARTS:
            assert part not in shown, part
    assert json.loads(shop.collector.others()[-1].body) == {"card": CARD}
    assert "1 1 1 1" in heard[2]
    assert EMAIL in heard[3]
    assert "[card]" in shop.shown(session_id)


def _session_of(shop: Shop, room: str) -> str:
    session_id = ""
    for fields in spoken(room):
        session_id = shop.stack.process("pay", fields.pop("roomName"), **fields)["sessionId"]
    return session_id


def test_the_same_turn_again_has_the_same_answer(shop: Shop, fresh: str) -> None:
    def sent(fields: dict[str, str]) -> str:
        return shop.stack.client.post("/api/flows/pay/process", json=fields).text

    calls = spoken(fresh)[:3]
    first = [sent(fields) for fields in calls]
    assert "1 1 1 1" in first[2]
    assert [sent(fields) for fields in calls[1:]] == first[1:]


def test_a_draft_keeps_nothing_of_the_caller(shop: Shop, fresh: str) -> None:
    shop.stack.process("pay", fresh)
    answer = shop.stack.client.post(
        "/api/flows/pay/process", json={"roomName": fresh, "userInput": CARD, "turnId": "d", "draft": True}
    )
    assert answer.status_code in (200, 409), answer.text
    assert CARD not in shop.stack.stored()


def test_a_redacted_call_cannot_be_replayed_and_becomes_no_test(shop: Shop, fresh: str) -> None:
    session_id = _session_of(shop, fresh)
    replayed = shop.stack.client.post("/api/flows/pay/replay", json={"sessions": [session_id]}).json()
    assert (replayed["same"], replayed["differ"], replayed["cannot"]) == (0, 0, 1)
    assert "redacted" in replayed["results"][0]["why"]
    refused = shop.stack.client.post("/api/flows/pay/tests/from-session", json={"sessionId": session_id})
    assert "redacted" in json.dumps(assert_problem(refused, 422, "sessionId"))


def test_without_the_key_of_calls_a_turn_fails_and_stores_nothing(shop: Shop, fresh: str) -> None:
    class Away:
        def accepted(self, *, again: bool = False) -> tuple[str, ...]:
            raise UnavailableError("secrets", "GetSecretValue", "unreachable")

    run_turn = shop.stack.services.run_turn
    rules = RedactionRules(run_turn.flows, lambda organization: ("card",), AesSeals(Away()), time.monotonic)
    client = shop.stack.served(run_turn=replace(run_turn, begun=rules))
    assert_problem(client.post("/api/flows/pay/process", json={"roomName": fresh, "userInput": CARD}), 503)
    assert fresh not in shop.stack.stored()
