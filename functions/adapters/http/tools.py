"""Calls a flow's tools over HTTP: attempts, pauses between them and redirects, all before a deadline.

request.py builds a request, response.py reads an answer, public_network.py checks an address. Secrets are removed from
everything that is returned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

import httpx

from flow_core.effects import CallTool
from functions.adapters.http import response as http_response
from functions.adapters.http.failures import RAISED, Failure, failure_of
from functions.adapters.http.public_network import PublicNetwork, PublicTransport
from functions.adapters.http.request import Filled, checked_url, filled, looked_up
from functions.adapters.observability.redaction import Redaction
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, SecretNamed, ToolOutcome

MAX_REDIRECTS = 5
"""Redirects that one attempt follows."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FIRST_PAUSE_SECONDS = 0.2
"""Seconds before the second attempt. Each later pause is twice as long."""
MAX_PAUSE_SECONDS = 2.0
"""Seconds of the longest pause that the server did not ask for."""
MAX_RETRY_AFTER_SECONDS = 5.0
"""Seconds. There is no other attempt if the server asks for a longer pause: a caller waits on the phone."""

_Attempt: TypeAlias = Answered | Failed | Failure


class HttpTools:
    """`Tools` over HTTP. Thread-safe. Its connections are reused until it is closed.

    Args:
        allow_private: True for the local stack, whose tools may run on the same machine.
        max_body: Bytes of a decompressed answer at most.
        version: Callflow's version, for the `User-Agent` header.
        trace: Returns the headers that carry the trace of a call. The author's headers override them.
        sleep: Waits some seconds before another attempt.
        network: By default a network with `allow_private`.
        transport: Makes the HTTP transport on the network.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        max_body: int = 1 << 20,
        version: str = "dev",
        trace: Callable[[], Mapping[str, str]] = dict,
        sleep: Callable[[float], None] = time.sleep,
        network: PublicNetwork | None = None,
        transport: Callable[[PublicNetwork], httpx.BaseTransport] = PublicTransport,
    ) -> None:
        self._max_body = max_body
        self._version = version
        self._trace = trace
        self._sleep = sleep
        self._network = network or PublicNetwork(allow_private=allow_private)
        self._transport = transport(self._network)

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `Tools.call`."""
        values = looked_up(effect.request, secrets)
        if isinstance(values, Failed):
            return values
        redaction = Redaction(values.values)
        defaults = {
            "Accept": "application/json, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Idempotency-Key": idempotency_key,
            "User-Agent": f"Callflow/{self._version}",
            **self._trace(),
        }
        request = filled(effect.request, values, defaults)
        outcome = self._attempts(request, effect, deadline) if isinstance(request, Filled) else request
        if isinstance(outcome, Failed):
            return Failed(redaction.text(outcome.error))
        headers = {redaction.text(name): redaction.text(value) for name, value in outcome.headers.items()}
        # The headers are bounded last: a cut through a secret would leave a part that the redaction does not find.
        return Answered(outcome.status, http_response.bounded(headers), redaction.json(outcome.body), outcome.cut)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _attempts(self, request: Filled, effect: CallTool, deadline: Deadline) -> ToolOutcome:
        outcome: _Attempt = Failure("no time was left to call the tool")
        for number in range(effect.retries + 1):
            attempt_deadline = deadline.within(effect.timeout_seconds)
            if attempt_deadline.expired():
                break
            outcome = self._attempt(request, attempt_deadline, cut=effect.max_characters is not None)
            pause = _pause(outcome, number)
            if pause is None or number == effect.retries or deadline.remaining() <= pause:
                break
            self._sleep(pause)
        return Failed(outcome.error) if isinstance(outcome, Failure) else outcome

    def _attempt(self, request: Filled, deadline: Deadline, *, cut: bool) -> _Attempt:
        """One attempt, with its redirects."""
        try:
            with self._network.clock.until(deadline):
                return self._followed(request, cut=cut)
        except RAISED as error:
            failure = failure_of(error, "tool", in_time=not deadline.expired())
            return failure if failure.passing else Failed(failure.error)

    def _followed(self, request: Filled, *, cut: bool) -> _Attempt:
        for _ in range(MAX_REDIRECTS + 1):
            sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
            response = self._transport.handle_request(sent)
            try:
                if response.status_code not in REDIRECTS or "location" not in response.headers:
                    return self._read(response, cut=cut)
                onward = _redirected(request, response)
            finally:
                response.close()
            if isinstance(onward, Failed):
                return onward
            request = onward
        return Failed(f"the tool redirected more than {MAX_REDIRECTS} times")

    def _read(self, response: httpx.Response, *, cut: bool) -> _Attempt:
        body = http_response.body(response, self._max_body, cut=cut)
        if isinstance(body, Failed):
            return body
        headers = http_response.headers(response)
        kind = headers.get("content-type", "")
        # The beginning of a JSON text is no JSON.
        parsed = body.content.decode("utf-8", "replace") if body.cut else http_response.parsed(body.content, kind)
        return Answered(response.status_code, headers, parsed, body.cut)


def _redirected(request: Filled, response: httpx.Response) -> Filled | Failed:
    """The request to the redirect's target. Its secrets are sent only to the host that the author named."""
    try:
        target = checked_url(str(request.url.join(response.headers["location"])))
    except (httpx.InvalidURL, ValueError):
        target = Failed("not a URL")
    if isinstance(target, Failed):
        return Failed("the tool redirected to something that is not an http or https address")
    secured = request.url.scheme == "http" and target.scheme == "https" and target.raw_host == request.url.raw_host
    if not secured and _origin(target) != _origin(request.url):
        return Failed("the tool redirected to another host, and only redirects on the same host are followed")
    status = response.status_code
    # RFC 9110, 15.4, and as browsers do.
    as_get = (status in (302, 303) and request.method != "HEAD") or (status == 301 and request.method == "POST")
    if not as_get:
        return replace(request, url=target)
    headers = tuple((name, value) for name, value in request.headers if not name.lower().startswith(b"content-"))
    return replace(request, method="GET", url=target, headers=headers, content=None)


def _origin(url: httpx.URL) -> tuple[str, bytes, int]:
    return url.scheme, url.raw_host, url.port or {"http": 80, "https": 443}[url.scheme]


def _pause(outcome: _Attempt, number: int) -> float | None:
    """Seconds before the next attempt; None if another attempt would not help."""
    pause = min(FIRST_PAUSE_SECONDS * 2.0**number, MAX_PAUSE_SECONDS)
    if isinstance(outcome, Failed):
        return None
    if isinstance(outcome, Failure):
        return pause
    if outcome.status != 429 and outcome.status < 500:
        return None
    asked = outcome.headers.get("retry-after", "")
    if not (asked.isascii() and asked.isdigit()):
        return pause
    return max(pause, float(asked)) if float(asked) <= MAX_RETRY_AFTER_SECONDS else None
