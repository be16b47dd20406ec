"""Starts the store of local/store/ as a process that ends with this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

_END_SECONDS = 15
"""Seconds that the store may take to stop."""


class NoStoreError(RuntimeError):
    """The store did not start. The text names the reason and the remedy."""


class EmbeddedDynamoDB:
    """A context manager for the store's process. Several processes may use the store.

    Args:
        data: The store's folder. None: the store is in memory.
        fresh: Move an existing store aside and start with an empty one.
    """

    endpoint: str
    """The URL of the store."""

    def __init__(self, data: Path | None = None, *, fresh: bool = False) -> None:
        options = [] if data is None else ["--data", str(data), *(["--fresh"] if fresh else [])]
        self._command = [sys.executable, "-m", "local.store", *options]
        self.put_aside: str | None = None
        """The path of the store that `fresh` has moved."""

    def __enter__(self) -> EmbeddedDynamoDB:
        # Its own process group: Ctrl+C must stop the API first, which still writes when it ends.
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        output = self._process.stdout
        started = json.loads((output.readline() if output else "") or "{}")
        if "endpoint" not in started:
            self._process.wait()
            raise NoStoreError(started.get("error") or "the store did not start; its output is above")
        self.endpoint = started["endpoint"]
        self.put_aside = started.get("putAside")
        return self

    @property
    def pid(self) -> int:
        """The process id of the store."""
        return self._process.pid

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()  # the store stops when its standard input ends
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def credentials_for_embedded() -> None:
    """Set made-up credentials. boto3 requires some; the embedded store ignores them, so real ones are never sent."""
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
