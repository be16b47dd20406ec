"""The causes of a failure name classes, codes and texts that are known to be safe. They have no caller's words."""

from __future__ import annotations

import errno
import json
import socket
import ssl
from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import httpx2
import openai
import pytest
from botocore import exceptions as botocore
from hypothesis import given
from hypothesis import strategies as st
from livekit import api as livekit
from pydantic import TypeAdapter, ValidationError
from pynamodb.exceptions import PutError, TransactWriteError

from functions.errors import UnavailableError
from functions.failures import codes, current_operation
from functions.failures.causes import causes, frames
from functions.ports.rooms import NoAgentError
from functions.records import head_type


def raised(error: BaseException, by: BaseException | None = None) -> BaseException:
    """Raise and catch the error, with `by` as its cause if one is given."""
    try:
        if by is None:
            raise error
        raise error from by
    except BaseException as caught:
        return caught


def shown_causes(error: BaseException) -> list[str]:
    return [str(cause) for cause in causes(error)]


def client_error(code: str, message: str, status: int = 400, **more: Any) -> botocore.ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
        **more,
    }
    return botocore.ClientError(response, "PutItem")


def test_the_chain_goes_from_the_port_to_the_network() -> None:
    refused = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused", "a name")
    away = raised(botocore.EndpointConnectionError(endpoint_url="http://127.0.0.1:9/?key=1"), refused)
    lost = UnavailableError("store", "PutItem callflow-sessions", "unreachable", attempts=4, millis=612.3)
    assert shown_causes(raised(lost, away)) == [
        "UnavailableError [unreachable]: store: PutItem callflow-sessions: unreachable (4 attempts, 612 ms)",
        'EndpointConnectionError: Could not connect to the endpoint URL: "http://127.0.0.1:9/"',
        "ConnectionRefusedError [ECONNREFUSED]: Connection refused",
    ]


def test_a_refusal_of_aws_has_code_status_and_the_text_of_a_listed_code() -> None:
    words = "User: arn:aws:sts::1:x is not authorized to perform: dynamodb:PutItem"
    denied = client_error("AccessDeniedException", words)
    assert shown_causes(denied) == [f"ClientError [AccessDeniedException HTTP 400]: {words}"]


@pytest.mark.parametrize(
    ("message", "logged"),
    [
        ("Item size has exceeded the maximum allowed size", "Item size has exceeded the maximum allowed size"),
        ("The value hunter2 is not valid", None),
    ],
)
def test_only_known_words_of_a_validation_exception_are_logged(message: str, logged: str | None) -> None:
    (cause,) = causes(client_error("ValidationException", message))
    assert (cause.code, cause.message) == ("ValidationException HTTP 400", logged)


def test_a_cancelled_transaction_has_each_reason() -> None:
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "hunter2"}]
    cancelled = client_error("TransactionCanceledException", "hunter2", CancellationReasons=reasons)
    assert shown_causes(TransactWriteError("hunter2", cancelled)) == [
        "TransactWriteError",
        "ClientError [TransactionCanceledException HTTP 400 (None, ConditionalCheckFailed)]",
    ]


def test_a_system_error_has_the_name_and_the_text_of_its_number() -> None:
    assert shown_causes(TimeoutError(errno.ETIMEDOUT, "hunter2")) == ["TimeoutError [ETIMEDOUT]: Connection timed out"]
    assert shown_causes(FileNotFoundError(errno.ENOENT, "hunter2", "/hunter2")) == [
        "FileNotFoundError [ENOENT]: No such file or directory"
    ]
    assert shown_causes(socket.gaierror(socket.EAI_NONAME, "hunter2")) == [
        "gaierror [EAI_NONAME]: the name of the host has no address"
    ]


def test_a_certificate_error_has_its_reason_and_no_host() -> None:
    error = ssl.SSLCertVerificationError(1, "hunter2.example.com")
    error.reason = "CERTIFICATE_VERIFY_FAILED"
    assert shown_causes(error) == ["SSLCertVerificationError [CERTIFICATE_VERIFY_FAILED]: certificate verify failed"]


def test_an_error_of_a_server_has_the_status() -> None:
    request = httpx2.Request("POST", "https://hunter2.example.com/?key=hunter2")
    response = httpx2.Response(429, request=request, text="hunter2")
    assert shown_causes(openai.RateLimitError("hunter2", response=response, body={"message": "hunter2"})) == [
        "RateLimitError [HTTP 429]"
    ]
    assert shown_causes(livekit.ServerError("unauthenticated", "hunter2", status=401)) == [
        f"{livekit.ServerError.__name__} [unauthenticated HTTP 401]"
    ]


def test_a_validation_error_has_the_places_and_no_key_of_a_caller() -> None:
    head = {"session_id": "s", "given_variables": {"hunter2": {"hunter2": 1}}, "turns": "hunter2", "hunter2": 1}
    with pytest.raises(ValidationError) as caught:
        head_type().validate_json(json.dumps(head))
    (shown,) = shown_causes(caught.value)
    assert "organization_id: missing" in shown
    assert "hunter2" not in shown
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(dict[str, dict[str, int]]).validate_python({"state": {"hunter2": "hunter2"}})
    assert shown_causes(caught.value) == ["ValidationError: state.*: int_parsing"]


