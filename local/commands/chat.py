"""`callflow chat`: a conversation in the terminal, through the HTTP API."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx


def chat(flow_id: str, url: str, script: Path | None, *, draft: bool) -> int:
    """Hold a conversation until it ends or no answer is left.

    Args:
        flow_id: The flow.
        url: The URL of the API.
        script: A file with one answer in each line. None: the user types.
        draft: Use the draft instead of the published version.

    Returns:
        The exit status: 1 if a request fails.
    """
    lines = iter(script.read_text().splitlines()) if script else _typed()
    with httpx.Client(base_url=url, timeout=35) as client:
        try:
            _converse(client, f"/api/flows/{quote(flow_id, safe='')}", lines, echo=script is not None, draft=draft)
        except httpx.HTTPStatusError as error:
            sys.stderr.write(f"{_detail(error.response)}\n")
            return 1
        except httpx.HTTPError as error:
            sys.stderr.write(f"No answer from {url} ({error}). Start the API with `make run`.\n")
            return 1
    return 0


def _converse(client: httpx.Client, flow: str, lines: Iterator[str], *, echo: bool, draft: bool) -> None:
    room = _post(client, f"{flow}/test-chat", {"version": "draft"} if draft else {})
    sys.stdout.write(f"{room['flowName']}  session {room['sessionId']}\n")
    user_input: str | None = None
    while True:
        turn = {"roomName": room["roomName"], "turnId": uuid.uuid4().hex, "userInput": user_input}
        reply = _post(client, f"{flow}/process", turn)
        session = client.get(f"/api/flows/sessions/{reply['sessionId']}").raise_for_status().json()["session"]
        variables = json.dumps(session["context"]["variables"], ensure_ascii=False)
        sys.stdout.write(f"\nflow> {reply['response']}\n      [{reply['currentNodeId']}] {variables}\n")
        sys.stdout.flush()
        action = reply["action"]["type"]
        if reply["completed"]:
            to = f" to {reply['action']['to']}" if action == "transfer" else ""
            sys.stdout.write(f"\n{action}{to}: {reply['status']}\n")
            return
        user_input = None
        if action == "listen":
            user_input = next(lines, None)
            if user_input is None:
                sys.stdout.write("\n")
                return
            if echo:
                sys.stdout.write(f"\nyou>  {user_input}\n")


def _post(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(path, json=body).raise_for_status().json()
    return answer


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("\nyou>  ")
        except (EOFError, KeyboardInterrupt):
            return


def _detail(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError):
        return f"{response.request.url} answered with HTTP status {response.status_code}"
