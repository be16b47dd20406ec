"""The time from a text to its first sound by Polly: with livekit-agents' plugin, and with one client for all texts."""

from __future__ import annotations

import asyncio
import io
import json
import os
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.figures import Figure, Part, times_at_most
from bench.timing import quantile

ROOT = Path(__file__).parents[2]
WORKER = ROOT / ".cache" / "agent-worker" / "bin" / "python"
"""Python with the packages of the worker's image. They want another botocore than the tests do."""
TEXTS = 40
SMALLER = 0.5
"""The limit of the time as a ratio to the plugin's."""
_RATE, _SECONDS = 16_000, 2
_PIECES = 20


def measure() -> Part:
    with TemporaryDirectory() as folder, _polly(Path(folder)) as (address, peers):
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "AWS_ENDPOINT_URL_POLLY": address,
            "AWS_CA_BUNDLE": str(Path(folder) / "polly.pem"),
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        command = [str(WORKER), "-m", "bench.calls.polly_speaks", str(TEXTS)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        millis = json.loads(done.stdout)
        connections = {name: len(each) for name, each in peers.items()}
    if connections["pcm"] != 1:
        raise RuntimeError(f"the shared client opened {connections['pcm']} connections")
    return Part(
        "polly",
        "A text spoken by Polly",
        figures=(
            times_at_most(
                "text to first sound, to that of livekit-agents' plugin: median",
                quantile(millis["worker"], 0.5),
                quantile(millis["plugin"], 0.5),
                SMALLER,
                "ms",
            ),
            Figure(
                "the same, p95", f"{quantile(millis['worker'], 0.95):.0f} to {quantile(millis['plugin'], 0.95):.0f} ms"
            ),
            Figure("connections", f"{connections['pcm']} to {connections['mp3']} for {TEXTS} texts each"),
        ),
        notes=(
            "A server on this machine that speaks Polly's protocol over TLS and answers at once: the time of Polly and "
            "of the network is not in the figures. On a network a connection costs two round trips more.",
            "The first sound is the first sample that is no silence. An MP3 begins with silence: 61 ms in this one.",
        ),
    )


@contextmanager
def _polly(folder: Path) -> Iterator[tuple[str, dict[str, set[object]]]]:
    """Serve the two operations of Polly, and yield the address, and the connections by format of the sound."""
    sounds, peers = _sounds(), {"mp3": set[object](), "pcm": set[object]()}

    async def synthesize(request: web.Request) -> web.StreamResponse:
        form = (await request.json())["OutputFormat"]
        peers[form].add(request.transport.get_extra_info("peername") if request.transport else None)
        answer = web.StreamResponse(headers={"x-amzn-RequestId": "one"})
        await answer.prepare(request)
        step = -(-len(sounds[form]) // _PIECES)
        for begin in range(0, len(sounds[form]), step):
            await answer.write(sounds[form][begin : begin + step])
        await answer.write_eof()
        return answer

    async def voices(_: web.Request) -> web.Response:
        return web.json_response({"Voices": []})

    app = web.Application()
    app.add_routes([web.post("/v1/speech", synthesize), web.get("/v1/voices", voices)])
    loop, started, port = asyncio.new_event_loop(), threading.Event(), list[int]()

    async def serve() -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=_certified(folder / "polly.pem"))
        await site.start()
        port.append(runner.addresses[0][1])
        started.set()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    if not started.wait(30):
        raise RuntimeError("the server did not start")
    try:
        yield f"https://127.0.0.1:{port[0]}", peers
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _sounds() -> dict[str, bytes]:
    """Return two seconds of a tone, by format."""
    wave = (8_000 * np.sin(np.arange(_RATE * _SECONDS) * 440 * 2 * np.pi / _RATE)).astype(np.int16)
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"write_xing": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = _RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return {"mp3": file.getvalue(), "pcm": wave.tobytes()}


def _certified(pem: Path) -> ssl.SSLContext:
    """Write a certificate for 127.0.0.1 with its key, and return the server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "polly")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
