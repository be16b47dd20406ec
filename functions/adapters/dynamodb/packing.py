"""JSON as bytes that take little room: zlib, and a dictionary of what every payload of a kind holds. Stores nothing.

What was packed must be readable for as long as a session is kept, and longer where someone restores a backup. So a
dictionary never changes: a better one is added beside it, and packed bytes name the dictionary that they need.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

from functions.adapters.dynamodb.packing_dictionary import FIRST

LARGEST = 64 * 1024 * 1024
"""Bytes of a payload: more is not packed, and never unpacked."""

_DICTIONARIES = {zlib.adler32(dictionary): dictionary for dictionary in (FIRST,)}
"""By the id that zlib itself writes at the head of what it packs."""

# Tables of 40 KB where zlib's own choice makes some of 256 KB: those take longer to set up than a head takes to pack. A
# window of 8 KB holds the dictionary and an ordinary head.
_SHORT = 8_000
_SHORT_WINDOW, _SHORT_MEMORY, _SHORT_LEVEL = 13, 6, 3
_LONG_LEVEL = 6


class UnpackError(ValueError):
    """Bytes that are nothing packed, or that would be longer than LARGEST. The text holds nothing of them."""


def pack(payload: bytes, dictionary: bytes | None) -> bytes:
    """dictionary: one of packing_dictionary. ValueError for more than LARGEST bytes."""
    if len(payload) > LARGEST:
        raise ValueError(f"a payload of {len(payload):,} bytes is longer than {LARGEST:,}")
    if dictionary is None:
        return zlib.compress(payload, _LONG_LEVEL)
    # A copy of one that has taken the dictionary in is made in a tenth of the time.
    short = len(payload) <= _SHORT
    packer = _packer(dictionary).copy() if short else zlib.compressobj(_LONG_LEVEL, zdict=dictionary)
    return packer.compress(payload) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """UnpackError."""
    dictionary = _dictionary_of(packed)
    unpacker = zlib.decompressobj() if dictionary is None else zlib.decompressobj(zdict=dictionary)
    try:
        payload = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise UnpackError("these bytes were not packed") from error
    if not unpacker.eof:
        raise UnpackError("these bytes end too early, or hold too much")
    return payload


def _dictionary_of(packed: bytes) -> bytes | None:
    """None where none was used (RFC 1950: bit 5 of the second byte), as an earlier release packed."""
    if len(packed) < 6 or not packed[1] & 0x20:
        return None
    dictionary = _DICTIONARIES.get(int.from_bytes(packed[2:6], "big"))
    if dictionary is None:
        raise UnpackError("these bytes were packed with a dictionary of a later release")
    return dictionary


@lru_cache
def _packer(dictionary: bytes) -> zlib._Compress:
    return zlib.compressobj(
        _SHORT_LEVEL, zlib.DEFLATED, _SHORT_WINDOW, _SHORT_MEMORY, zlib.Z_DEFAULT_STRATEGY, dictionary
    )
