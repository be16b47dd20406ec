"""The secrets of the local stack in a file that the API writes: `{organizationId: {NAME: value}}`. Never on AWS."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from pathlib import Path
from typing import Any

from functions.adapters.secrets.stored import Stored, names_of, unavailable, value_of, with_value, without


class FileSecrets:
    """`SecretStore` in a file that only its owner may read. A missing file has no secrets. Thread-safe in one process.

    Args:
        path: The file. Its folder is made if necessary.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def get(self, organization_id: str, name: str) -> str | None:
        """See `Secrets.get`."""
        return value_of(self._of(organization_id), name, organization_id)

    def names(self, organization_id: str) -> dict[str, int | None]:
        """See `SecretStore.names`."""
        return names_of(self._of(organization_id))

    def put(self, organization_id: str, name: str, value: str, at: int) -> None:
        """See `SecretStore.put`."""
        with self._lock:
            self._write(organization_id, with_value(self._of(organization_id), name, value, at))

    def remove(self, organization_id: str, name: str) -> bool:
        """See `SecretStore.remove`."""
        with self._lock:
            written = without(self._of(organization_id), name)
            if written is not None:
                self._write(organization_id, written)
            return written is not None

    def _of(self, organization_id: str) -> Stored:
        stored = self._read().get(organization_id, {})
        if not isinstance(stored, dict):
            raise _malformed()
        return stored

    def _read(self) -> dict[str, Any]:
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return {}
        except OSError as error:
            detail = f"the file of secrets cannot be read: {error.strerror}"
            raise unavailable("get", detail, "unreachable") from None
        except ValueError:
            raise _malformed() from None
        try:
            stored = json.loads(text or "{}")
        except ValueError:
            # `from None`: the error of json has the whole file.
            raise _malformed() from None
        if not isinstance(stored, dict):
            raise _malformed()
        return stored

    def _write(self, organization_id: str, written: str) -> None:
        text = json.dumps({**self._read(), organization_id: json.loads(written)}, indent=2)
        new = self._path.with_name(f".{self._path.name}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                new.unlink()
            # Readers see the old file or the new one, and never a part of it.
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            new.replace(self._path)
        except OSError as error:
            detail = f"the file of secrets cannot be written: {error.strerror}"
            raise unavailable("put", detail, "unreachable") from None


def _malformed() -> Exception:
    return unavailable("get", "the file of secrets is no JSON object {organizationId: {NAME: value}}; repair it")
