"""Calls a flow's tools over HTTP: attempts, pauses between them, redirects, all by the wall clock.

Never here: how a request is filled, an answer read or an address checked; and never a secret in anything it returns.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import httpcore
import httpx

from flow_core.effects import CallTool
from functions.adapters.http import response as http_response
from functions.adapters.http.public_network import (
    AddressRefusedError,
    CertificateRefusedError,
    NameUnknownError,
    PublicNetwork,
    PublicTransport,
)
from functions.adapters.http.request import Filled, checked_url, filled, looked_up
from functions.adapters.observability.redaction import Redaction
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome

MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0
LONGEST_RETRY_AFTER_SECONDS = 5.0
"""A server that asks for a longer pause is not asked again: a caller is waiting on the line."""


@dataclass(frozen=True, slots=True)
class _Passing:
    """A failure that another attempt may not meet."""

    error: str


_Attempt: TypeAlias = Answered | Failed | _Passing


class HttpTools:
    """Thread-safe; its connections are kept for the next call until it is closed."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        max_body: int = 1 << 20,
        version: str = "dev",
        sleep: Callable[[float], None] = time.sleep,
        network: PublicNetwork | None = None,
        transport: Callable[[PublicNetwork], httpx.BaseTransport] = PublicTransport,
    ) -> None:
        """allow_private: for the local stack, whose tools may stand on the same machine.

        max_body: bytes of a decompressed answer.
        version: of Callflow, told in `User-Agent`.
        network: by default, one that dials what `allow_private` says.
        """
        self._max_body = max_body
        self._version = version
        self._sleep = sleep
        self._network = network or PublicNetwork(allow_private=allow_private)
        self._transport = transport(self._network)

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See functions.ports.tools.Tools."""
        values = looked_up(effect.request, secrets)
        if isinstance(values, Failed):
            return values
        redaction = Redaction(values.values)
        defaults = {
            "Accept": "application/json, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Idempotency-Key": idempotency_key,
            "User-Agent": f"Callflow/{self._version}",
        }
        request = filled(effect.request, values, defaults)
        outcome = self._attempts(request, effect, deadline) if isinstance(request, Filled) else request
        if isinstance(outcome, Failed):
            return Failed(redaction.text(outcome.error))
        headers = {redaction.text(name): redaction.text(value) for name, value in outcome.headers.items()}
        # Bounded last: a cut through a secret would leave half of it unrecognised.
        return Answered(outcome.status, http_response.bounded(headers), redaction.json(outcome.body))

    def close(self) -> None:
        self._transport.close()

    def _attempts(self, request: Filled, effect: CallTool, deadline: Deadline) -> ToolOutcome:
        outcome: _Attempt = _Passing("no time was left to call the tool")
        for number in range(effect.retries + 1):
            attempt_deadline = deadline.within(effect.timeout_seconds)
            if attempt_deadline.expired():
                break
            outcome = self._attempt(request, attempt_deadline)
            pause = _pause(outcome, number)
            if pause is None or number == effect.retries or deadline.remaining() <= pause:
                break
            self._sleep(pause)
        return Failed(outcome.error) if isinstance(outcome, _Passing) else outcome

    def _attempt(self, request: Filled, deadline: Deadline) -> _Attempt:
        """One attempt, the redirects that it meets included."""
        try:
            with self._network.clock.until(deadline):
                return self._followed(request)
        except httpcore.TimeoutException:
            # One of several addresses can use up its share before the time is over.
            in_time = not deadline.expired()
            return _Passing("the tool could not be reached" if in_time else "the tool did not answer in time")
        except NameUnknownError:
            return _Passing("the tool's host name has no address")
        except httpcore.ConnectError:
            return _Passing("the tool could not be reached")
        except (httpcore.NetworkError, httpcore.RemoteProtocolError):
            return _Passing("the connection broke before the tool had answered")
        except AddressRefusedError:
            return Failed("the tool's address is private or reserved, and a tool's must be public")
        except CertificateRefusedError:
            return Failed("the tool's certificate is not valid")
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
            return Failed("the request cannot be written as HTTP")
        except (httpx.InvalidURL, ValueError):
            # What httpx refuses to build. It names what it refuses, which may hold a secret.
            return Failed("the request cannot be written as HTTP")

    def _followed(self, request: Filled) -> _Attempt:
        for _ in range(MAX_REDIRECTS + 1):
            sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
            response = self._transport.handle_request(sent)
            try:
                if response.status_code not in REDIRECTS or "location" not in response.headers:
                    return self._read(response)
                onward = _redirected(request, response)
            finally:
                response.close()
            if isinstance(onward, Failed):
                return onward
            request = onward
        return Failed(f"the tool redirected more than {MAX_REDIRECTS} times")

    def _read(self, response: httpx.Response) -> _Attempt:
        body = http_response.body(response, self._max_body)
        if isinstance(body, Failed):
            return body
        headers = http_response.headers(response)
        return Answered(
            response.status_code, headers, http_response.parsed(body.content, headers.get("content-type", ""))
        )


def _redirected(request: Filled, response: httpx.Response) -> Filled | Failed:
    """The request as it goes to the redirect's target; its secrets stay with the host that the author named."""
    try:
        target = checked_url(str(request.url.join(response.headers["location"])))
    except (httpx.InvalidURL, ValueError):
        target = Failed("not a URL")
    if isinstance(target, Failed):
        return Failed("the tool redirected to something that is no http or https address")
    secured = request.url.scheme == "http" and target.scheme == "https" and target.raw_host == request.url.raw_host
    if not secured and _origin(target) != _origin(request.url):
        return Failed("the tool redirected to another host, and only redirects on the same host are followed")
    status = response.status_code
    # RFC 9110, 15.4, as browsers do it.
    as_get = (status in (302, 303) and request.method != "HEAD") or (status == 301 and request.method == "POST")
    if not as_get:
        return replace(request, url=target)
    headers = tuple((name, value) for name, value in request.headers if not name.lower().startswith(b"content-"))
    return replace(request, method="GET", url=target, headers=headers, content=None)


def _origin(url: httpx.URL) -> tuple[str, bytes, int]:
    return url.scheme, url.raw_host, url.port or {"http": 80, "https": 443}[url.scheme]


def _pause(outcome: _Attempt, number: int) -> float | None:
    """Seconds before the next attempt; None when there is no use in one."""
    pause = min(FIRST_PAUSE_SECONDS * 2.0**number, LONGEST_PAUSE_SECONDS)
    if isinstance(outcome, Failed):
        return None
    if isinstance(outcome, _Passing):
        return pause
    if outcome.status != 429 and outcome.status < 500:
        return None
    asked = outcome.headers.get("retry-after", "")
    if not (asked.isascii() and asked.isdigit()):
        return pause
    return max(pause, float(asked)) if float(asked) <= LONGEST_RETRY_AFTER_SECONDS else None
