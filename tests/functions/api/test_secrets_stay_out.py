"""A tool's secrets are sent only to the tool. No session, response or log contains them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aws_lambda_powertools import Logger

from functions.adapters.observability.powertools import PowertoolsObserve
from testing.api.documents import calling
from testing.api.stack import LOCAL, Stack, stack_on
from testing.fakes.loopback import Exchange, Loopback

SECRET = "sk-live-9f8e7d6c5b4a"


@dataclass(frozen=True, slots=True)
class _Shop:
    stack: Stack
    server: Loopback
    log: io.StringIO


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Shop]:
    """A tool that returns its request with the secret, and an API whose log is recorded."""
    secrets: Path = tmp_path_factory.mktemp("secrets") / "secrets.json"
    secrets.write_text(json.dumps({"demo": {"SHOP_KEY": SECRET}}))
    log = io.StringIO()
    observe = PowertoolsObserve("test", Logger(service="test-secrets", stream=log, level="DEBUG"))
    settings = replace(LOCAL, secrets_file=str(secrets))
    with Loopback(_echo) as server, stack_on(settings, observe) as stack:
        headers = {"Authorization": "Bearer {{ secrets.SHOP_KEY }}"}
        body = {"key": "{{ secrets.SHOP_KEY }}", "order": "{{ order }}"}
        url = f"{server.origin}/orders?key={{{{ secrets.SHOP_KEY }}}}"
        stack.publish("shop", calling(url, headers={**headers}, body={**body}))
        yield _Shop(stack, server, log)


def _echo(exchange: Exchange) -> None:
    received = exchange.received
    status = 500 if b"fail" in received.body else 200
    echoed = {"state": f"open {received.headers['authorization']}", "target": received.target, "key": SECRET}
    exchange.answer(status, json.dumps(echoed).encode(), {"Content-Type": "application/json", "X-Echo": SECRET})


def _called(shop: _Shop, room: str, order: str) -> str:
    """The session in which the tool was called for an order."""
    assert shop.stack.process("shop", room, userInput=order)["action"] == {"type": "continue"}
    return str(shop.stack.process("shop", room)["sessionId"])


def test_the_tool_gets_its_secret(shop: _Shop, fresh: str) -> None:
    _called(shop, fresh, "A-1")
    received = shop.server.received[-1]
    assert received.headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET in received.target
    assert json.loads(received.body) == {"key": SECRET, "order": "A-1"}


@pytest.mark.parametrize("order", ["A-1", "fail"])
def test_no_table_response_or_log_has_the_secret(shop: _Shop, fresh: str, order: str) -> None:
    session_id = _called(shop, fresh, order)
    shown = shop.stack.client.get(f"/api/flows/sessions/{session_id}").text
    answered = json.dumps(shop.stack.process("shop", fresh))
    for text in (shown, answered, shop.stack.stored(), shop.log.getvalue()):
        assert text
        assert SECRET not in text
    assert "SHOP_KEY" in shop.stack.stored()


def test_the_trace_has_the_tool_call(shop: _Shop, fresh: str) -> None:
    session = shop.stack.session(_called(shop, fresh, "A-1"))
    (effect,) = session["turns"][-1]["effects"]
    assert (effect["nodeId"], effect["ok"]) == ("look-up", True)
    assert set(effect) == {"kind", "nodeId", "millis", "ok"}
    failed = shop.stack.session(_called(shop, f"{fresh}-2", "fail"))
    (effect,) = failed["turns"][-1]["effects"]
    assert (effect["ok"], "error" in effect) == (False, True)


def test_another_organization_has_no_such_secret(shop: _Shop, fresh: str) -> None:
    calls = len(shop.server.received)
    url = f"{shop.server.origin}/orders"
    shop.stack.publish("shop", calling(url, headers={"Authorization": "Bearer {{ secrets.SHOP_KEY }}"}), fresh)
    shop.stack.process("shop", fresh, organization=fresh, userInput="A-1")
    session_id = shop.stack.process("shop", fresh, organization=fresh)["sessionId"]
    assert len(shop.server.received) == calls
    (effect,) = shop.stack.session(session_id, fresh)["turns"][-1]["effects"]
    assert effect["ok"] is False


def test_a_template_in_a_callers_words_is_not_evaluated(shop: _Shop, fresh: str) -> None:
    session_id = _called(shop, fresh, "{{ secrets.SHOP_KEY }}")
    assert json.loads(shop.server.received[-1].body)["order"] == "{{ secrets.SHOP_KEY }}"
    assert SECRET not in shop.stack.client.get(f"/api/flows/sessions/{session_id}").text
