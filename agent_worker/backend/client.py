"""The HTTP client of Callflow's API: turns, phone calls and voices. One connection pool a call."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, TypeVar
from urllib.parse import quote

import aiohttp
from opentelemetry.trace import NoOpTracer, Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from pydantic import BaseModel, ValidationError
from yarl import URL

from agent_worker.backend.call_identity import Call, PhoneCall
from agent_worker.backend.call_speech import Asks, CallSpeech
from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError, error_of_status
from agent_worker.backend.reply import Reply
from agent_worker.backend.server_timing import turn_millis
from agent_worker.backend.turn_stream import MEDIA_TYPE, OnWords, read_turn

ATTEMPT_SECONDS = 12.0
"""Seconds for a request, or until a stream begins. The API's own deadline for a turn is ten seconds by default."""
STREAM_SECONDS = 30.0
"""Seconds for a stream, from its first byte to its last event."""
CONNECT_SECONDS = 1.0
"""Seconds for a connection."""
KEEPALIVE_SECONDS = 55.0
"""Seconds for which a connection stays open without a request. API Gateway closes it after a minute."""
CAPABILITY_HEADER = "X-Call-Capability"
"""The header with the backend's signature that this worker serves a call."""
_TRACE = TraceContextTextMapPropagator()
_ROUTE = re.compile(r"(?<=/flows)/(?!sessions/)[^/]+|(?<=/sessions)/[^/]+|(?<=/agents)/[^/]+")
"""The ids in a path. The name of a span has none, so that spans of one route can be counted together."""
_log = logging.getLogger(__name__)


class Sign(Protocol):
    """Signs a request."""

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        """Return the request's headers with a signature."""
        ...


