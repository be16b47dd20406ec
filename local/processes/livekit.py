"""livekit-server on this machine, in a process of its own. Nothing of it is heard or asked for beyond loopback."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

HOST = "127.0.0.1"
# livekit-server's own in its development mode, known to everyone: they open nothing but a server on loopback.
API_KEY = "devkey"
API_SECRET = "secret"  # noqa: S105  # see above

_BUILT = Path(__file__).parents[2] / ".cache/livekit/bin"
_START_SECONDS = 20
_END_SECONDS = 5


class NoLiveKitServerError(RuntimeError):
    """livekit-server is not here, or did not start; the text says what to do."""


def find_program(name: str) -> str | None:
    """Where a program of LiveKit is: on PATH, or where `make livekit` puts it."""
    return shutil.which(name) or shutil.which(name, path=str(_BUILT))


class LiveKitServer:
    """A context manager; `url` is its address.

    webhook_url: where it tells what happens in its rooms, signed with API_KEY.
    port: for signalling, a free one where left out.
    redis: the host:port that it shares with livekit-sip; alone, it needs none.
    log: the file for its warnings; this process's own output where left out.
    """

    url: str

    def __init__(
        self,
        *,
        webhook_url: str | None = None,
        port: int | None = None,
        redis: str | None = None,
        log: Path | None = None,
    ) -> None:
        self._webhook_url, self._port, self._redis, self._log = webhook_url, port, redis, log

    def __enter__(self) -> LiveKitServer:
        program = find_program("livekit-server")
        if program is None:
            raise NoLiveKitServerError("livekit-server is not here; `make livekit` builds it, once")
        port = self._port or _free_port(socket.SOCK_STREAM)
        if not is_free(port):
            raise NoLiveKitServerError(f"port {port} is in use; end what listens there, or name another")
        config = _config(port, _free_port(socket.SOCK_DGRAM), self._webhook_url, self._redis)
        self._process = _start(program, config, self._log)
        self.url = f"ws://{HOST}:{port}"
        try:
            self._await(port)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def kill(self) -> None:
        """As a machine that fails does it: nobody is told."""
        self._process.kill()
        self._process.wait()

    def _await(self, port: int) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if httpx.get(f"http://{HOST}:{port}/").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise NoLiveKitServerError(f"livekit-server did not start; its own words stand in {self._log or 'the output'}")

    def _end(self) -> None:
        self._process.terminate()
        # The first signal would wait for everyone to leave; a second one, of another kind lest they be taken for one,
        # sends them away.
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _config(port: int, udp_port: int, webhook_url: str | None, redis: str | None) -> dict[str, Any]:
    config: dict[str, Any] = {
        "development": True,
        "logging": {"level": "warn"},
        "keys": {API_KEY: API_SECRET},
        "bind_addresses": [HOST],
        "port": port,
        "rtc": {
            "node_ip": HOST,
            "use_external_ip": False,
            "enable_loopback_candidate": True,
            "ips": {"includes": [f"{HOST}/32"]},
            "udp_port": udp_port,
            # Its listener would be open to every interface.
            "tcp_port": 0,
            # Without one, clients are told to ask public ones. Nobody answers here. With udp_port in its place, clients
            # would take the server's own packets for the words of a STUN server, and never connect.
            "stun_servers": [f"{HOST}:9"],
        },
    }
    if webhook_url:
        config["webhook"] = {"api_key": API_KEY, "urls": [webhook_url]}
    if redis:
        config["redis"] = {"address": redis}
    return config


def _start(program: str, config: dict[str, Any], log: Path | None) -> subprocess.Popen[bytes]:
    # JSON is YAML.
    command = [program, "--config-body", json.dumps(config)]
    if log is None:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  # livekit-server
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603  # livekit-server
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )


def _free_port(kind: socket.SocketKind) -> int:
    with socket.socket(type=kind) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
