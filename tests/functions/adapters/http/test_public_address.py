"""Only public addresses are dialled, and the checked address is the dialled one."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from flow_core.effects import CallTool, Request
from functions.adapters.http.public_address import METADATA, Address, allowed
from functions.adapters.http.public_network import PublicNetwork, PublicTransport
from functions.adapters.http.tools import HttpTools
from functions.deadline import Deadline
from functions.ports.tools import Answered, Failed, ToolOutcome
from testing.fakes.loopback import HANGS_SECONDS, IN_TIME_SECONDS, Exchange, Loopback

REFUSED = Failed("the tool's address is private or reserved, and it must be public")
PUBLIC = "93.184.216.34"
# The context trusts no certificate, because loading the root certificates takes longer than a test.
TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Diverted(httpcore.SyncBackend):
    """Records the dialled addresses, and connects to a loopback server instead."""

    def __init__(self, server: Loopback) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._port = server.port

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append((host, port))
        return super().connect_tcp("127.0.0.1", self._port, timeout, local_address, socket_options)


def tools_on(network: PublicNetwork, tls: ssl.SSLContext = TRUSTS_NOBODY) -> HttpTools:
    return HttpTools(network=network, transport=lambda network: PublicTransport(network, ssl_context=tls))


def called(tools: HttpTools, url: str, retries: int = 0, seconds: float = 5) -> ToolOutcome:
    effect = CallTool("4", "tool-1", Request("GET", (url,), {}, {}, None), 5, retries)
    outcome = tools.call(effect, idempotency_key="k", secrets=lambda name: None, deadline=Deadline.after(seconds))
    tools.close()
    return outcome


def ok(exchange: Exchange) -> None:
    exchange.answer(200, b"here")


@given(st.ip_addresses())
def test_an_allowed_address_is_global_and_not_multicast(address: Address) -> None:
    if allowed(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "2002:{hex}::", "2001:0:{hex}::"]))
def test_an_address_inside_an_address_is_checked_as_well(inner: IPv4Address, form: str) -> None:
    hexadecimal = f"{int(inner) >> 16:x}:{int(inner) & 0xFFFF:x}"
    if allowed(ip_address(form.format(inner, hex=hexadecimal))):
        assert allowed(inner)


@pytest.mark.parametrize(
    "text",
    """0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.0.1 169.254.1.1 169.254.169.254 172.16.0.1 192.0.0.192 192.0.2.1
    192.88.99.1 192.168.0.1 198.18.0.1 224.0.1.1 240.0.0.1 255.255.255.255 168.63.129.16 100.100.100.200
    :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 2002:a00:1:: 2001:0:a00:1:: 100::1 2001:db8::1
    fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1""".split(),
)
def test_an_address_that_is_not_public_is_refused(text: str) -> None:
    assert not allowed(ip_address(text))


@pytest.mark.parametrize("text", ["1.1.1.1", PUBLIC, "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::"])
def test_a_public_address_is_allowed(text: str) -> None:
    assert allowed(ip_address(text))


def test_the_local_stack_may_call_its_own_machine_but_no_metadata_service() -> None:
    for text in ("127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fe80::1", "172.17.0.1"):
        assert allowed(ip_address(text), allow_private=True)
    for address in (*METADATA, ip_address("::ffff:169.254.169.254"), ip_address("224.0.0.1")):
        assert not allowed(address, allow_private=True)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
def test_no_spelling_of_loopback_is_called(host: str) -> None:
    with Loopback(ok) as server:
        outcome = called(tools_on(PublicNetwork()), f"http://{host}:{server.port}/")
        assert isinstance(outcome, Failed)
        # A machine without IPv6 cannot resolve the bracketed ones.
        assert outcome in (REFUSED, Failed("the tool's host name has no address"))
        assert server.received == []


def test_the_checked_address_is_dialled_although_the_name_has_moved() -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    with Loopback(ok) as server:
        dial = Diverted(server)
        network = PublicNetwork(resolve=lambda host, port: answers.pop(0), dial=dial)
        outcome = called(tools_on(network), "http://tool.example:8080/")
        assert isinstance(outcome, Answered)
        assert dial.dialled == [(PUBLIC, 8080)]
        assert answers == [["127.0.0.1"]]
        assert server.received[0].headers["host"] == "tool.example:8080"


def test_a_name_that_moves_to_a_private_address_is_refused_at_the_next_connection() -> None:
    answers = [[PUBLIC], ["10.0.0.1"]]

    def answer(exchange: Exchange) -> None:
        exchange.answer(503, headers={"Connection": "close"})
        exchange.hang_up()

    with Loopback(answer) as server:
        network = PublicNetwork(resolve=lambda host, port: answers.pop(0), dial=Diverted(server))
        assert called(tools_on(network), "http://tool.example/", retries=1) == REFUSED
        assert len(server.received) == 1


def test_one_private_address_among_public_ones_is_refused() -> None:
    with Loopback(ok) as server:
        dial = Diverted(server)
        network = PublicNetwork(resolve=lambda host, port: [PUBLIC, "10.0.0.1"], dial=dial)
        assert called(tools_on(network), "http://tool.example/") == REFUSED
        assert dial.dialled == []


def test_after_a_dead_address_the_next_is_dialled() -> None:
    class FirstDead(Diverted):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
        ) -> httpcore.NetworkStream:
            stream = super().connect_tcp(host, port, timeout, local_address, socket_options)
            if len(self.dialled) == 1:
                stream.close()
                raise httpcore.ConnectTimeout
            return stream

    with Loopback(ok) as server:
        dial = FirstDead(server)
        network = PublicNetwork(resolve=lambda host, port: ["2606:4700::1111", PUBLIC], dial=dial)
        assert isinstance(called(tools_on(network), "http://tool.example/"), Answered)
        assert [host for host, _ in dial.dialled] == ["2606:4700::1111", PUBLIC]


def test_a_name_without_an_address_is_a_failure() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError

    network = PublicNetwork(resolve=unknown)
    assert called(tools_on(network), "http://x.example/") == Failed("the tool's host name has no address")


def test_a_resolver_that_hangs_is_abandoned_at_the_deadline() -> None:
    over = threading.Event()

    def hang(host: str, port: int) -> Sequence[str]:
        over.wait(HANGS_SECONDS)
        return [PUBLIC]

    began = time.monotonic()
    outcome = called(tools_on(PublicNetwork(resolve=hang)), "http://x.example/", seconds=0.1)
    assert outcome == Failed("the tool did not answer in time")
    assert time.monotonic() - began < IN_TIME_SECONDS
    over.set()


def certified(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The TLS context of a server with a certificate for the name, and the context of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    written = certificate.public_bytes(serialization.Encoding.PEM)
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + written
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cadata=written.decode())


@pytest.mark.parametrize(
    ("host", "outcome"),
    [("tool.example", "here"), ("other.example", "the tool's certificate is not valid")],
)
def test_a_certificate_is_checked_against_the_name_and_not_the_address(host: str, outcome: str, tmp_path: Path) -> None:
    theirs, ours = certified("tool.example", tmp_path)
    asked: list[str] = []
    theirs.sni_callback = lambda socket, name, context: asked.append(name)
    with Loopback(ok, theirs) as server:
        tools = tools_on(PublicNetwork(resolve=lambda name, port: [PUBLIC], dial=Diverted(server)), ours)
        answer = called(tools, f"https://{host}/")
        assert (answer.body if isinstance(answer, Answered) else answer.error) == outcome
        assert asked == [host]


def test_a_redirect_from_http_to_https_on_the_same_host_is_followed(tmp_path: Path) -> None:
    theirs, ours = certified("tool.example", tmp_path)

    class ByPort(Diverted):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
        ) -> httpcore.NetworkStream:
            self._port = plain.port if port == 80 else secure.port
            return super().connect_tcp(host, port, timeout, local_address, socket_options)

    def onward(exchange: Exchange) -> None:
        exchange.answer(301, headers={"Location": "https://tool.example/"})

    with Loopback(onward) as plain, Loopback(ok, theirs) as secure:
        dial = ByPort(plain)
        tools = tools_on(PublicNetwork(resolve=lambda name, port: [PUBLIC], dial=dial), ours)
        assert isinstance(called(tools, "http://tool.example/"), Answered)
        assert dial.dialled == [(PUBLIC, 80), (PUBLIC, 443)]
