"""Callflow with calls and a model of a test that streams its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from local.processes.livekit import find_program
from testing.calls.calls import Calls
from testing.calls.livekit_stack import missing
from testing.fakes.loopback import Exchange, Loopback
from testing.processes import callflow, free_port


@contextmanager
def streaming_model(answer: Callable[[Exchange], None], log: Path, **environment: str) -> Iterator[Calls]:
    """Start Callflow, which loads the speech models.

    Args:
        answer: Answers each question to the model.
        log: The log of Callflow.
        environment: More variables of Callflow.

    Yields:
        Its calls.
    """
    if find_program("livekit-server") is None:
        missing("livekit-server")
    with Loopback(answer) as server:
        variables = {
            "CALLFLOW_MODEL": "openai/scripted",
            "CALLFLOW_OPENAI_BASE_URL": f"{server.origin}/v1",
            "OPENAI_API_KEY": "unused",
            **environment,
        }
        with (
            callflow(free_port(), variables, log, calls=True) as address,
            httpx.Client(base_url=f"{address}/api", timeout=40) as api,
        ):
            yield Calls(api)
