"""Compresses JSON with zlib and a dictionary of the texts that every payload repeats. Nothing is stored here.

Strategy. A turn writes a head and a turn record, and DynamoDB charges and takes time by the kilobyte. A payload of
4 KB is too short for zlib to find its repetitions: most of it is field names that occur once. A preset dictionary
(RFC 1950, FDICT) holds those names, so the first occurrence is already a back reference.

Packed bytes must be readable as long as a session is stored, and longer if someone restores a backup. So a dictionary
never changes. A better one is added, and zlib writes the id of the dictionary (its Adler-32) into the packed bytes.

Payloads are small and frequent, so the set-up of zlib counts:

- Short payloads use a small window and little memory: 40 KB of tables, where zlib's default fills 256 KB. The default
  takes longer to set up than a head takes to pack. A window of 8 KB covers the dictionary and an ordinary head.
- A compressor that has read the dictionary is cached and copied for each payload, in a tenth of the time.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

from functions.adapters.dynamodb.packing_dictionary import FIRST

LARGEST = 64 * 1024 * 1024
"""Bytes of a payload that is packed or unpacked at most."""

_DICTIONARIES = {zlib.adler32(dictionary): dictionary for dictionary in (FIRST,)}
"""By the id that zlib writes into the packed bytes."""

_SHORT = 8_000
"""Bytes of a payload that is packed with the small tables."""
_SHORT_WINDOW, _SHORT_MEMORY, _SHORT_LEVEL = 13, 6, 3
"""zlib's wbits, memLevel and level of a short payload."""
_LONG_LEVEL = 6
"""zlib's level of a longer payload."""


class UnpackError(ValueError):
    """Bytes that were not packed here, or that unpack to more than LARGEST. The text quotes none of them."""


def pack(payload: bytes, dictionary: bytes | None) -> bytes:
    """Compress a payload.

    Args:
        payload: At most LARGEST bytes.
        dictionary: A dictionary of packing_dictionary.py, or None for none.

    Returns:
        A zlib stream (RFC 1950).

    Raises:
        ValueError: If the payload is too long.
    """
    if len(payload) > LARGEST:
        raise ValueError(f"a payload of {len(payload):,} bytes is longer than {LARGEST:,}")
    if dictionary is None:
        return zlib.compress(payload, _LONG_LEVEL)
    short = len(payload) <= _SHORT
    packer = _packer(dictionary).copy() if short else zlib.compressobj(_LONG_LEVEL, zdict=dictionary)
    return packer.compress(payload) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """Decompress the bytes of `pack`.

    Args:
        packed: A zlib stream.

    Returns:
        The payload.

    Raises:
        UnpackError: If the bytes are malformed, too long, or need an unknown dictionary.
    """
    dictionary = _dictionary_of(packed)
    unpacker = zlib.decompressobj() if dictionary is None else zlib.decompressobj(zdict=dictionary)
    try:
        payload = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise UnpackError("these bytes were not packed") from error
    if not unpacker.eof:
        raise UnpackError("these bytes end too early, or unpack to too much")
    return payload


def _dictionary_of(packed: bytes) -> bytes | None:
    """None if none was used (RFC 1950: bit 5 of the second byte), as in an earlier release."""
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
