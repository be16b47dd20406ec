"""The headers that the collector of traces asks for, from a secret of this installation in AWS Secrets Manager."""

from __future__ import annotations

import re
from urllib.parse import unquote

from functions.adapters.secrets.json_secret import JsonSecret

VARIABLE = "CALLFLOW_TRACES_SECRET"
"""The variable that names the secret."""
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+=[\x20\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+", re.ASCII)
"""One header as OpenTelemetry reads it: its name, and its value with escapes such as `%2C` for a comma."""


class TraceHeaders:
    """Reads the headers. They are cached for five minutes.

    Args:
        secret: The secret, `{"headers": "authorization=Bearer%20…"}`. Several headers have commas between them.
    """

    def __init__(self, secret: JsonSecret) -> None:
        self._secret = secret

    def __call__(self) -> dict[str, str]:
        """Return name -> value. UnavailableError, which quotes no value, is raised if the secret cannot be read."""
        written = self._secret.values().get("headers")
        parts = written.split(",") if isinstance(written, str) else []
        headers = [part.strip() for part in parts]
        if not headers or not all(_HEADER.fullmatch(each) for each in headers):
            raise self._secret.malformed("has no headers of the form name=value,name=value")
        named = (each.partition("=") for each in headers)
        return {name: self._sound(unquote(value)) for name, _, value in named}

    def _sound(self, value: str) -> str:
        """Return a value that can stand in a request."""
        if not (value.isascii() and value.isprintable() and value.strip()):
            raise self._secret.malformed("has a header with signs that no header may have")
        return value.strip()


def of(name: str) -> TraceHeaders:
    """Build the reading of a secret by its name. Nothing is read before the first call."""
    return TraceHeaders(JsonSecret(name, VARIABLE, '{"headers": "authorization=Bearer%20…"}'))