def test_an_error_raised_from_none_hides_its_context() -> None:
    def hide() -> None:
        try:
            raise KeyError("hunter2")
        except KeyError:
            raise RuntimeError("hunter2") from None

    with pytest.raises(RuntimeError) as caught:
        hide()
    assert shown_causes(caught.value) == ["RuntimeError"]


def test_a_failed_connection_of_httpx_has_its_reason() -> None:
    with pytest.raises(httpx.ConnectError) as caught:
        httpx.get("http://127.0.0.1:9/hunter2")
    assert shown_causes(caught.value)[-1] == "ConnectionRefusedError [ECONNREFUSED]: Connection refused"
    assert "hunter2" not in str(shown_causes(caught.value))


def test_a_circular_chain_of_causes_ends() -> None:
    one, other = RuntimeError(), ValueError()
    one.__cause__, other.__cause__ = other, one
    assert shown_causes(one) == ["RuntimeError", "ValueError"]


def test_a_group_has_the_first_of_its_errors() -> None:
    assert shown_causes(ExceptionGroup("hunter2", [KeyError("a"), ValueError("b")])) == ["ExceptionGroup", "KeyError"]


def test_an_error_whose_text_raises_an_error_is_logged_by_its_class() -> None:
    class BrokenError(UnavailableError):
        def __str__(self) -> str:
            raise RuntimeError("hunter2")

    assert shown_causes(BrokenError("store", "x", "refused")) == ["BrokenError"]


def test_addresses_in_a_text_of_callflow_are_logged_without_user_and_query() -> None:
    (shown,) = shown_causes(
        NoAgentError("LiveKit at wss://me:secret@host.test/x?token=secret cannot be reached.\nAgain")
    )
    assert shown == "NoAgentError: LiveKit at wss://host.test/x cannot be reached. Again"


WORD = "qzqz"
"""A word that no class, code or message of a library contains."""
_words = st.text(max_size=30).map(lambda text: f"{text}{WORD}")


def _os_error(words: str) -> BaseException:
    return OSError(errno.ECONNRESET, words, words)


_MAKERS: list[Callable[[str], BaseException]] = [
    RuntimeError,
    KeyError,
    ValueError,
    UnicodeError,
    _os_error,
    lambda words: OSError(words),
    lambda words: ConnectionResetError(words),
    lambda words: ssl.SSLError(1, words),
    lambda words: ssl.SSLCertVerificationError(words),
    lambda words: socket.gaierror(-2, words),
    lambda words: json.JSONDecodeError(words, words, 0),
    lambda words: httpx.ConnectError(words),
    lambda words: httpx.InvalidURL(words),
    lambda words: httpx.RemoteProtocolError(words),
    lambda words: aiohttp.ClientPayloadError(words),
    lambda words: livekit.ServerError(words, words, status=400),
    lambda words: openai.APIConnectionError(message=words, request=httpx2.Request("GET", "http://x")),
    lambda words: client_error("ValidationException", words),
    lambda words: client_error(f"{words} with spaces", words),
    lambda words: client_error("x", words, CancellationReasons=[{"Code": f"{words} ", "Message": words}]),
    lambda words: botocore.ParamValidationError(report=words),
    lambda words: botocore.HTTPClientError(error=words),
    lambda words: PutError(words, client_error("ValidationException", words)),
    lambda words: ExceptionGroup(words, [ValueError(words)]),
]


def _unreadable(words: str) -> BaseException:
    try:
        head_type().validate_python({words: words, "given_variables": {words: {words}}, "turns": words})
    except ValidationError as error:
        return error
    raise AssertionError


@given(words=_words, makers=st.lists(st.sampled_from([*_MAKERS, _unreadable]), min_size=1, max_size=4))
def test_no_callers_word_reaches_a_log_line(words: str, makers: list[Callable[[str], BaseException]]) -> None:
    error: BaseException | None = None
    for make in makers:
        error = raised(make(words), error)
    assert error is not None
    assert WORD not in json.dumps(codes.line("request-failed", error, {}))


def test_the_frames_are_the_innermost_twelve() -> None:
    def deep(left: int) -> None:
        if not left:
            raise RuntimeError
        deep(left - 1)

    with pytest.raises(RuntimeError) as caught:
        deep(30)
    shown = frames(caught.value)
    assert len(shown) == 12
    assert all(frame.startswith("test_causes.py:") and frame.endswith(" deep") for frame in shown)


def test_a_log_line_has_the_operation_the_organization_and_the_session() -> None:
    current_operation.begin(operation="POST /api/x")
    current_operation.add(organization="acme", session=None)
    current_operation.add(session="session_1")
    line = codes.line("store-throttled", None, {"messages": 2})
    assert line.pop("millis") >= 0
    assert line == {
        "failure": "store-throttled",
        "operation": "POST /api/x",
        "organization": "acme",
        "session": "session_1",
        "messages": 2,
    }
    current_operation.begin()
    assert set(codes.line("store-throttled", None, {})) == {"failure", "millis"}


def test_every_failure_has_a_message() -> None:
    from typing import get_args

    assert set(codes.MESSAGES) == set(get_args(codes.Failure))
