"""`callflow dev`: the API and the dashboard on 127.0.0.1, with the embedded store and the published examples."""

from __future__ import annotations

import contextlib
import logging
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
from functions.wiring.judging import queue_in_process
from local.examples import publish_examples
from local.observe import LocalObserve
from local.post_call.background import BackgroundJobs, EmptyRooms, SummaryJob, idle_job, queue_of_events
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
from local.site import demo_mcp, demo_tools
from local.site.allowed_hosts import KnownHosts, hosts_from
from local.site.dashboard import add_dashboard
from local.tables import make_tables, renew_tables

LIVEKIT_PORT = 7880
"""The port of livekit-server if it is free."""
DEVELOPMENT_LIVEKIT = (f"ws://{HOST}:{LIVEKIT_PORT}", API_KEY, API_SECRET)
"""URL, API key and API secret of livekit-server in its development mode."""


DEFAULT_DATA = Path(".callflow")
"""The store's folder, in the current folder."""
_SHOWN_FLOWS = 20
"""Flows that the first lines of output list."""
_KEEP_ALIVE_SECONDS = 75
"""Longer than callers pause between two turns. A client whose idle connection is closed may lose a request."""


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """The store that `callflow dev` uses."""

    data: Path = DEFAULT_DATA
    """The folder of the embedded store."""
    fresh: bool = False
    """Move the existing store aside and start with an empty one."""
    dynamodb_endpoint: str | None = None
    """The URL of another DynamoDB, which is used instead of the embedded store."""


