"""The turn function gives the response of the API to the byte, for valid and invalid requests."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.json import Json
from flow_core.state import Session
from functions.api.app import create_app
from functions.errors import UnavailableError
from functions.lambdas.gateway import behind_gateway
from functions.lambdas.streamed import Streamed
from functions.lambdas.turn_events import TurnEvents
from functions.ports.model import LetOut
from functions.records import FlowPin, TurnCall
from functions.turn.begin import NewSession, new_head
from functions.turn.evaluation import ReplayTimeoutError
from functions.turn.flow_versions import MissingFlowError
from functions.turn.results import NO_FLOW, Finished, NoFlow, TurnInProgressError
from testing.api.documents import SURVEY
from testing.api.events import WORKER, Event, http_user, rest, user
from testing.api.stack import LOCAL, Stack, replaced, stack_on
from testing.aws_lambda.arriving import http_response

Both = Callable[[Event], tuple[dict[str, Any], dict[str, Any]]]

_CONTEXT: Any = SimpleNamespace()

_RAISED: dict[str, Exception] = {
    "busy": TurnInProgressError("a session"),
    "not the same": ReplayTimeoutError("an expression"),
    "away": UnavailableError("store", "PutItem callflow-sessions", "unreachable"),
    "gone": MissingFlowError("a flow"),
    "crash": RuntimeError("nobody foresaw it"),
}


def _run_turn(session: NewSession, call: TurnCall, let_out: LetOut | None = None) -> Finished | NoFlow:
    """Return a reply with all arguments of the turn."""
    if call.user_input in _RAISED:
        raise _RAISED[call.user_input]
    if call.user_input == "begin":
        return NO_FLOW
    head = new_head("o", "f", FlowPin(1, 1), "r", Session(id=session.session_id, channel="chat", started_at=0))
    return Finished(json.dumps([session.session_id, asdict(call)], ensure_ascii=call.no_input), head, None)


@pytest.fixture(scope="module")
def aws() -> Iterator[Stack]:
    with stack_on(replace(LOCAL, auth="aws", threads=False)) as made:
        yield made


@pytest.fixture(scope="module")
def both(aws: Stack) -> Iterator[Both]:
    """A function that returns the responses of the API and of the turn function, with the same random ids.

    The turn function gives the same response to a stage that streams.
    """
    services = replaced(aws.services, run_turn=_run_turn)
    whole, alone = behind_gateway(create_app(services)), TurnEvents(services)

    def answers(event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
        answer = _untimed(alone.answer(event))
        streamed = _untimed(read(alone.stream(event)))
        assert [streamed[name] for name in ("statusCode", "body")] == [answer[name] for name in ("statusCode", "body")]
        length = ("content-length", str(len(answer["body"].encode())))
        assert streamed["headers"].items() == answer["headers"].items() - {length}
        return _untimed(whole(event, _CONTEXT)), answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=7))
        yield answers


def read(streamed: Streamed) -> dict[str, Any]:
    """Return a streamed response as API Gateway reads it."""
    status, headers, body = http_response(streamed.encode())
    return {"statusCode": status, "headers": headers, "body": body.decode()}


def _untimed(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the response with 0 in place of each timing."""
    headers = {
        name: re.sub(r"dur=\d+\.\d", "dur=0.0", value) if name == "server-timing" else value
        for name, value in answer["headers"].items()
    }
    return {**answer, "headers": headers}


_text = st.text(max_size=20) | st.sampled_from([*_RAISED, "begin", "a" * 255, "a" * 4001, "\x00", "+15550100"])
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=6,
)
_fields: dict[str, st.SearchStrategy[Any]] = {
    "roomName": _text | _json,
    "userInput": _text | _json,
    "turnId": _text | _json,
    "userId": _text | _json,
    "variables": st.dictionaries(_text, _json, max_size=3) | _json,
    "dtmf": st.text("0123456789*#ABCDx", max_size=5) | _json,
    "noInput": st.booleans() | _json,
    "interrupted": st.fixed_dictionaries({"turnId": _text, "heard": _text}) | _json,
    "missed": st.lists(st.fixed_dictionaries({"role": st.sampled_from(["user", "x"]), "content": _text}), max_size=2),
    "more": _json,
}
_fit = st.fixed_dictionaries(
    {"roomName": st.text("abc-ü", min_size=1)},
    optional={"userInput": st.sampled_from([*_RAISED, "begin", "hello 😀"]), "turnId": st.text("t1", min_size=1)},
)
_document = _fit | st.fixed_dictionaries({}, optional=_fields)
_sent = (
    _document.map(json.dumps).map(lambda text: (text, False))
    | st.binary(max_size=40).map(lambda body: (base64.b64encode(body).decode(), True))
    | st.sampled_from([(None, False), ("", False), ("{", False), ('{"roomName": "r"}' + " " * 65519, False)])
    | st.just(('{"roomName": "r"}' + " " * 65520, False))
)
_context = st.sampled_from([user("acme"), user("acme"), WORKER, {}, user(None), user("a b"), {"authorizer": None}])
_headers = st.dictionaries(
    st.sampled_from(["X-Organization-Id", "x-request-id", "X-Request-Id", "Content-Type", "X-Forwarded-Proto"]),
    st.sampled_from(["acme", "umbrella", "", "r-1", "ü", "a" * 129, "text/plain", "http"]),
    max_size=4,
)
_flow = st.sampled_from(["survey", "survey", "none", "sessions", "a b", "ü", "-", "a" * 129, "%2F", ".", "x\n"]) | _text


