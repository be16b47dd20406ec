"""The beginning of a result that is too large is read as far as it goes."""

from __future__ import annotations

import pytest

from functions.adapters.mcp.results import read_beginning
from functions.ports.tools import Answered

CONTENT = '{"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"'


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (CONTENT + "abc", "abc"),
        (f" {CONTENT}abc", "abc"),
        (CONTENT + 'a\\nb"},{"type":"image","data":"xyz"},{"type":"text","text":"c', "a\nb\nc"),
        (f"event: message\r\ndata: {CONTENT}abc", "abc"),
        (f'event: message\ndata: {{"jsonrpc":"2.0","method":"log"}}\n\ndata:{CONTENT}abc', "abc"),
        ('{"result":{"structuredContent":{"a":"b', '{"a": "b"}'),
        ('{"result":{"structuredContent":{"a":1},"content":[{"type":"text","text":"words', "words"),
    ],
)
def test_the_text_up_to_the_cut_is_read(sent: str, body: str) -> None:
    assert read_beginning(sent.encode()) == Answered(200, {}, body, cut=True)


def test_a_cut_within_a_character_takes_the_character_away() -> None:
    assert read_beginning((CONTENT + "aé").encode()[:-1]) == Answered(200, {}, "a", cut=True)


def test_a_tool_that_failed_at_length_failed() -> None:
    sent = b'{"result":{"isError":true,"content":[{"type":"text","text":"no'
    assert read_beginning(sent) == Answered(500, {}, "no", cut=True)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<html>",
        b"[1, 2",
        b'{"result": "x',
        b'{"error": {"message": "x',
        b'{"result": {"tools": [{"name": "x',
        b'{"result": {"content": [7, {"text": 7}',
        b'{"result": {"content": "x',
        b"event: message",
    ],
)
def test_what_is_no_result_is_none(sent: bytes) -> None:
    assert read_beginning(sent) is None
