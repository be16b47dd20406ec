"""`callflow dev`: the API and the dashboard on 127.0.0.1 with the embedded store and the examples published."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from jwt.warnings import InsecureKeyLengthWarning

from functions.api.app import create_app
from functions.api.http.identity import LOCAL_ORGANIZATION
from functions.services import Services
from functions.settings import Settings, SettingsError, from_environment
from functions.wiring.api import build
from local.examples import publish_examples
from local.observe import LocalObserve
from local.post_call.background import WEBHOOKS_VARIABLE, Afterwards, NobodyInRooms, Summaries, closer
from local.processes.dynamodb import EmbeddedDynamoDB, NoStoreError, credentials_for_embedded
from local.processes.livekit import (
    API_KEY,
    API_SECRET,
    HOST,
    LiveKitServer,
    NoLiveKitServerError,
    find_program,
    is_free,
)
from local.processes.worker import Worker, worker_is_installed
from local.site import demo_tools
from local.site.allowed_hosts import KnownHosts, hosts_from
from local.site.dashboard import add_dashboard
from local.tables import make_tables, renew_tables

LIVEKIT_PORT = 7880
DEVELOPMENT_LIVEKIT = (f"ws://{HOST}:{LIVEKIT_PORT}", API_KEY, API_SECRET)


DATA = Path(".callflow")
"""In the current folder."""
_SHOWN_FLOWS = 20
_KEEP_ALIVE_SECONDS = 75
"""Longer than callers pause between two turns: a client whose idle connection is closed under it loses a request."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where flows, agents, numbers and sessions are kept."""

    data: Path = DATA
    fresh: bool = False
    """Put what is there aside, and begin empty."""
    dynamodb_endpoint: str | None = None
    """Another DynamoDB in place of the embedded store."""


