"""What `callflow phone` cannot do, in words that name the field and the remedy."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from testing.fakes.livekit_sip import Refusal
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw
from tests.local.phone.desk import NUMBER, Desk


def test_livekit_away_stores_the_number_all_the_same(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        desk.livekit_url = f"ws://127.0.0.1:{unused.getsockname()[1]}"
        assert desk.add() == 1
    told = capsys.readouterr().err
    assert desk.stored == {NUMBER: "anna"}
    assert "LIVEKIT_URL" in told
    assert "is stored" in told
    assert desk.phone().show() == 1
    assert NUMBER in capsys.readouterr().out
    assert desk.remove() == 1
    assert desk.stored == {NUMBER: "anna"}


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal("unauthenticated", "invalid token", 401), "LIVEKIT_API_SECRET"),
        (Refusal("internal", "sip not connected (redis required)", 500), "redis"),
        (Refusal("invalid_argument", "the number is odd"), "the number is odd"),
    ],
)
def test_what_livekit_refuses_is_told_with_the_remedy(
    desk: Desk, refusal: Refusal, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.sip.refuse["*"] = refusal
    assert desk.add() == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("answer", [raw("<html>"), raw("", 502), raw("", 404)])
def test_what_is_no_livekit_is_told_as_such(
    desk: Desk, answer: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback(answer) as server:
        desk.livekit_url = server.origin
        assert desk.add() == 1
    assert "LiveKit" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["", "support", "+1555", "+1555010012345678", "+05550100"])
def test_what_is_no_number_is_told_before_anything_is_done(
    desk: Desk, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.add(number) == 1
    assert desk.remove(number) == 1
    assert "E.164" in capsys.readouterr().err
    assert (desk.stored, desk.sip.calls) == ({}, [])


def test_an_agent_that_is_not_there_is_told_and_nothing_is_done(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.add(NUMBER, "nobody") == 1
    told = capsys.readouterr().err
    assert "agentId" in told
    assert "nobody" in told
    assert (desk.stored, desk.sip.calls) == ({}, [])


def test_an_address_that_is_none_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.add(NUMBER, "anna", "sip.telnyx.com") == 1
    assert "--allow" in capsys.readouterr().err
    assert desk.stored == {}


def test_a_user_without_a_password_and_a_password_without_a_user_are_told(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.add(username="telnyx") == 1
    desk.environment = {"CALLFLOW_SIP_PASSWORD": "open sesame"}
    assert desk.add() == 1
    assert capsys.readouterr().err.count("CALLFLOW_SIP_PASSWORD") == 2


def test_an_api_that_is_away_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.url = "http://127.0.0.1:9"
    for status in (desk.add(), desk.remove(), desk.phone().show()):
        assert status == 1
    assert capsys.readouterr().err.count("make run") == 3
    assert desk.sip.calls == []
