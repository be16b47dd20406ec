"""Teaches Lambda's runtime client for Python to stream a response. The client itself sends whole ones only.

The client (awslambdaric) is a part of the managed runtime, and none of the package. It has imported this module before
its first event. `install` replaces two members of its class, so the client stays the one that calls SnapStart's hooks,
logs, and reports errors. docs/decisions/0055 has the alternatives.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
"""

from __future__ import annotations

import os
import sys
from typing import Any

from functions.lambdas.streamed import CONTENT_TYPE, Streamed

_MODULE = "awslambdaric.lambda_runtime_client"
_ADDRESS = "AWS_LAMBDA_RUNTIME_API"
"""Lambda's variable with the host and port of its Runtime API."""
_SAM_LOCAL = "AWS_SAM_LOCAL"
"""The variable of `sam local`, whose API reads no streamed response."""


class UnknownClientError(RuntimeError):
    """The runtime's client is not the one that `install` knows. A deployment fails with it, before any caller does."""


def install() -> bool:
    """Teach the client of this process to stream.

    Returns:
        False if no such client runs this process, or if `sam local` does: then a handler returns whole responses.

    Raises:
        UnknownClientError: If Lambda runs this process with another client.
    """
    if _SAM_LOCAL in os.environ:
        return False
    client: Any = getattr(sys.modules.get(_MODULE), "LambdaRuntimeClient", None)
    post, marshaller = (getattr(client, name, None) for name in ("post_invocation_result", "marshaller"))
    if post is None or not hasattr(marshaller, "marshal_response"):
        if _ADDRESS not in os.environ:
            return False
        raise UnknownClientError(
            "Lambda's runtime client for Python has changed: adapt functions/lambdas/runtime_client.py, and until then "
            "deploy with the runtime before (docs/deploy.md, Streamed turns)."
        )
    if isinstance(marshaller, _Marshaller):
        return True

    def post_invocation_result(self: Any, invoke_id: str, result_data: Any, *more: Any, **named: Any) -> None:
        if isinstance(result_data, Streamed):
            # Not before: http.client takes long to import, and nothing needs it in init.
            from functions.lambdas.runtime_api import send

            invocation_id = named.get("invocation_id", (*more, None, None)[1])
            send(result_data, os.environ[_ADDRESS], invoke_id, invocation_id)
        else:
            post(self, invoke_id, result_data, *more, **named)

    client.post_invocation_result = post_invocation_result
    client.marshaller = _Marshaller(marshaller)
    return True


class _Marshaller:
    """The client's own, which leaves a streamed response as it is.

    Args:
        client: The client's own.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def marshal_response(self, response: object) -> tuple[Any, str]:
        """Return a response as it is sent, and its content type."""
        if isinstance(response, Streamed):
            return response, CONTENT_TYPE
        marshalled: tuple[Any, str] = self._client.marshal_response(response)
        return marshalled