def unsigned(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
    """Return the headers without a signature, for a local Callflow."""
    return headers


@dataclass(frozen=True, slots=True)
class AgentVoice:
    """The voice of an agent. None leaves the choice to the provider."""

    voice: str | None = None
    """The provider's name of the voice."""
    language: str | None = None
    """A language tag, such as en or en-US."""


class Backend:
    """The client. Use it as an asynchronous context manager.

    Each request raises `ApiUnavailableError` if a retry may succeed, and `ApiRefusedError` if a retry fails too.

    Args:
        api_url: The API's address without a slash at its end.
        sign: Signs each request.
        tracer: Traces each request. By default nothing is traced.
    """

    def __init__(self, api_url: str, sign: Sign = unsigned, tracer: Tracer | None = None) -> None:
        self._api_url = api_url
        self._sign = sign
        self._tracer = tracer or NoOpTracer()
        # `_send` limits the whole request, because a stream may last longer than another response.
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
        # A caller thinks for longer than the 15 seconds after which aiohttp closes a connection by default.
        self._http = aiohttp.ClientSession(
            timeout=timeout, connector=aiohttp.TCPConnector(keepalive_timeout=KEEPALIVE_SECONDS)
        )

    async def __aenter__(self) -> Backend:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def process(
        self, call: Call, turn_id: str, fields: Mapping[str, object], on_words: OnWords | None = None
    ) -> Reply:
        """Make one attempt at a turn. The API may stream it, or answer at once.

        Args:
            call: The call that the turn belongs to.
            turn_id: The id of the turn, the same for each attempt.
            fields: The fields of the request without its ids.
            on_words: Takes the words that come before the reply is final. None asks for no stream.

        Returns:
            The API's reply, with the milliseconds of its phases.
        """
        body = {"roomName": call.room_name, "turnId": turn_id, **fields}
        path = f"/api/flows/{quote(call.flow_id, safe='')}/process"
        answer = await self._send("POST", path, call, body, turn_id, on_words)
        return _read(Reply, answer).model_copy(update={"millis": turn_millis(answer.server_timing, answer.millis)})

    async def answer(self, phone_call: PhoneCall) -> Call:
        """Look up the agent, flow and session of a phone call. A number that no organization has is refused.

        Args:
            phone_call: The numbers of the call.

        Returns:
            The call.
        """
        body = phone_call.model_dump(by_alias=True, exclude_none=True)
        answer = await self._send("POST", "/api/calls", None, body)
        return _read(Call, answer).model_copy(update={"capability": answer.capability})

    async def voice(self, call: Call) -> AgentVoice:
        """Look up the voice of a call's agent.

        Args:
            call: The call. A call without an agent needs no request.

        Returns:
            The voice. Its language is that of the call, or else that of the agent.
        """
        if call.agent_id is None:
            return AgentVoice(language=call.language)
        answer = await self._send("GET", f"/api/agents/{quote(call.agent_id, safe='')}", call, None)
        fields = _read(_Agent, answer)
        return AgentVoice(fields.voice, call.language or fields.language)

    async def speech(self, call: Call) -> CallSpeech:
        """Look up what the worker can prepare for the speech of a call.

        Args:
            call: The call.

        Returns:
            The texts that are always the same, and what is asked for.
        """
        path = f"/api/flows/sessions/{quote(call.session_id, safe='')}/speech"
        return _read(CallSpeech, await self._send("GET", path, call, None))

    async def _send(
        self,
        method: str,
        path: str,
        call: Call | None,
        body: object,
        turn_id: str | None = None,
        on_words: OnWords | None = None,
    ) -> _Answer:
        with self._span(method, path, call, turn_id) as span:
            url, request_id, began = self._api_url + path, uuid.uuid4().hex, time.perf_counter()
            # Without escapes, a character of any script takes at most four bytes of the API's 64 KiB.
            data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode(errors="replace")
            headers = {"Content-Type": "application/json", "X-Request-Id": request_id}
            if call is not None:
                headers["X-Organization-Id"] = call.organization_id
            if call is not None and call.capability is not None:
                headers[CAPABILITY_HEADER] = call.capability
            # The signature need not cover these.
            unsigned_headers: dict[str, str] = {"Accept": MEDIA_TYPE} if on_words else {}
            _TRACE.inject(unsigned_headers)
            try:
                # The signature covers this exact URL, and the caller's words must not follow a redirect.
                async with (
                    asyncio.timeout(ATTEMPT_SECONDS) as limit,
                    self._http.request(
                        method,
                        URL(url, encoded=True),
                        data=data or None,
                        headers={**self._sign(method, url, headers, data), **unsigned_headers},
                        allow_redirects=False,
                    ) as response,
                ):
                    span.set_attribute("http.response.status_code", response.status)
                    status, timing = response.status, response.headers.get("Server-Timing", "")
                    capability = response.headers.get(CAPABILITY_HEADER)
                    error = error_of_status(status, f"{method} {path}")
                    if error is None and on_words is not None and response.content_type == MEDIA_TYPE:
                        limit.reschedule(asyncio.get_running_loop().time() + STREAM_SECONDS)
                        streamed = await read_turn(response.content.iter_any(), turn_id or "", on_words)
                        answer, timing = streamed.body, streamed.server_timing or timing
                    else:
                        answer = await response.read()
            except (aiohttp.ClientError, OSError, TimeoutError) as failure:
                raise ApiUnavailableError(f"{method} {path}: {type(failure).__name__}") from failure
            millis = round((time.perf_counter() - began) * 1000, 1)
            logged = {"request_id": request_id, "turn_id": turn_id, "millis": millis}
            _log.info("%s %s: status %s", method, path, status, extra=logged)
            if error is not None:
                raise error
            return _Answer(answer, millis, timing, capability)

    @contextmanager
    def _span(self, method: str, path: str, call: Call | None, turn_id: str | None) -> Iterator[Span]:
        """Open the span of one request. An error of the request marks it as failed, without the error's text."""
        name = f"{method} {_ROUTE.sub('/{id}', path)}"
        with self._tracer.start_as_current_span(
            name, kind=SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
        ) as span:
            span.set_attributes(_known(call, turn_id))
            try:
                yield span
            except Exception as error:
                span.set_status(StatusCode.ERROR)
                span.set_attribute("error.type", type(error).__name__)
                raise


def _known(call: Call | None, turn_id: str | None) -> dict[str, str]:
    known = {} if turn_id is None else {"callflow.turn": turn_id}
    if call is None:
        return known
    ids = {"callflow.organization": call.organization_id, "callflow.flow": call.flow_id, "session.id": call.session_id}
    return {**ids, "callflow.mode": call.mode, **known}


@dataclass(frozen=True, slots=True)
class CallTurns:
    """`Turns` and `Drafts` of `agent_worker.turn` for one call. Logs each failed attempt at a turn."""

    backend: Backend
    call: Call
    asks: Asks = field(default_factory=Asks)
    """What the questions of the call ask for."""
    used: Callable[[], Mapping[str, object] | None] = lambda: None
    """Returns the field `usage` of a turn: what the call has used of speech services. None if there is none."""

    async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
        """See `Turns.post`."""
        used = self.used() if self.asks.takes_usage else None
        sent = fields if used is None else {**fields, "usage": used}
        try:
            return self.asks.added_to(await self.backend.process(self.call, turn_id, sent, on_words))
        except ApiUnavailableError as error:
            _log.warning("%s", error, extra={"turn_id": turn_id})
            raise
        except ApiRefusedError as error:
            _log.error("%s", error, extra={"turn_id": turn_id})
            raise

    async def draft(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> None:
        """See `agent_worker.turn.early.running_draft.Drafts.draft`."""
        await self.backend.process(self.call, turn_id, {**fields, "draft": True}, on_words)


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    millis: float
    """Milliseconds of the round trip."""
    server_timing: str
    """The header `Server-Timing`."""
    capability: str | None = field(default=None, repr=False)
    """The capability of the call that the request began."""


Model = TypeVar("Model", bound=BaseModel)


class _Agent(BaseModel):
    voice: str | None = None
    language: str | None = None


def _read(model: type[Model], answer: _Answer) -> Model:
    try:
        return model.model_validate_json(answer.body)
    except ValidationError as error:
        raise ApiUnavailableError(f"the response is no valid {model.__name__}") from error
