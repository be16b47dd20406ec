"""Sends a streamed response to Lambda's Runtime API, part by part, in the chunks of HTTP/1.1.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
"""

from __future__ import annotations

from base64 import b64encode
from http.client import HTTPConnection, HTTPException

from functions.lambdas.streamed import CONTENT_TYPE, Streamed

_MAX_SECONDS = 30.0
"""Seconds for which one part may wait to be sent: more than a function's time limit, which ends the process first."""
_TAKEN = 202
_ERROR_TYPE, _ERROR_BODY = "Lambda-Runtime-Function-Error-Type", "Lambda-Runtime-Function-Error-Body"
_STREAM_ENDED = "Function.StreamEnded"
_ERROR = b'{"errorType":"Function.StreamEnded","errorMessage":"The response ended early. The log has the error."}'
_TRAILERS = f"{_ERROR_TYPE}: {_STREAM_ENDED}\r\n{_ERROR_BODY}: {b64encode(_ERROR).decode()}\r\n"


class NotTakenError(Exception):
    """The Runtime API did not accept a response."""


def send(response: Streamed, address: str, request_id: str, invocation_id: str | None) -> None:
    """Send a response. Nothing is raised: the response is made to its end in any case, so that a turn is committed.

    Args:
        response: The response. A part that raises ends it, and its trailers tell Lambda that the function failed.
        address: Host and port of the Runtime API.
        request_id: Lambda's id of the invocation.
        invocation_id: A second id, which new clients return to Lambda; None without one.
    """
    request = _Request(address, request_id, invocation_id)
    try:
        for part in response.parts():
            request.write(b"%x\r\n%b\r\n" % (len(part), part))
    except Exception as error:
        response.failed("request-failed", error)
        request.end(_TRAILERS)
    else:
        request.end()
    if request.error is not None:
        response.failed("response-not-sent", request.error)


class _Request:
    def __init__(self, address: str, request_id: str, invocation_id: str | None) -> None:
        self.error: Exception | None = None
        """Why the response did not arrive. What is written after that is dropped."""
        self._path = f"/2018-06-01/runtime/invocation/{request_id}/response"
        self._head: dict[str, str] | None = {
            "Content-Type": CONTENT_TYPE,
            "Lambda-Runtime-Function-Response-Mode": "streaming",
            "Transfer-Encoding": "chunked",
            "Trailer": f"{_ERROR_TYPE}, {_ERROR_BODY}",
            "Connection": "close",
        }
        """The headers; None after they were sent."""
        if invocation_id:
            self._head["Lambda-Runtime-Invocation-Id"] = invocation_id
        self._connection = HTTPConnection(address, timeout=_MAX_SECONDS)

    def write(self, data: bytes) -> None:
        """Send a part of the body. The first one is sent in one packet with the headers."""
        if self.error is not None:
            return
        try:
            if self._head is None:
                self._connection.send(data)
                return
            self._connection.putrequest("POST", self._path, skip_accept_encoding=True)
            for name, value in self._head.items():
                self._connection.putheader(name, value)
            self._connection.endheaders(data)
            self._head = None
        except (OSError, HTTPException) as error:
            self.error = error

    def end(self, trailers: str = "") -> None:
        """End the body and read Lambda's answer."""
        self.write(f"0\r\n{trailers}\r\n".encode())
        try:
            if self.error is None and (status := self._connection.getresponse().status) != _TAKEN:
                self.error = NotTakenError(f"the Runtime API answered {status}")
        except (OSError, HTTPException) as error:
            self.error = error
        finally:
            self._connection.close()
