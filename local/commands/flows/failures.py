"""The failures of the commands. Each text names a file, a field or an address, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class CommandError(Exception):
    """A command cannot go on. Its exit status is 2."""


class FilesError(CommandError):
    """A file or a folder cannot be read or written."""


class ServerError(CommandError):
    """The API does not answer, or refuses a request.

    Args:
        text: What is wrong, and the remedy.
        status: The status of the answer. None: there was no answer, or it was not the API's.
        body: The problem as the API sends it.
    """

    def __init__(self, text: str, status: int | None = None, body: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.body: Mapping[str, Any] = body or {}
