"""LiveKit's address and keys: from the settings, or from a secret that may be rotated while this process runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from functions.errors import UnavailableError
from functions.ports.rooms import NoRoomsError

if TYPE_CHECKING:  # it loads botocore, which most functions do not need when they start
    from functions.adapters.secrets.json_secret import JsonSecret

SHAPE = '{"url": "wss://…", "apiKey": "…", "apiSecret": "…"}'
"""The secret's content. During a rotation it has `previousApiKey` and `previousApiSecret` too."""


@dataclass(frozen=True, slots=True)
class LiveKitKeys:
    """LiveKit's address and keys. The first three are empty if LiveKit is not configured."""

    url: str
    api_key: str
    api_secret: str = field(repr=False)
    previous: tuple[str, str] | None = field(default=None, repr=False)
    """The key and secret before the rotation, if both are accepted at present."""

    def accepted(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of key and secret with which LiveKit may have signed; the present one is the first."""
        own = (self.api_key, self.api_secret)
        return (own,) if self.previous is None else (own, self.previous)


ReadKeys = Callable[[bool], LiveKitKeys]
"""Returns the keys. True: reads them again, because a signature did not fit. NoRoomsError or UnavailableError is raised
if they cannot be read."""


def fixed(keys: LiveKitKeys) -> ReadKeys:
    """Return the same keys each time, as the environment has them."""
    return lambda _again: keys


def from_secret(secret: JsonSecret) -> ReadKeys:
    """Read the keys from a secret at each use; it caches them.

    Args:
        secret: The secret.

    Returns:
        The function. It raises NoRoomsError if the secret is missing or malformed, and UnavailableError if Secrets
        Manager does not answer. Their texts name the remedy and quote no value.
    """

    def read(again: bool) -> LiveKitKeys:
        try:
            return _keys(secret, secret.refreshed() if again else secret.values())
        except UnavailableError as error:
            if error.reason == "refused":
                raise NoRoomsError(str(error)) from None
            raise UnavailableError("rooms", error.operation, error.reason, detail=str(error)) from None

    return read


def _keys(secret: JsonSecret, values: Mapping[str, object]) -> LiveKitKeys:
    found = {name: values.get(name) for name in ("url", "apiKey", "apiSecret")}
    missing = [name for name, value in found.items() if not (isinstance(value, str) and value.strip())]
    if missing:
        raise secret.malformed(f"has no {' and no '.join(missing)}")
    url, key, key_secret = (str(value).strip() for value in found.values())
    if not url.startswith(("ws://", "wss://", "http://", "https://")):
        raise secret.malformed("has a url that is not an address")
    before = values.get("previousApiKey"), values.get("previousApiSecret")
    previous = (
        (str(before[0]).strip(), str(before[1]).strip()) if all(isinstance(each, str) for each in before) else None
    )
    return LiveKitKeys(url, key, key_secret, previous)
