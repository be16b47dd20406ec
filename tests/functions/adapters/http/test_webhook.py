"""A receiver may be slow, malicious, redirecting or private: it takes a limited time and learns no secret."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from functions.adapters.http.public_network import PublicNetwork
from functions.adapters.http.webhook import HttpWebhook, url_problem
from testing.fakes.loopback import IN_TIME_SECONDS, Answer, Exchange, Loopback

SECONDS = 0.5


def post(answer: Answer, *, path: str = "/hook", seconds: float = 5.0) -> tuple[str | None, Loopback]:
    with Loopback(answer) as server:
        webhook = HttpWebhook(allow_private=True)
        outcome = webhook(f"{server.origin}{path}", {"X-A": "1"}, b'{"a":1}', seconds=seconds).problem
        webhook.close()
        return outcome, server


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_status_of_success_is_accepted(status: int) -> None:
    outcome, server = post(lambda exchange: exchange.answer(status), path="/hook?token=1")
    assert outcome is None
    (received,) = server.received
    assert (received.method, received.target, received.body) == ("POST", "/hook?token=1", b'{"a":1}')
    assert received.headers["x-a"] == "1"
    assert received.headers["user-agent"].startswith("Callflow/")


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
def test_any_other_status_is_an_error(status: int) -> None:
    assert post(lambda exchange: exchange.answer(status))[0] == f"the webhook answered {status}"


def test_the_status_of_an_answer_is_returned_and_there_is_none_without_an_answer() -> None:
    with Loopback(lambda exchange: exchange.answer(503)) as server:
        assert HttpWebhook(allow_private=True)(server.origin, {}, b"{}", seconds=5.0).status == 503
        gone = server.origin
    assert HttpWebhook(allow_private=True)(gone, {}, b"{}", seconds=2.0).status is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    outcome, server = post(lambda exchange: exchange.answer(status, headers={"Location": "/elsewhere"}))
    assert outcome == f"the webhook answered {status}"
    assert len(server.received) == 1


def _trickle(exchange: Exchange) -> None:
    while not exchange.closing.wait(0.05):
        exchange.raw(b"H")


def _trickle_headers(exchange: Exchange) -> None:
    exchange.raw(b"HTTP/1.1 200 OK\r\n")
    while not exchange.closing.wait(0.05):
        exchange.raw(b"X-A: 1\r\n")


@pytest.mark.parametrize("answer", [Exchange.hang, _trickle_headers])
def test_a_receiver_that_hangs_or_trickles_is_abandoned_in_time(answer: Callable[[Exchange], None]) -> None:
    began = time.monotonic()
    assert post(answer, seconds=SECONDS)[0] == "the webhook did not answer in time"
    assert time.monotonic() - began < IN_TIME_SECONDS


def test_a_receiver_that_answers_no_http_is_an_error() -> None:
    assert post(_trickle, seconds=SECONDS)[0] is not None


def test_an_endless_answer_is_not_read() -> None:
    def endless(exchange: Exchange) -> None:
        exchange.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not exchange.closing.is_set():
            exchange.raw(b"10000\r\n" + b"x" * 65_536 + b"\r\n")

    began = time.monotonic()
    assert post(endless)[0] is None
    assert time.monotonic() - began < IN_TIME_SECONDS


def test_a_receiver_that_hangs_up_is_an_error() -> None:
    assert post(lambda exchange: exchange.hang_up())[0] is not None


def test_a_closed_port_is_an_error() -> None:
    with Loopback(lambda exchange: exchange.answer(200)) as server:
        gone = server.origin
    assert HttpWebhook(allow_private=True)(gone, {}, b"{}", seconds=2.0).problem == "the webhook could not be reached"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "fd00:ec2::254"])
def test_a_private_address_of_any_name_is_refused(address: str) -> None:
    def resolves(host: str, port: int) -> Sequence[str]:
        return [address]

    webhook = HttpWebhook(network=PublicNetwork(resolve=resolves))
    outcome = webhook("https://hooks.example/", {}, b"{}", seconds=2.0).problem
    assert outcome == "the webhook's address is private or reserved, and it must be public"


def test_one_private_address_among_public_ones_is_refused() -> None:
    webhook = HttpWebhook(network=PublicNetwork(resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"]))
    assert "private" in (webhook("https://hooks.example/", {}, b"{}", seconds=2.0).problem or "")


@pytest.mark.parametrize(
    "url",
    ["http://hooks.example/s3cr3t", "ftp://hooks.example/s3cr3t", "https://u:s3cr3t@x/", "s3cr3t", "", "\ud800s3cr3t"],
)
def test_a_url_that_is_not_https_is_refused_without_quoting_it(url: str) -> None:
    outcome = HttpWebhook()(url, {}, b"{}", seconds=2.0).problem
    assert outcome is not None
    assert "s3cr3t" not in outcome


@pytest.mark.parametrize(
    "url", ["https://xn--.example/", "https://xn--0.example/hook", "https://[::1/", "https://\ud800/"]
)
def test_an_address_that_cannot_be_encoded_is_an_error(url: str) -> None:
    outcome = HttpWebhook()(url, {}, b"{}", seconds=2.0).problem
    assert outcome == "the webhook's url is not an http or https address without a user name"


def test_a_header_that_cannot_be_encoded_is_an_error() -> None:
    assert HttpWebhook()("https://hooks.example/", {"X-A": "☎"}, b"{}", seconds=2.0).problem == (
        "the request cannot be written as HTTP"
    )


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://crm.example/hook?token=1", None),
        ("https://8.8.8.8/", None),
        ("http://crm.example/hook", "https://"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://10.0.0.1:8443/", "private"),
        ("https://user@crm.example/", "user name"),
        ("crm.example", "https address"),
        ("https:///path", "https address"),
        ("https://crm.example/a b", "spaces"),
        ("https://crm.example/\r\nX: 1", "spaces"),
    ],
)
def test_an_address_to_which_nothing_would_be_sent_has_a_problem(url: str, problem: str | None) -> None:
    found = url_problem(url)
    assert (found is None) if problem is None else (found is not None and problem in found)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "http://localhost:9000/hook", "https://10.0.0.1/"])
def test_private_addresses_and_plain_http_are_for_the_local_stack(url: str) -> None:
    assert url_problem(url) is not None
    assert url_problem(url, may_be_private=True) is None
    assert url_problem("http://169.254.169.254/", may_be_private=True) is not None
