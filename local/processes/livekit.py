"""Starts livekit-server as a process on loopback. It neither listens nor sends anywhere else."""

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
# The public keys of livekit-server's development mode. The server listens on loopback only.
API_KEY = "devkey"
"""The public API key of livekit-server's development mode."""
API_SECRET = "secret"  # noqa: S105  # see above

_BUILT = Path(__file__).parents[2] / ".cache/livekit/bin"
_START_SECONDS = 20
"""Seconds that livekit-server may take to start."""
_END_SECONDS = 5
"""Seconds that livekit-server may take to stop."""


class NoLiveKitServerError(RuntimeError):
    """livekit-server is not installed or did not start. The text names the remedy."""


def find_program(name: str) -> str | None:
    """Return the path of a LiveKit program, from PATH or the folder of `make livekit`. None: not installed."""
    return shutil.which(name) or shutil.which(name, path=str(_BUILT))


class LiveKitServer:
    """A context manager for livekit-server's process.

    Args:
        webhook_url: The URL that gets the events of rooms, signed with API_KEY.
        port: The port for signalling. None: a free one.
        redis: The `host:port` of the redis that livekit-sip uses too. None: livekit-server has no SIP.
        log: The file for warnings. None: the output of this process.
    """

    url: str
    """The URL of the server."""

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
            raise NoLiveKitServerError("livekit-server is not installed; `make livekit` builds it")
        port = self._port or _free_port(socket.SOCK_STREAM)
        if not is_free(port):
            raise NoLiveKitServerError(f"port {port} is in use; stop the program that uses it, or choose another port")
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
        """Kill the server without any notice to participants, like a failed machine."""
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
        raise NoLiveKitServerError(f"livekit-server did not start; its output is in {self._log or 'the terminal'}")

    def _end(self) -> None:
        self._process.terminate()
        # After one signal the server waits until all participants have left. A second one disconnects them. It is
        # another signal, because two pending signals of one kind are delivered once.
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
            # Disabled: its listener would accept connections on every interface.
            "tcp_port": 0,
            # Without an entry, clients ask public STUN servers. Nothing listens on this port. Not udp_port: clients
            # would take the server's media packets for STUN answers and never connect.
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
    """Return whether a TCP port on loopback is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
