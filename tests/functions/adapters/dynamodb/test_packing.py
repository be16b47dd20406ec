"""Packed payloads are unpacked to the byte, stay readable permanently, and have a limited size."""

from __future__ import annotations

import hashlib
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.dynamodb import packing
from functions.adapters.dynamodb.packing import UnpackError, pack, unpack
from functions.adapters.dynamodb.packing_dictionary import FIRST


@given(payload=st.binary(max_size=300) | st.binary(max_size=3).map(lambda some: some * 6_000))
@pytest.mark.parametrize("dictionary", [None, FIRST])
def test_a_packed_payload_is_unpacked_to_the_byte(dictionary: bytes | None, payload: bytes) -> None:
    assert unpack(pack(payload, dictionary)) == payload


def test_a_dictionary_never_changes() -> None:
    """Bytes that were packed with it could not be unpacked any more. Add another dictionary instead."""
    assert hashlib.sha256(FIRST).hexdigest() == "aa435e3f3d62155e86622c0351295b974aaf669cd41ca5d87974909cda704ab3"


def test_bytes_that_were_packed_long_ago_can_be_unpacked() -> None:
    head = bytes.fromhex("5866087f9548c35171822a0f8c1aa1160074dd1004")
    assert unpack(head) == b'{"session_id":"session_1","status":"waiting"}'


@pytest.mark.parametrize("level", [1, 6, 9])
def test_bytes_of_an_earlier_release_can_be_unpacked(level: int) -> None:
    assert unpack(zlib.compress(b"x" * 200_000, level)) == b"x" * 200_000


def test_bytes_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST", 10_000)
    assert unpack(pack(b"x" * 10_000, FIRST)) == b"x" * 10_000
    with pytest.raises(ValueError, match="10,001"):
        pack(b"x" * 10_001, FIRST)
    for bomb in (zlib.compress(b"x" * 10_001), zlib.compress(b"x" * 5_000_000)):
        with pytest.raises(UnpackError, match="too much"):
            unpack(bomb)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"{}",
        b"nothing that was packed",
        pack(b"x" * 100, FIRST)[:-1],
        pack(b"x" * 100, None)[:-5],
        pack(b"x" * 100, FIRST)[:-1] + b"!",
    ],
)
def test_bytes_that_were_not_packed_are_an_error(packed: bytes) -> None:
    with pytest.raises(UnpackError):
        unpack(packed)


def test_a_dictionary_of_a_later_release_is_named_as_the_cause() -> None:
    packer = zlib.compressobj(zdict=b"a dictionary that nobody knows yet")
    with pytest.raises(UnpackError, match="later release"):
        unpack(packer.compress(b"anything") + packer.flush())


def test_many_threads_can_pack_at_the_same_time() -> None:
    payloads = [f'{{"session_id":"session_{number}"}}'.encode() * 20 for number in range(400)]
    with ThreadPoolExecutor(8) as threads:
        packed = list(threads.map(lambda payload: pack(payload, FIRST), payloads))
    assert [unpack(each) for each in packed] == payloads
