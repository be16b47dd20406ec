"""Makes what is logged of an exception: its chain of causes, and its frames.

No text that may hold a caller's words, a secret or a key is logged. A text is copied only if its author is known: our
own PlainError, the operating system's text for an error number, and the texts of AWS and botocore for the codes listed
here. Of all other errors only the class and the code are logged.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from functions.errors import PlainError, UnavailableError

_FRAMES = 12
_MAX_CHAIN = 8
_MAX_MESSAGE = 500
_MAX_FIELDS = 5

_QUERY = re.compile(r"""(\w+://[^\s"'?#]*)[?#][^\s"']*""")
_USER = re.compile(r"""//[^/\s"'@]*@""")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,80}\Z")

# botocore's errors whose text names an address and the network's error. ParamValidationError is not among them, because
# it quotes the values of the request.
_BOTOCORE = frozenset(
    {
        "ConnectTimeoutError",
        "ConnectionClosedError",
        "EndpointConnectionError",
        "NoCredentialsError",
        "NoRegionError",
        "PartialCredentialsError",
        "ReadTimeoutError",
    }
)
# Codes of AWS whose message is about rights, limits and names, and does not quote the request.
_AWS_CODES = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AWS.SimpleQueueService.NonExistentQueue",
        "ExpiredTokenException",
        "InternalServerError",
        "InternalServiceError",
        "InvalidSignatureException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "QueueDoesNotExist",
        "RequestLimitExceeded",
        "ResourceInUseException",
        "ResourceNotFoundException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "ThrottledException",
        "ThrottlingException",
        "TransactionInProgressException",
        "UnrecognizedClientException",
    }
)
# A ValidationException may quote the request, so only these known texts are logged.
_AWS_WORDS = (
    "Item size has exceeded the maximum allowed size",
    "Item size to update has exceeded the maximum allowed size",
    "Cannot do operations on a non-existent table",
    "The table does not have the specified index",
    "The provided starting key",
    "Transaction request cannot include multiple operations on one item",
)
# LiveKit's API answers these: https://twitchtv.github.io/twirp/docs/errors.html
_TWIRP_CODES = frozenset(
    (
        "canceled unknown invalid_argument malformed deadline_exceeded not_found bad_route already_exists "
        "permission_denied unauthenticated resource_exhausted failed_precondition aborted out_of_range unimplemented "
        "internal unavailable dataloss"
    ).split()
)
_HIDE_THE_SYSTEMS = frozenset({"httpcore", "httpcore2"})
"""Packages that hide the operating system's error by `raise … from None`."""
_NOT_ITS_OWN = frozenset({"builtins", "functions", "agent_worker", "local", "None"})
"""The modules of classes that are not a library's. pynamodb makes classes without a module."""
_STATUS_TELLERS = ("aiohttp", "httpx", "livekit", "openai")


@dataclass(frozen=True, slots=True)
class Cause:
    """One exception of the chain."""

    kind: str
    """The name of the class."""
    code: str | None = None
    """The code, such as `ThrottlingException HTTP 400` or `ECONNREFUSED`."""
    message: str | None = None

    def __str__(self) -> str:
        code = f" [{self.code}]" if self.code else ""
        return f"{self.kind}{code}" + (f": {self.message}" if self.message else "")

    def shown(self) -> dict[str, str]:
        """Return the known fields, for a log line."""
        known = {"kind": self.kind, "code": self.code, "message": self.message}
        return {name: value for name, value in known.items() if value is not None}


def causes(error: BaseException) -> tuple[Cause, ...]:
    """Return the error and the errors that caused it, innermost last; at most eight."""
    return tuple(_cause(each) for each in _chain(error))


def frames(error: BaseException) -> list[str]:
    """Return the innermost frames of the traceback, outermost first."""
    found: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-_FRAMES:]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen and len(seen) < _MAX_CHAIN:
        seen.add(id(following))
        yield following
        following = _before(following)


def _before(error: BaseException) -> BaseException | None:
    if error.__cause__ is not None:
        return error.__cause__
    # pynamodb stores the client's error here.
    cause = getattr(error, "cause", None) if _root(error) == "pynamodb" else None
    if isinstance(cause, BaseException):
        return cause
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions[0]
    return error.__context__ if not error.__suppress_context__ or _root(error) in _HIDE_THE_SYSTEMS else None


