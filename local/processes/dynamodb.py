"""DynamoDB on this machine: the store of local/store/ in a process that ends with the one that starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

_END_SECONDS = 15


class NoStoreError(RuntimeError):
    """The store did not start. The text says why, and what to do."""


class EmbeddedDynamoDB:
    """A context manager; `endpoint` is its address. Several processes may use it at once."""

    endpoint: str

    def __init__(self, data: Path | None = None, *, fresh: bool = False) -> None:
        """data: the folder that everything is kept in; None keeps it in memory.

        fresh: put what is in the folder aside, and begin empty.
        """
        options = [] if data is None else ["--data", str(data), *(["--fresh"] if fresh else [])]
        self._command = [sys.executable, "-m", "local.store", *options]
        self.put_aside: str | None = None
        """Where the store that `fresh` put aside is now."""

    def __enter__(self) -> EmbeddedDynamoDB:
        """NoStoreError."""
        # In a session of its own: Ctrl+C is for the API, which still writes when it ends.
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        words = self._process.stdout
        started = json.loads((words.readline() if words else "") or "{}")
        if "endpoint" not in started:
            self._process.wait()
            raise NoStoreError(started.get("error") or "the store did not start; its own words stand above")
        self.endpoint = started["endpoint"]
        self.put_aside = started.get("putAside")
        return self

    @property
    def pid(self) -> int:
        return self._process.pid

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()  # its end is the store's
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def credentials_for_embedded() -> None:
    """boto3 wants some, and an embedded table asks for none: nothing of the machine's own is sent."""
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