@st.composite
def _events(draw: st.DrawFn) -> Event:
    """Draw an event in which usually only one part is invalid. Then the events reach every check."""
    broken = draw(st.sampled_from(["nothing", "nothing", "address", "caller", "body", "headers", "all"]))

    def part(name: str, any_: st.SearchStrategy[Any], fit: st.SearchStrategy[Any]) -> Any:
        return draw(any_ if broken in (name, "all") else fit)

    path = f"/api/flows/{quote(part('address', _flow, st.just('survey')), safe='')}/process"
    context = part("caller", _context, st.just(user("acme")))
    headers = part("headers", _headers, st.just({"X-Request-Id": "r-1"}))
    body, packed = part("body", _sent, _fit.map(json.dumps).map(lambda text: (text, False)))
    event = rest("POST", path, context, headers=headers)
    several = {"X-Organization-Id": ["acme", "umbrella"]}
    multi = part("headers", st.sampled_from([{}, None, several]), st.just({}))
    return {
        **event,
        "body": body,
        "isBase64Encoded": packed,
        "multiValueHeaders": None if multi is None else {**event["multiValueHeaders"], **multi},
    }


@settings(max_examples=600, deadline=None)
@given(_events())
def test_both_responses_are_equal_to_the_byte(both: Both, event: Event) -> None:
    whole, alone = both(event)
    assert list(whole.items()) == list(alone.items())
    assert list(whole["headers"].items()) == list(alone["headers"].items())


@pytest.mark.parametrize("said", [*_RAISED, "begin", "hello"])
def test_both_report_an_error_of_a_turn_equally(both: Both, aws: Stack, said: str) -> None:
    event = rest("POST", "/api/flows/none/process", user("acme"), body={"roomName": "r", "userInput": said})
    before = len(aws.observed.failures)
    whole, alone = both(event)
    assert whole == alone
    failures = aws.observed.failures[before:]
    assert failures in ([], [_RAISED.get(said)] * 3), "the function answers twice: at once, and streamed"
    assert (whole["statusCode"] == 200) is (said == "hello")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_both_refuse_another_method_equally(both: Both, method: str) -> None:
    whole, alone = both(rest(method, "/api/flows/survey/process", user("acme")))
    assert whole == alone
    assert alone["statusCode"] == 405


@pytest.mark.parametrize("path", ["/api/flows/survey", "/", "/api/flows/a/b/process", "/api/flows//process", "/api"])
def test_another_path_is_404(aws: Stack, path: str) -> None:
    answer = TurnEvents(aws.services).answer(rest("POST", path, user("acme"), body={"roomName": "r"}))
    assert (answer["statusCode"], json.loads(answer["body"])["detail"]) == (404, "Not Found")


def test_both_accept_the_claims_of_an_http_api(both: Both) -> None:
    event = rest("POST", "/api/flows/survey/process", http_user("acme"), body={"roomName": "r", "userInput": "hello"})
    whole, alone = both(event)
    assert whole == alone
    assert alone["statusCode"] == 200


def test_a_real_turn_and_its_duplicate_request_have_equal_responses(aws: Stack) -> None:
    whole, alone = behind_gateway(create_app(aws.services)), TurnEvents(aws.services)
    put: tuple[str, str, Json] = ("PUT", "/api/flows/survey", SURVEY)
    for method, path, body in (put, ("POST", "/api/flows/survey/publish", None)):
        assert whole(rest(method, path, user("acme"), body=body), _CONTEXT)["statusCode"] < 300
    for number, words in enumerate((None, "Ann 😀", "Rome", "more")):
        turn: dict[str, Json] = {"roomName": "r", "turnId": f"t-{number}", "userInput": words}
        headers = {"X-Request-Id": f"r-{number}"}
        event = rest("POST", "/api/flows/survey/process", user("acme"), body=turn, headers=headers)
        ways = [alone.answer, lambda event: whole(event, _CONTEXT)]
        first, second = (way(event) for way in (ways if number % 2 else reversed(ways)))
        timings = [answer["headers"].pop("server-timing") for answer in (first, second)]
        assert first == second
        assert first["statusCode"] == 200
        ran = ("load", "step", "save") if number < 3 else ("load",)
        for timing, parts in zip(timings, (ran, ("load",)), strict=True):
            assert re.fullmatch(", ".join(rf"{part};dur=\d+\.\d" for part in (*parts, "total")), timing)
