"""`Seals` with AES-256-GCM. The organizations' keys are derived from the key of this installation's calls (HKDF)."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from functions.errors import Reason, UnavailableError
from functions.ports.secrets import CallKeys

_NONCE = 12
"""Bytes of the nonce of AES-GCM, by NIST SP 800-38D."""
_KEY = 32
"""Bytes of a key of AES-256."""
LOCAL_KEY = "callflow-local-stack: this key protects nothing"
"""The key of the local stack without CALLFLOW_CALL_KEY. Its sessions are in a file beside it, in any case."""


@dataclass(frozen=True, slots=True)
class AesSeals:
    """`Seals`. During a rotation, what the previous key has encrypted can still be opened."""

    keys: CallKeys

    def new_key(self, organization_id: str, session_id: str) -> str:
        """See `Seals.new_key`."""
        keys = self.keys.accepted()
        if not keys:
            detail = "CALLFLOW_CALL_KEYS_SECRET is not set, so no session can be sealed; set it"
            raise _unavailable("new data key", detail)
        wrapping = _organization_key(keys[0], organization_id)
        return _text(_encrypt(wrapping, os.urandom(_KEY), _name(organization_id, session_id, "key")))

    def seal(self, organization_id: str, session_id: str, key: str, name: str, payload: bytes) -> str:
        """See `Seals.seal`."""
        data_key = self._data_key(organization_id, session_id, key)
        return _text(_encrypt(data_key, payload, _name(organization_id, session_id, name)))

    def open(self, organization_id: str, session_id: str, key: str, name: str, sealed: str) -> bytes | None:
        """See `Seals.open`."""
        data_key = self._data_key(organization_id, session_id, key)
        return _decrypt(data_key, sealed, _name(organization_id, session_id, name))

    def _data_key(self, organization_id: str, session_id: str, key: str) -> bytes:
        name = _name(organization_id, session_id, "key")
        for wrapping in self._wrapping(organization_id):
            data_key = _decrypt(wrapping, key, name)
            if data_key is not None:
                return data_key
        detail = "the key of a session fits no key of calls; keep the previous key until the sessions of its time end"
        raise _unavailable("open data key", detail)

    def _wrapping(self, organization_id: str) -> Iterator[bytes]:
        known = self.keys.accepted()
        yield from (_organization_key(key, organization_id) for key in known)
        yield from (
            _organization_key(key, organization_id) for key in self.keys.accepted(again=True) if key not in known
        )


@lru_cache(maxsize=256)
def _organization_key(key: str, organization_id: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"callflow session keys\0" + organization_id.encode("utf-8", "surrogatepass")
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=info).derive(key.encode("utf-8", "surrogatepass"))


def _encrypt(key: bytes, payload: bytes, name: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, payload, name)


def _decrypt(key: bytes, sealed: str, name: bytes) -> bytes | None:
    """Decrypt; None if the key or the name is another one, or the text was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        octets = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(octets[:_NONCE], octets[_NONCE:], name)
    except (InvalidTag, ValueError, binascii.Error):
        return None


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _name(organization_id: str, session_id: str, name: str) -> bytes:
    return "\0".join((organization_id, session_id, name)).encode("utf-8", "surrogatepass")


def _unavailable(operation: str, detail: str, reason: Reason = "refused") -> UnavailableError:
    return UnavailableError("secrets", operation, reason, detail=detail)
