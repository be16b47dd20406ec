"""Answers the REST API's proxy events of one route: POST /api/flows/{flowId}/process.

The answers are those of the whole API, without a web framework: one takes longer to load than all else that a turn
needs. Events are read and answers are written here; process_turn does the rest.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from functions.api.http import identity, problems, request_id
from functions.api.http.identity import Caller
from functions.api.process_turn import process_turn
from functions.api.turn_stream import HEADERS, MEDIA_TYPE, accepts_events, stream_turn
from functions.failures import current_operation
from functions.lambdas.streamed import Streamed
from functions.services import Services

Event = Mapping[str, Any]
Answer = dict[str, Any]

_OPERATION = "POST /api/flows/{flowId}/process"
_PATH = re.compile("/api/flows/([^/]+)/process")


class TurnEvents:
    """Answers one event at a time. There is no event loop, so `services.off_loop` is not used.

    Args:
        services: The services of this process.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def answer(self, event: Event) -> Answer:
        """Answer an event at once. Every error becomes a problem."""
        headers, name = self._begin(event)
        try:
            answered = process_turn(self._services, _caller(headers, event), _flow_id(event), _body(event))
        except Exception as error:
            return self._problem(error, name)
        finally:
            # Lambda stops this process as soon as it has answered.
            self._services.spans.flush()
        return _answer(HTTPStatus.OK, answered.headers, answered.body, "application/json", name)

    def stream(self, event: Event) -> Streamed:
        """Answer an event of an API that streams.

        Args:
            event: The event.

        Returns:
            Server-sent events if the request accepts them, which are made while they are sent; else the answer at once.
            Every error before the first event becomes a problem with its status.
        """
        if not accepts_events(_headers(event).get("accept")):
            return self._at_once(self.answer(event))
        headers, name = self._begin(event)
        try:
            body = stream_turn(self._services, _caller(headers, event), _flow_id(event), _body(event))
        except Exception as error:
            return self._at_once(self._problem(error, name))
        body = self._then_flushed(body)
        sent = {**_lower(HEADERS), "content-type": f"{MEDIA_TYPE}; charset=utf-8", request_id.HEADER: name}
        return Streamed(HTTPStatus.OK.value, sent, body, self._services.observe.failed)

    def _begin(self, event: Event) -> tuple[Mapping[str, str], str]:
        """Note that a request begins. Return its headers and its id."""
        headers = _headers(event)
        name = request_id.choose_request_id(headers.get(request_id.HEADER))
        self._services.observe.request(name)
        self._services.spans.incoming(headers)
        current_operation.begin(operation=_OPERATION)
        return headers, name

    def _then_flushed(self, body: Iterator[bytes]) -> Iterator[bytes]:
        # The caller has the last event by then.
        yield from body
        self._services.spans.flush()

    def _problem(self, error: Exception, name: str) -> Answer:
        problem = problems.problem_or_unexpected(error, self._services.observe)
        return _answer(problem.status, problem.headers, problem.body().decode(), problems.MEDIA_TYPE, name)

    def _at_once(self, answer: Answer) -> Streamed:
        body = iter((answer["body"].encode(),))
        return Streamed(answer["statusCode"], answer["headers"], body, self._services.observe.failed)


def _caller(headers: Mapping[str, str], event: Event) -> Caller:
    named, capability = (headers.get(name.lower()) for name in (identity.HEADER, identity.CAPABILITY_HEADER))
    return Caller(named, event, capability)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _flow_id(event: Event) -> str:
    """Read the flow id from the path. ProblemError if another function serves the path or the method."""
    found = _PATH.fullmatch(unquote(event["path"]))
    if found is None:
        raise problems.ProblemError(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND.phrase)
    if event["httpMethod"] != "POST":
        raise problems.ProblemError(
            HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.METHOD_NOT_ALLOWED.phrase, headers={"Allow": "POST"}
        )
    return found[1]


def _headers(event: Event) -> dict[str, str]:
    """Return the headers by lower-case names. Several values of one name are joined by a comma."""
    one = event.get("headers") or {}
    several = event.get("multiValueHeaders") or {}
    return {
        **_lower(one),
        **{name.lower(): ", ".join(values or ()) for name, values in several.items()},
    }


def _body(event: Event) -> bytes:
    sent = event.get("body") or ""
    return base64.b64decode(sent) if event.get("isBase64Encoded") else str(sent).encode()


def _answer(status: HTTPStatus, headers: Mapping[str, str], body: str, media_type: str, name: str) -> Answer:
    return {
        "statusCode": status.value,
        "headers": {
            **_lower(headers),
            "content-length": str(len(body.encode())),
            "content-type": media_type,
            request_id.HEADER: name,
        },
        "multiValueHeaders": {},
        "body": body,
        "isBase64Encoded": False,
    }
