"""Responses that are streamed through Amazon's runtime client, against a Runtime API on loopback."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.lambdas import runtime_client
from functions.lambdas.runtime_client import UnknownClientError
from functions.lambdas.streamed import Streamed, api_streams
from testing.aws_lambda.arriving import http_response
from testing.aws_lambda.client import runtime_client as amazons
from testing.aws_lambda.runtime_api import Function, FunctionError

ROOT = Path(__file__).parents[3]
CLIENT = "awslambdaric.lambda_runtime_client"
PART = {"part": "a part"}


class Run:
    """A running function and the log of its handler."""

    def __init__(self, function: Function, log: Path) -> None:
        self.function = function
        self.log = log

    def event(self, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"log": str(self.log), "body": [*steps], **more}

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def answers_whole(self) -> bool:
        """Whether the same process answers another event, which it does not stream."""
        answer, _ = self.function.call({"log": str(self.log)})
        return bool(answer == {"streams": True})


@pytest.fixture(scope="module")
def function() -> Iterator[Function]:
    path = [str(ROOT), str(amazons(sys.executable))]
    with Function("testing.aws_lambda.streaming_handler.handler", path, {}, python=sys.executable) as started:
        yield started


@pytest.fixture
def run(function: Function, tmp_path: Path) -> Run:
    return Run(function, tmp_path / "log")


def test_each_part_arrives_while_the_function_still_makes_the_next(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    steps = ({"part": "one"}, {"await": str(first)}, {"part": "two"}, {"await": str(second)}, {"part": "three"})
    with run.function.streaming(run.event(*steps, status=201)) as arriving:
        start = arriving.part() or b""
        assert http_response(start) == (201, {"content-type": "text/plain"}, b"one")
        first.touch()  # the function goes on only now
        assert arriving.part() == b"two"
        second.touch()
        assert arriving.rest() == [b"three"]
    assert arriving.headers["Content-Type"] == "application/vnd.awslambda.http-integration-response"
    assert arriving.headers["Transfer-Encoding"] == "chunked"
    assert arriving.trailers == {}
    assert run.lines() == ["made"]


def test_a_response_that_is_not_streamed_is_sent_as_before(run: Run) -> None:
    assert run.answers_whole()


def test_an_error_in_the_middle_ends_the_response_with_trailers_and_the_process_goes_on(run: Run) -> None:
    with run.function.streaming(run.event(PART, PART, {"raise": "My card number is 4111"})) as arriving:
        _, _, body = http_response(b"".join(arriving.rest()))
    assert body == b"a parta part"
    assert arriving.trailers["lambda-runtime-function-error-type"] == "Function.StreamEnded"
    told = base64.b64decode(arriving.trailers["lambda-runtime-function-error-body"]).decode()
    assert json.loads(told)["errorType"] == "Function.StreamEnded"
    assert "4111" not in told
    assert run.lines() == ["request-failed RuntimeError"]
    assert run.answers_whole()


def test_an_error_before_the_first_part_is_an_error_of_the_function(run: Run) -> None:
    with pytest.raises(FunctionError, match="KeyError"):
        run.function.call({"body": []})
    assert run.answers_whole()


def test_a_large_response_arrives_whole(run: Run) -> None:
    large = {"part": "0123456789abcdef", "times": 1 << 18}
    with run.function.streaming(run.event(large, PART, large)) as arriving:
        _, _, body = http_response(b"".join(arriving.rest()))
    assert body == b"0123456789abcdef" * (1 << 18) + b"a part" + b"0123456789abcdef" * (1 << 18)


@pytest.mark.parametrize("parts", [1, 2])
def test_a_lost_connection_does_not_stop_what_the_response_is_made_by(run: Run, parts: int) -> None:
    many = [{"part": "x", "times": 1 << 20}] * 10
    with run.function.streaming(run.event(*many), hangs_up_after=parts) as arriving:
        assert len(arriving.rest()) == parts
    made, failure = run.lines()
    assert (made, failure.split()[0]) == ("made", "response-not-sent")
    assert run.answers_whole()


def test_a_response_that_lambda_refuses_is_a_failure_and_the_process_goes_on(run: Run) -> None:
    with run.function.streaming(run.event(PART), status=413) as arriving:
        arriving.rest()
    assert run.lines() == ["made", "response-not-sent NotTakenError"]
    assert run.answers_whole()


def test_a_function_restored_from_a_snapshot_streams(tmp_path: Path) -> None:
    path, snapshot = [str(ROOT), str(amazons(sys.executable))], {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}
    handler = "testing.aws_lambda.streaming_handler.handler"
    with Function(handler, path, snapshot, python=sys.executable) as restored:
        assert restored.restore_millis > 0
        answer, _ = restored.call({"log": str(tmp_path / "log"), "body": [PART]})
    assert answer == {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": "a part"}


def _streamed(*parts: bytes, **headers: str) -> Streamed:
    return Streamed(200, headers, iter(parts), lambda failure, error, /, **known: None)


@given(st.lists(st.binary()), st.dictionaries(st.text(), st.text()))
def test_the_format_is_read_back_as_it_was_written(parts: list[bytes], headers: dict[str, str]) -> None:
    body = b"".join(parts)
    if not body:
        return
    headers.pop("content-length", None)
    assert http_response(_streamed(*parts, **headers).encode()) == (200, headers, body)


def test_api_gateway_gets_no_length_and_no_empty_part() -> None:
    parts = list(_streamed(b"one", b"", b"two", **{"content-length": "6", "x-request-id": "r"}).parts())
    assert http_response(parts[0]) == (200, {"x-request-id": "r"}, b"one")
    assert parts[1:] == [b"two"]


@pytest.mark.parametrize(
    ("variables", "streams"),
    [
        (None, False),
        ({}, False),
        ({"responseTransferMode": "BUFFERED"}, False),
        ({"responseTransferMode": "STREAM"}, True),
    ],
)
def test_a_response_is_streamed_only_to_a_stage_that_says_so(variables: dict[str, str] | None, streams: bool) -> None:
    assert api_streams({"stageVariables": variables}) is streams
    assert api_streams({}) is False


def _client(monkeypatch: pytest.MonkeyPatch, **members: object) -> Any:
    module = ModuleType(CLIENT)
    made = type("LambdaRuntimeClient", (), members)
    module.LambdaRuntimeClient = made  # type: ignore[attr-defined]  # a stand-in of the client's module
    monkeypatch.setitem(sys.modules, CLIENT, module)
    return made


def test_without_amazons_client_responses_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, CLIENT, raising=False)
    monkeypatch.delenv("AWS_LAMBDA_RUNTIME_API", raising=False)
    assert runtime_client.install() is False


def test_under_sam_local_responses_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    _client(monkeypatch, post_invocation_result=print, marshaller=SimpleNamespace(marshal_response=print))
    monkeypatch.setenv("AWS_SAM_LOCAL", "true")
    assert runtime_client.install() is False


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"post_invocation_result": print},
        {"marshaller": SimpleNamespace(marshal_response=print)},
        {"post_invocation_result": print, "marshaller": SimpleNamespace()},
    ],
)
def test_another_client_on_lambda_fails_the_start_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, members: dict[str, object]
) -> None:
    _client(monkeypatch, **members)
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
    with pytest.raises(UnknownClientError, match=r"adapt functions/lambdas/runtime_client\.py"):
        runtime_client.install()


def test_the_client_of_an_earlier_runtime_gets_what_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    posted = []

    def post(self: object, *given: object) -> None:
        posted.append(given)

    marshaller = SimpleNamespace(
        marshal_response=lambda value: (json.dumps(value), "json"), unmarshal_request=json.loads
    )
    client = _client(monkeypatch, post_invocation_result=post, marshaller=marshaller)
    assert runtime_client.install()
    assert runtime_client.install(), "a second time changes nothing"
    client().post_invocation_result("id", *client.marshaller.marshal_response({"a": 1}))
    assert posted == [("id", '{"a": 1}', "json")]
    assert client.marshaller.unmarshal_request("[1]") == [1]
