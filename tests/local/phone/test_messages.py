"""The error messages of `callflow phone`. They name the field and the remedy."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from testing.fakes.livekit_sip import Refusal
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw
from tests.local.phone.phone_commands import NUMBER, PhoneCommands


def test_the_number_is_stored_if_livekit_is_unreachable(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        commands.livekit_url = f"ws://127.0.0.1:{unused.getsockname()[1]}"
        assert commands.add() == 1
    output = capsys.readouterr().err
    assert commands.stored == {NUMBER: "anna"}
    assert "LIVEKIT_URL" in output
    assert "is stored" in output
    assert commands.phone().show() == 1
    assert NUMBER in capsys.readouterr().out
    assert commands.remove() == 1
    assert commands.stored == {NUMBER: "anna"}


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal("unauthenticated", "invalid token", 401), "LIVEKIT_API_SECRET"),
        (Refusal("internal", "sip not connected (redis required)", 500), "redis"),
        (Refusal("invalid_argument", "the number is odd"), "the number is odd"),
    ],
)
def test_a_refusal_of_livekit_is_printed_with_the_remedy(
    commands: PhoneCommands, refusal: Refusal, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.sip.refuse["*"] = refusal
    assert commands.add() == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("answer", [raw("<html>"), raw("", 502), raw("", 404)])
def test_another_server_than_livekit_is_reported(
    commands: PhoneCommands, answer: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback(answer) as server:
        commands.livekit_url = server.origin
        assert commands.add() == 1
    assert "LiveKit" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["", "support", "+1555", "+1555010012345678", "+05550100"])
def test_an_invalid_number_is_refused_before_any_request(
    commands: PhoneCommands, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.add(number) == 1
    assert commands.remove(number) == 1
    assert "E.164" in capsys.readouterr().err
    assert (commands.stored, commands.sip.calls) == ({}, [])


def test_an_unknown_agent_is_reported_and_nothing_changes(
    commands: PhoneCommands, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.add(NUMBER, "nobody") == 1
    output = capsys.readouterr().err
    assert "agentId" in output
    assert "nobody" in output
    assert (commands.stored, commands.sip.calls) == ({}, [])


def test_an_invalid_address_is_reported(commands: PhoneCommands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.add(NUMBER, "anna", "sip.telnyx.com") == 1
    assert "--allow" in capsys.readouterr().err
    assert commands.stored == {}


def test_a_user_and_a_password_must_come_together(commands: PhoneCommands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.add(username="telnyx") == 1
    commands.environment = {"CALLFLOW_SIP_PASSWORD": "open sesame"}
    assert commands.add() == 1
    assert capsys.readouterr().err.count("CALLFLOW_SIP_PASSWORD") == 2


def test_an_unreachable_api_is_reported(commands: PhoneCommands, capsys: pytest.CaptureFixture[str]) -> None:
    commands.url = "http://127.0.0.1:9"
    for status in (commands.add(), commands.remove(), commands.phone().show()):
        assert status == 1
    assert capsys.readouterr().err.count("make run") == 3
    assert commands.sip.calls == []