def _cause(error: BaseException) -> Cause:
    kind = type(error).__name__
    # An exception's attributes can raise: that must not hide the failure.
    try:
        code, message = _code_and_message(error)
    except Exception:
        return Cause(kind)
    return Cause(kind, code, None if message is None else _plain(message))


def _code_and_message(error: BaseException) -> tuple[str | None, str | None]:
    root = _root(error)
    if isinstance(error, UnavailableError):
        return error.reason, str(error)
    if isinstance(error, PlainError):
        return None, str(error)
    if root == "botocore":
        return _of_botocore(error)
    if root in {"pydantic", "pydantic_core"}:
        return None, _of_pydantic(error)
    if isinstance(error, OSError):
        return _of_system(error)
    if root in _STATUS_TELLERS:
        return _status(error), None
    return None, None


def _of_botocore(error: BaseException) -> tuple[str | None, str | None]:
    response = getattr(error, "response", None)
    if not isinstance(response, dict):
        return None, str(error) if type(error).__name__ in _BOTOCORE else None
    details = response.get("Error", {})
    code, message = str(details.get("Code", "")), str(details.get("Message", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    reasons = [str(reason.get("Code")) for reason in response.get("CancellationReasons", ())]
    parts = [code if _CODE.match(code) else "", f"HTTP {int(status)}" if status else ""]
    parts += [f"({', '.join(reason for reason in reasons if _CODE.match(reason))})"] if reasons else []
    if code not in _AWS_CODES:
        message = next((words for words in _AWS_WORDS if words in message), "")
    return " ".join(part for part in parts if part) or None, message or None


def _of_pydantic(error: BaseException) -> str | None:
    """List each place and its error. A key that an author chose, such as a variable's name, is shown as `*`."""
    errors: Any = getattr(error, "errors", None)
    if errors is None:
        return None
    found = errors(include_url=False, include_context=False, include_input=False)
    shown = [f"{'.'.join(_place(part) for part in each['loc'])}: {each['type']}" for each in found[:_MAX_FIELDS]]
    more = len(found) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def _place(part: int | str) -> str:
    return str(part) if isinstance(part, int) or part in _field_names() else "*"


@cache
def _field_names() -> frozenset[str]:
    """Return the names of all stored fields of a session."""
    from flow_core import effects, events, state, trace
    from functions import records

    modules = (effects, events, state, trace, records)
    types = (each for module in modules for each in vars(module).values() if isinstance(each, type))
    names = frozenset(field.name for each in types if is_dataclass(each) for field in fields(each))
    return names | frozenset(records.STORED_NAMES.values())


def _of_system(error: OSError) -> tuple[str | None, str | None]:
    """Return the code and the system's text for it. The error's own text names files and hosts."""
    if isinstance(error, ssl.SSLError):
        # An error that the library did not make has no reason.
        reason = str(getattr(error, "reason", None) or "")
        return (reason, reason.replace("_", " ").lower()) if _CODE.match(reason) else (None, None)
    if isinstance(error, socket.gaierror):
        names = (name for name in vars(socket) if name.startswith("EAI_") and getattr(socket, name) == error.errno)
        return next(names, None), "the name of the host has no address"
    if isinstance(error.errno, int) and error.errno in errno.errorcode:
        return errno.errorcode[error.errno], os.strerror(error.errno)
    return None, None


def _status(error: BaseException) -> str | None:
    response = getattr(error, "response", None)
    for holder in (error, response):
        for name in ("status_code", "status"):
            status = getattr(holder, name, None)
            if isinstance(status, int) and 100 <= status <= 599:
                code = getattr(error, "code", None) if _root(error) == "livekit" else None
                return f"{code} HTTP {status}" if code in _TWIRP_CODES else f"HTTP {status}"
    return None


def _root(error: BaseException) -> str:
    """Return the package of the error's first class that is neither ours nor Python's."""
    return next(
        (root for kind in type(error).__mro__ if (root := str(kind.__module__).partition(".")[0]) not in _NOT_ITS_OWN),
        "",
    )


def _plain(message: str) -> str:
    """Remove user names and queries from addresses, and line breaks."""
    shown = _USER.sub("//", _QUERY.sub(r"\1", message))
    return "".join(char if char.isprintable() else " " for char in shown)[:_MAX_MESSAGE]
