"""Callflow's API over HTTP: a turn, the answer to a phone call, an agent's voice. One connection pool a call."""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, ValidationError
from yarl import URL

from agent_worker.backend.call_identity import Call, PhoneCall
from agent_worker.backend.reply import Reply
from agent_worker.backend.server_timing import turn_millis
from agent_worker.turn.attempts import OutOfReachError, RefusedError

WORTH_ANOTHER = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
ATTEMPT_SECONDS, CONNECT_SECONDS = 12.0, 1.0
"""The API's own deadline for a turn is ten seconds by default."""
_log = logging.getLogger(__name__)


class Sign(Protocol):
    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        """The request's headers with a signature."""
        ...


def unsigned(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
    """For a Callflow on this machine."""
    return headers


@dataclass(frozen=True, slots=True)
class AgentVoice:
    voice: str | None = None
    language: str | None = None


class Backend:
    """Use as a context: `async with Backend(...) as backend`."""

    def __init__(self, api_url: str, sign: Sign = unsigned) -> None:
        self._api_url = api_url
        self._sign = sign
        timeout = aiohttp.ClientTimeout(total=ATTEMPT_SECONDS, sock_connect=CONNECT_SECONDS)
        self._http = aiohttp.ClientSession(timeout=timeout)

    async def __aenter__(self) -> Backend:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def process(self, call: Call, turn_id: str, fields: Mapping[str, object]) -> Reply:
        """One attempt at a turn. OutOfReachError, RefusedError."""
        body = {"roomName": call.room_name, "turnId": turn_id, **fields}
        answer = await self._send(
            "POST", f"/api/flows/{quote(call.flow_id, safe='')}/process", call.organization_id, body, turn_id
        )
        return _read(Reply, answer).model_copy(update={"millis": turn_millis(answer.server_timing, answer.millis)})

    async def answer(self, phone_call: PhoneCall) -> Call:
        """The number's agent and flow, and the session. OutOfReachError; RefusedError for a number nobody owns."""
        body = phone_call.model_dump(by_alias=True, exclude_none=True)
        return _read(Call, await self._send("POST", "/api/calls", None, body))

    async def voice(self, call: Call) -> AgentVoice:
        """OutOfReachError, RefusedError."""
        if call.agent_id is None:
            return AgentVoice()
        answer = await self._send("GET", f"/api/agents/{quote(call.agent_id, safe='')}", call.organization_id, None)
        fields = _read(_Agent, answer)
        return AgentVoice(fields.voice, fields.language)

    async def _send(
        self, method: str, path: str, organization_id: str | None, body: object, turn_id: str | None = None
    ) -> _Answer:
        url, request_id, began = self._api_url + path, uuid.uuid4().hex, time.perf_counter()
        # Unescaped, a letter of any script takes at most four bytes of the 64 KiB that the API takes.
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode(errors="replace")
        headers = {"Content-Type": "application/json", "X-Request-Id": request_id}
        if organization_id is not None:
            headers["X-Organization-Id"] = organization_id
        try:
            # To the letter as it was signed, and nowhere else.
            async with self._http.request(
                method,
                URL(url, encoded=True),
                data=data or None,
                headers=self._sign(method, url, headers, data),
                allow_redirects=False,
            ) as response:
                answer = await response.read()
                status, timing = response.status, response.headers.get("Server-Timing", "")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise OutOfReachError(f"{method} {path}: {type(error).__name__}") from error
        millis = round((time.perf_counter() - began) * 1000, 1)
        told = {"request_id": request_id, "turn_id": turn_id, "millis": millis}
        _log.info("%s %s: status %s", method, path, status, extra=told)
        if status in WORTH_ANOTHER:
            raise OutOfReachError(f"{method} {path}: status {status}")
        if status >= 300:
            raise RefusedError(f"{method} {path}: status {status}")
        return _Answer(answer, millis, timing)


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes
    millis: float
    """Of the round trip."""
    server_timing: str


Kind = TypeVar("Kind", bound=BaseModel)


class _Agent(BaseModel):
    voice: str | None = None
    language: str | None = None


def _read(kind: type[Kind], answer: _Answer) -> Kind:
    try:
        return kind.model_validate_json(answer.body)
    except ValidationError as error:
        raise OutOfReachError(f"an answer that is no {kind.__name__}") from error
