"""The contract of `Tools`: the adapter over loopback HTTP, and the fake that other tests use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pytest

from flow_core.effects import CallTool, Fields, PlainJson, Request, Secret, Text
from functions.adapters.http.tools import HttpTools
from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.ports.tools import Answered, Failed, ToolOutcome, Tools
from testing.fakes.loopback import Loopback
from testing.fakes.tools import FakeTools

Sent: TypeAlias = list[tuple[Mapping[str, str], bytes]]


@dataclass(frozen=True)
class Stage:
    """Tools whose answer is always 201 with `{"ok": true}`."""

    tools: Tools
    origin: str
    sent: Callable[[], Sent]
    """The headers, with names in lower case, and the body of every request."""


@pytest.fixture(params=["http", "fake"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    if request.param == "http":
        tools = HttpTools(allow_private=True)
        with Loopback(lambda exchange: exchange.json('{"ok": true}', 201)) as server:
            yield Stage(tools, server.origin, lambda: [(one.headers, one.body) for one in server.received])
        tools.close()
    else:
        fake = FakeTools(Answered(201, {"content-type": "application/json"}, {"ok": True}))

        def sent() -> Sent:
            return [
                ({name.decode().lower(): value.decode() for name, value in one.sent.headers}, one.sent.content or b"")
                for one in fake.calls
            ]

        yield Stage(fake, "http://tool.example", sent)


def called(stage: Stage, headers: Mapping[str, Text], seconds: float = 5, reach: bool = True) -> ToolOutcome:
    def secrets(name: str) -> str | None:
        if not reach:
            raise UnavailableError("secrets", "get", "unreachable")
        return {"TOKEN": "top-secret"}.get(name)

    body = Fields({"key": (Secret("TOKEN"),), "n": PlainJson(1)})
    effect = CallTool("4", "tool-1", Request("POST", (stage.origin, "/x"), headers, {}, body), 5, 0)
    return stage.tools.call(effect, idempotency_key="s-1/4", secrets=secrets, deadline=Deadline.after(seconds))


def test_an_answer_has_status_headers_and_body(stage: Stage) -> None:
    outcome = called(stage, {})
    assert isinstance(outcome, Answered)
    assert (outcome.status, outcome.body) == (201, {"ok": True})
    assert outcome.headers["content-type"] == "application/json"


def test_secrets_and_the_idempotency_key_are_sent(stage: Stage) -> None:
    called(stage, {"Authorization": ("Bearer ", Secret("TOKEN"))})
    [(headers, body)] = stage.sent()
    assert headers["authorization"] == "Bearer top-secret"
    assert headers["idempotency-key"] == "s-1/4"
    assert body == b'{"key":"top-secret","n":1}'


def test_an_unknown_secret_is_a_failure_and_nothing_is_sent(stage: Stage) -> None:
    assert called(stage, {"X-Key": (Secret("OTHER"),)}) == Failed("there is no secret named OTHER")
    assert stage.sent() == []


def test_an_unreachable_store_of_secrets_fails_the_call(stage: Stage) -> None:
    assert called(stage, {}, reach=False) == Failed("secrets are out of reach")
    assert stage.sent() == []


def test_nothing_is_sent_after_the_deadline(stage: Stage) -> None:
    assert called(stage, {}, seconds=-1) == Failed("no time was left to call the tool")
    assert stage.sent() == []


def test_a_header_cannot_end_its_line(stage: Stage) -> None:
    outcome = called(stage, {"X-Name": ("a\r\nX-Admin: 1",)})
    assert outcome == Failed("the header X-Name holds a line break or another control character")
    assert stage.sent() == []
