"""Any answer of a tool becomes JSON of a limited size."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.json import MAX_DEPTH
from functions.adapters.http.response import Body, body, bounded, headers, parsed
from functions.ports.tools import Failed

JSON = "application/json"
TOO_LARGE = Failed("the tool answered with more than 1 MiB")


class Pieces(httpx.SyncByteStream):
    def __init__(self, content: bytes, times: int = 1, size: int = 65_536) -> None:
        self._content = content
        self._times = times
        self._size = size
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self._times):
            for start in range(0, len(self._content), self._size):
                piece = self._content[start : start + self._size]
                self.taken += len(piece)
                yield piece


def read(stream: Pieces, encoding: str | None = None) -> Body | Failed:
    return body(httpx.Response(200, headers={"Content-Encoding": encoding} if encoding else {}, stream=stream), 1 << 20)


def test_an_answer_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    assert read(Pieces(b"x" * (1 << 20))) == Body(b"x" * (1 << 20))
    assert read(Pieces(b"x" * ((1 << 20) + 1))) == TOO_LARGE
    assert read(Pieces(gzip.compress(b"x" * (1 << 20))), "gzip") == Body(b"x" * (1 << 20))
    assert read(Pieces(gzip.compress(b"x" * ((1 << 20) + 1))), "gzip") == TOO_LARGE


def test_an_endless_answer_is_abandoned_at_the_limit() -> None:
    stream = Pieces(b"x" * 65_536, times=1000)
    assert read(stream) == TOO_LARGE
    assert stream.taken <= (1 << 20) + 65_536


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_decompression_bomb_is_abandoned_at_the_limit(encoding: str) -> None:
    wide = b"\0" * (60 << 20)
    stream = Pieces(gzip.compress(wide, 1) if encoding == "gzip" else zlib.compress(wide, 1))
    assert read(stream, encoding) == TOO_LARGE
    assert stream.taken == 65_536


def test_an_endless_compressed_answer_without_content_is_abandoned() -> None:
    endless = zlib.compressobj()
    first = endless.compress(b"") + endless.flush(zlib.Z_FULL_FLUSH)
    empty = endless.flush(zlib.Z_FULL_FLUSH) or b"\0\0\0\xff\xff"
    stream = Pieces(first + empty * 1_000_000)
    assert read(stream, "deflate") == TOO_LARGE


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("X-GZIP", gzip.compress(b"hello", mtime=0)),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello", wbits=-15)),
        ("identity", b"hello"),
    ],
)
def test_an_accepted_compression_is_decompressed(encoding: str, content: bytes) -> None:
    assert read(Pieces(content), encoding) == Body(b"hello")


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("gzip", b"no gzip"), ("gzip", gzip.compress(b"hello", mtime=0)[:-9]), ("br", b"x"), ("gzip, gzip", b"x")],
)
def test_an_invalid_compression_is_a_failure(encoding: str, content: bytes) -> None:
    assert isinstance(read(Pieces(content), encoding), Failed)


def members(*contents: bytes) -> bytes:
    return b"".join(gzip.compress(content, mtime=0) for content in contents)


@pytest.mark.parametrize(
    "content",
    [
        members(b'{"a":', b'"whole"}'),
        members(b"", b'{"a":"whole"}', b""),
        members(*(bytes([octet]) for octet in b'{"a":"whole"}')),
        members(b'{"a":"whole"}') + b"\0" * 16,
        members(b'{"a":') + b"\0" * 3 + members(b'"whole"}'),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 65_536])
def test_every_member_of_a_gzip_answer_is_read(content: bytes, size: int) -> None:
    assert read(Pieces(content, size=size), "gzip") == Body(b'{"a":"whole"}')


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", members(b"hello") + b"more"),
        ("gzip", members(b"hello") + zlib.compress(b"more")),
        ("gzip", members(b"hello", b"more")[:-1]),
        ("deflate", zlib.compress(b"hello") + zlib.compress(b"more")),
        ("deflate", zlib.compress(b"hello") + b"more"),
        ("gzip", members(*[b""] * 1001)),
    ],
)
def test_data_after_the_end_is_a_failure(encoding: str, content: bytes) -> None:
    assert isinstance(read(Pieces(content), encoding), Failed)


def test_the_members_of_an_answer_are_limited_together() -> None:
    half = b"x" * (1 << 19)
    assert read(Pieces(members(half, half)), "gzip") == Body(half + half)
    assert read(Pieces(members(half, half, b"x")), "gzip") == TOO_LARGE
    assert read(Pieces(members(b"\0" * (40 << 20), b"x")), "gzip") == TOO_LARGE


def test_no_content_needs_no_decompression() -> None:
    assert read(Pieces(b""), "gzip") == Body(b"")


@pytest.mark.parametrize("kind", [JSON, "Application/JSON; charset=utf-8", "application/problem+json", "text/json"])
def test_json_is_parsed_by_its_content_type(kind: str) -> None:
    assert parsed(b'\xef\xbb\xbf{"a": [1, 2.5, true, null]}', kind) == {"a": [1, 2.5, True, None]}


@pytest.mark.parametrize("kind", ["", "text/plain", "text/html", "application/x-json-stream", ";;"])
def test_another_content_type_is_text(kind: str) -> None:
    assert parsed(b'{"a": 1}', kind) == '{"a": 1}'


@pytest.mark.parametrize("content", [b"", b"{", b"{'a': 1}", b"<html>", b"1" * 5000, b"[" * 200_000])
def test_invalid_json_stays_text(content: bytes) -> None:
    assert parsed(content, JSON) == content.decode()


def test_depth_is_limited() -> None:
    assert isinstance(parsed(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, JSON), list)
    assert isinstance(parsed(b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), JSON), str)


def test_numbers_that_json_lacks_become_null_and_large_ones_stay() -> None:
    assert parsed(b"[NaN, Infinity, -Infinity, 1e999, 12345678901234567890]", JSON) == [
        None, None, None, None, 12345678901234567890,
    ]  # fmt: skip


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert parsed(b'{"\\ud800": "\\udc00x \\ud83d\\ude00"}', JSON) == {"\ufffd": "\ufffdx \U0001f600"}


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        ("é".encode("utf-16"), "utf-16", "é"),
        ("é".encode(), "none-such", "é"),
        ("é".encode(), "rot13", "é"),
        ("é".encode(), "idna", "é"),
        (b"\\ud800", "unicode_escape", "\\ud800"),
        (b"\xff", "utf-8", "\ufffd"),
    ],
)
def test_text_is_decoded_by_its_charset(content: bytes, charset: str, text: str) -> None:
    assert parsed(content, f"text/plain; charset={charset}") == text


@given(st.binary(), st.text() | st.text().map(lambda text: "application/json; charset=" + text))
def test_any_answer_can_be_stored_by_later_steps(content: bytes, kind: str) -> None:
    value = parsed(content, kind.replace("\r", "").replace("\n", ""))
    assert json.loads(json.dumps(value, allow_nan=False).encode()) == value
    json.dumps(value, ensure_ascii=False).encode()


def test_headers_are_lower_case_joined_and_without_cookies() -> None:
    response = httpx.Response(200, headers=[(b"X-A", b"1"), (b"x-a", b"2"), (b"Set-Cookie", b"s=1"), (b"X-B", b"\xe9")])
    assert headers(response) == {"x-a": "1, 2", "x-b": "é"}


def test_headers_are_limited_to_8_kib_and_none_is_cut() -> None:
    selected = bounded({"huge": "x" * 9000, "a": "1", "half": "y" * 8000, "more": "z" * 8000, "b": "2"})
    assert list(selected) == ["a", "half", "b"]
