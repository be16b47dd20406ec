"""What the commands send to an API, and what they say if it does not answer as Callflow's does."""

from __future__ import annotations

import pytest

from local.cli import main
from local.commands.flows.folder import Folder
from testing.fakes.loopback import Loopback


def pull(folder: Folder, url: str) -> int:
    return main(["pull", "--folder", str(folder.path), "--url", url])


def test_the_token_is_sent_and_the_url_comes_from_the_environment(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback(lambda exchange: exchange.answer(200, b'{"flows": [], "cursor": null}')) as api:
        monkeypatch.setenv("CALLFLOW_TOKEN", "token-1")
        monkeypatch.setenv("CALLFLOW_URL", f"{api.origin}/prod/")
        assert main(["pull", "--folder", str(folder.path), "--organization", "acme"]) == 0
    assert capsys.readouterr().out == "0 flows, 0 files changed\n"
    (received,) = api.received
    assert received.headers["authorization"] == "Bearer token-1"
    assert received.headers["x-organization-id"] == "acme"
    assert received.target == "/prod/api/flows?limit=100"


def test_an_api_key_goes_before_a_token(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback(lambda exchange: exchange.answer(200, b'{"flows": [], "cursor": null}')) as api:
        monkeypatch.setenv("CALLFLOW_TOKEN", "token-1")
        monkeypatch.setenv("CALLFLOW_API_KEY", "cf_key")
        assert pull(folder, api.origin) == 0
    capsys.readouterr()
    assert api.received[0].headers["authorization"] == "Bearer cf_key"


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (
            401,
            b'{"message": "The incoming token has expired"}',
            "The incoming token has expired The command sends CALL",
        ),
        (
            403,
            b"<html>",
            "answered with HTTP status 403. The command sends CALLFLOW_API_KEY or CALLFLOW_TOKEN as the bearer token.",
        ),
        (404, b'{"detail": "There is no x."}', "There is no x. The organization is demo."),
        (404, b"<html>", "answered with HTTP status 404. Set --url or CALLFLOW_URL to the URL of Callflow's API."),
        (200, b"<html>", "answered with HTTP status 200. Set --url or CALLFLOW_URL"),
        (200, b"[]", "answered with HTTP status 200. Set --url or CALLFLOW_URL"),
        (302, b"", "answered with HTTP status 302. Set --url or CALLFLOW_URL"),
        (500, b'{"detail": "It failed."}', "It failed.\n"),
    ],
)
def test_an_answer_that_is_not_the_expected_one_is_an_error(
    folder: Folder, capsys: pytest.CaptureFixture[str], status: int, body: bytes, told: str
) -> None:
    with Loopback(lambda exchange: exchange.answer(status, body)) as api:
        assert pull(folder, api.origin) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://[", "ftp://127.0.0.1", ""])
def test_an_api_that_does_not_answer_is_an_error(folder: Folder, capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert pull(folder, url) == 2
    assert "CALLFLOW_URL" in capsys.readouterr().err


def test_a_token_that_is_no_header_is_an_error(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLFLOW_TOKEN", "täken\n")
    assert pull(folder, "http://127.0.0.1:9") == 2
    error = capsys.readouterr().err
    assert "CALLFLOW_TOKEN" in error
    assert "täken" not in error, "the token is a secret"