def dev(port: int, kept: Kept, *, calls: bool = True) -> int:
    """Serve until interrupted; the exit status."""
    if not is_free(port):
        sys.stderr.write(f"Port {port} is in use. End what listens there, or name another: callflow dev --port 8001\n")
        return 1
    # However this ends, what it started ends with it. uvicorn takes the first over, and raises it again at its end.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    with contextlib.ExitStack() as stack:
        if kept.dynamodb_endpoint is None or "amazonaws.com" not in kept.dynamodb_endpoint:
            credentials_for_embedded()
        # The development server's secret is short; it guards nothing beyond loopback.
        warnings.simplefilter("ignore", InsecureKeyLengthWarning)
        address = f"http://{HOST}:{port}"
        try:
            hosts = hosts_from(os.environ)
            endpoint, kept_lines = _store(stack, kept)
            livekit_url, livekit_line = _livekit(stack, address, calls=calls)
            settings = local_settings(endpoint, livekit_url)
        except (SettingsError, NoStoreError, NoLiveKitServerError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
        make_tables(settings)
        if not kept.dynamodb_endpoint:
            renew_tables(settings)
        observe = LocalObserve()
        services = build(settings, observe)
        publish_examples(services, LOCAL_ORGANIZATION, address)
        webhooks_line = _afterwards(stack, services, observe, address, kept, livekit=livekit_url is not None)
        if livekit_url is not None and worker_is_installed():
            keys = (settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret)
            stack.enter_context(Worker(*keys, api_url=address))
        sys.stdout.write(
            f"\nCallflow   {address}   OpenAPI at /docs\n"
            f"Dashboard  {address}\n"
            f"{kept_lines}"
            f"Flows      {_flows_line(services)}\n"
            f"Model      {model_line(settings)}\n"
            f"LiveKit    {livekit_line}\n"
            f"Webhooks   {webhooks_line}\n"
            "Talk       make chat    or    make chat FLOW=order-status\n\n"
        )
        sys.stdout.flush()
        app = local_app(services, hosts)
        uvicorn.run(app, host=HOST, port=port, log_level="warning", timeout_keep_alive=_KEEP_ALIVE_SECONDS)
    return 0


def _livekit(stack: contextlib.ExitStack, address: str, *, calls: bool) -> tuple[str | None, str]:
    """Where LiveKit is, None where there is none to have calls on, and a line that says so. NoLiveKitServerError."""
    if not calls:
        return None, "left alone, and no worker: as --no-calls wants it"
    worker = "" if worker_is_installed() else ", but no worker: make run installs it"
    if given := os.environ.get("LIVEKIT_URL"):
        return given, f"{given}, as LIVEKIT_URL says{worker or ', with a worker of ours'}"
    if find_program("livekit-server") is None:
        return None, "not here: rooms, audio and phones need livekit-server. Get it once: make livekit"
    port = LIVEKIT_PORT if is_free(LIVEKIT_PORT) else None
    server = LiveKitServer(webhook_url=f"{address}/api/livekit/webhook", port=port)
    url = stack.enter_context(server).url
    return url, f"{url}, in development mode{worker or ', with a worker'}"


def local_settings(dynamodb_endpoint: str | None, livekit_url: str | None = None) -> Settings:
    """The environment's settings, and this machine's where it says nothing. SettingsError."""
    settings = from_environment({"CALLFLOW_AUTH": "local", **os.environ})
    url, key, secret = DEVELOPMENT_LIVEKIT
    return replace(
        settings,
        dynamodb_endpoint=dynamodb_endpoint,
        livekit_url=settings.livekit_url or livekit_url or url,
        livekit_api_key=settings.livekit_api_key or key,
        livekit_api_secret=settings.livekit_api_secret or secret,
        tools_may_be_private=True,
        javascript_children=4,
        threads=True,
    )


def model_line(settings: Settings) -> str:
    """Which model llm nodes ask that name none, or how to configure one."""
    if settings.model is None:
        return (
            "none configured: llm nodes speak their fallback. With Ollama, for example:\n"
            "           CALLFLOW_MODEL=openai/llama3.2 CALLFLOW_OPENAI_BASE_URL=http://127.0.0.1:11434/v1 make run\n"
            "           (docs/models.md has the others)"
        )
    provider = next((each for each in settings.model_providers if settings.model.startswith(f"{each.name}/")), None)
    if provider is None:
        return f"{settings.model} in {settings.bedrock_region}"
    missing = provider.key_variable if provider.api_key is None else None
    return f"{settings.model} at {provider.base_url}" + (f", but {missing} is not set" if missing else "")


def _store(stack: contextlib.ExitStack, kept: Kept) -> tuple[str, str]:
    """Its address, and lines that say where everything is kept. NoStoreError."""
    if kept.dynamodb_endpoint:
        return kept.dynamodb_endpoint, f"DynamoDB   {kept.dynamodb_endpoint}\n"
    store = stack.enter_context(EmbeddedDynamoDB(kept.data, fresh=kept.fresh))
    aside = f"           what was there before is now in {store.put_aside}\n" if store.put_aside else ""
    data = f"Data       {kept.data.resolve()}, kept for the next start; an empty one: --fresh\n"
    return store.endpoint, f"{data}{aside}DynamoDB   {store.endpoint}\n"


def _afterwards(
    stack: contextlib.ExitStack, services: Services, observe: LocalObserve, address: str, kept: Kept, *, livekit: bool
) -> str:
    """Start what runs beside the API, and a line about it. Another DynamoDB is another's to look after."""
    if kept.dynamodb_endpoint:
        return "none sent: they are left to whoever has that DynamoDB"
    given = os.environ.get(WEBHOOKS_VARIABLE)
    webhooks = Path(given) if given else kept.data / "webhooks.json"
    settings = services.settings
    summaries = Summaries(settings, settings.public_url or address, webhooks, observe)
    rooms = services.rooms if livekit else NobodyInRooms()
    stack.enter_context(Afterwards(summaries, closer(services, rooms, observe), observe))
    missing = "" if webhooks.exists() else ": write it to be told of ended sessions (docs/after-calls.md)"
    return f"{webhooks.resolve()}{missing}"


def _flows_line(services: Services) -> str:
    page = services.flows.page(LOCAL_ORGANIZATION, cursor=None, limit=_SHOWN_FLOWS)
    return ", ".join(flow.flow_id for flow in page.flows) + (", …" if page.cursor else "")


def local_app(services: Services, hosts: frozenset[str]) -> FastAPI:
    """The API, the examples' tools and the dashboard, for these hosts."""
    app = create_app(services)
    app.include_router(demo_tools.router)
    add_dashboard(app)
    app.add_middleware(KnownHosts, hosts=hosts)
    return app