def dev(port: int, options: StoreOptions, *, calls: bool = True) -> int:
    """Serve until the process is interrupted.

    Args:
        port: The port on 127.0.0.1.
        options: The store.
        calls: False: start neither livekit-server nor the worker.

    Returns:
        The exit status: 1 if a part cannot start.
    """
    if not is_free(port):
        sys.stderr.write(
            f"Port {port} is in use. Stop the program that uses it, or choose another port: callflow dev --port 8001\n"
        )
        return 1
    # sys.exit unwinds the stack below, which stops the child processes. uvicorn replaces the first handler while it
    # runs and raises the signal again when it ends.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    with contextlib.ExitStack() as stack:
        if options.dynamodb_endpoint is None or "amazonaws.com" not in options.dynamodb_endpoint:
            credentials_for_embedded()
        # The secret of the development server is short. The server listens on loopback only.
        warnings.simplefilter("ignore", InsecureKeyLengthWarning)
        address = f"http://{HOST}:{port}"
        try:
            hosts = hosts_from(os.environ)
            endpoint, data_lines = _store(stack, options)
            livekit_url, livekit_line = _livekit(stack, address, calls=calls)
            settings = with_secret_files(local_settings(endpoint, livekit_url), options.data)
        except (SettingsError, NoStoreError, NoLiveKitServerError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
        make_tables(settings)
        if not options.dynamodb_endpoint:
            renew_tables(settings)
        observe = LocalObserve()
        # Another DynamoDB has no queue of this stack: its operator sends the events.
        services = build(settings, observe, None if options.dynamodb_endpoint else queue_of_events(settings))
        publish_examples(services, LOCAL_ORGANIZATION, address)
        webhooks_line = _start_background_jobs(
            stack, services, observe, address, options, livekit=livekit_url is not None
        )
        if livekit_url is not None and worker_is_installed():
            keys = (settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret)
            stack.enter_context(Worker(*keys, api_url=address))
        sys.stdout.write(
            f"\nCallflow   {address}   OpenAPI at /docs\n"
            f"Dashboard  {address}\n"
            f"{data_lines}"
            f"Flows      {_flows_line(services)}\n"
            f"Model      {model_line(settings)}\n"
            f"LiveKit    {livekit_line}\n"
            f"Webhooks   {webhooks_line}\n"
            "Talk       make chat    or    make chat FLOW=order-status\n\n"
        )
        sys.stdout.flush()
        app = local_app(services, hosts)
        # The demo's MCP server lets all loggers write. This one has a line for each look at the store, every second.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        uvicorn.run(app, host=HOST, port=port, log_level="warning", timeout_keep_alive=_KEEP_ALIVE_SECONDS)
    return 0


def _livekit(stack: contextlib.ExitStack, address: str, *, calls: bool) -> tuple[str | None, str]:
    """Start livekit-server if necessary. One that cannot start is a NoLiveKitServerError.

    Returns:
        Its URL, or None without LiveKit, and a line for the terminal.
    """
    if not calls:
        return None, "not started, and no worker: --no-calls"
    worker = "" if worker_is_installed() else ", but no worker; `make run` installs it"
    if configured := os.environ.get("LIVEKIT_URL"):
        return configured, f"{configured} from LIVEKIT_URL{worker or ', with a worker'}"
    if find_program("livekit-server") is None:
        return None, "not installed: rooms, audio and phone calls need livekit-server. Install it: make livekit"
    port = LIVEKIT_PORT if is_free(LIVEKIT_PORT) else None
    server = LiveKitServer(webhook_url=f"{address}/api/livekit/webhook", port=port)
    url = stack.enter_context(server).url
    return url, f"{url}, in development mode{worker or ', with a worker'}"


def local_settings(dynamodb_endpoint: str | None, livekit_url: str | None = None) -> Settings:
    """Read the settings from the environment, with defaults for this machine.

    Args:
        dynamodb_endpoint: The URL of the store. None: AWS.
        livekit_url: The URL of LiveKit if the environment has none.

    Returns:
        The settings. An invalid variable is a SettingsError.
    """
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


def with_secret_files(settings: Settings, data: Path) -> Settings:
    """Return the settings with the files of secrets: those of the environment, or files in the store's folder."""
    secrets = settings.secrets_file or str(data / "secrets.json")
    return replace(settings, secrets_file=secrets, webhooks_file=settings.webhooks_file or str(data / "webhooks.json"))


def model_line(settings: Settings) -> str:
    """Return a line with the default model, or with the way to configure one."""
    if settings.model is None:
        return (
            "none configured: llm nodes speak their fallback. With Ollama, for example:\n"
            "           CALLFLOW_MODEL=openai/llama3.2 CALLFLOW_OPENAI_BASE_URL=http://127.0.0.1:11434/v1 make run\n"
            "           (other providers: docs/models.md)"
        )
    provider = next((each for each in settings.model_providers if settings.model.startswith(f"{each.name}/")), None)
    if provider is None:
        return f"{settings.model} in {settings.bedrock_region}"
    missing = provider.key_variable if provider.api_key is None else None
    return f"{settings.model} at {provider.base_url}" + (f", but {missing} is not set" if missing else "")


def _store(stack: contextlib.ExitStack, options: StoreOptions) -> tuple[str, str]:
    """Start the store if necessary. One that cannot start is a NoStoreError.

    Returns:
        Its URL and lines for the terminal.
    """
    if options.dynamodb_endpoint:
        return options.dynamodb_endpoint, f"DynamoDB   {options.dynamodb_endpoint}\n"
    store = stack.enter_context(EmbeddedDynamoDB(options.data, fresh=options.fresh))
    aside = f"           the previous store is now in {store.put_aside}\n" if store.put_aside else ""
    data = f"Data       {options.data.resolve()}, used again at the next start; --fresh starts with an empty store\n"
    return store.endpoint, f"{data}{aside}DynamoDB   {store.endpoint}\n"


def _start_background_jobs(
    stack: contextlib.ExitStack,
    services: Services,
    observe: LocalObserve,
    address: str,
    options: StoreOptions,
    *,
    livekit: bool,
) -> str:
    """Start the jobs that run next to the API, and return a line for the terminal. Another DynamoDB gets no jobs."""
    if options.dynamodb_endpoint:
        return "not sent: another DynamoDB is in use, and its operator sends them"
    settings = services.settings
    webhooks = Path(settings.webhooks_file or options.data / "webhooks.json")
    summaries = SummaryJob(settings, settings.public_url or address, webhooks, observe, queue_in_process(services))
    rooms = services.rooms if livekit else EmptyRooms()
    stack.enter_context(BackgroundJobs(summaries, idle_job(services, rooms, observe), observe))
    missing = (
        ""
        if webhooks.exists()
        else " does not exist; set a webhook on the page Settings to receive events (docs/integrations/after-calls.md)"
    )
    return f"{webhooks.resolve()}{missing}"


def _flows_line(services: Services) -> str:
    page = services.flows.page(LOCAL_ORGANIZATION, cursor=None, limit=_SHOWN_FLOWS)
    return ", ".join(flow.flow_id for flow in page.flows) + (", …" if page.cursor else "")


def local_app(services: Services, hosts: frozenset[str]) -> FastAPI:
    """Return the API, the tools of the examples and the dashboard as one application, restricted to host names."""
    app = create_app(services)
    app.include_router(demo_tools.router)
    app.router.routes.append(demo_mcp.route())
    add_dashboard(app)
    app.add_middleware(KnownHosts, hosts=hosts)
    return app
