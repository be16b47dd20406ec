"""Callflow's API, local or deployed, for the commands that keep flows as files.

CALLFLOW_API_KEY or else CALLFLOW_TOKEN is sent as the bearer token. Each failure is a `ServerError` with a remedy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx

from flow_core.json import Json
from functions.api.http.identity import HEADER
from functions.api.http.ids import ID_RULE, is_valid_id
from local.commands.flows.failures import ServerError
from local.commands.flows.folder import FlowFiles

TOKEN = "CALLFLOW_TOKEN"  # noqa: S105  # the variable's name
"""The environment variable with the bearer token."""
API_KEY = "CALLFLOW_API_KEY"
"""The environment variable with an API key, which goes before a token."""
_SECONDS = 35
"""Seconds for a request. The API answers after 29 at the latest."""
PAGE = 100
"""Flows or tests that one request lists."""


class Server:
    """The API for one organization.

    Args:
        client: A client of the API.
        organization: The organization, as the header of a local Callflow names it.
    """

    def __init__(self, client: httpx.Client, organization: str) -> None:
        self._client = client
        self._organization = organization

    def flow_ids(self) -> list[str]:
        """Return the ids of all flows."""
        return [str(flow["flowId"]) for flow in self._all("/api/flows", "flows")]

    def definition(self, flow_id: str, version: str = "draft") -> Json:
        """Return a definition; None if there is no such flow or version."""
        answer = self._send("GET", f"/api/flows/{flow_id}", missing_ok=True, params={"version": version})
        return None if answer is None else answer["definition"]

    def required(self, flow_id: str) -> Json:
        """Return the draft of a flow. `ServerError` is raised if there is no such flow."""
        draft: Json = self._flow(flow_id)["definition"]
        return draft

    def latest_version(self, flow_id: str) -> int | None:
        """Return the number of the latest version; None if nothing is published."""
        latest = self._flow(flow_id)["latestVersion"]
        return None if latest is None else int(latest)

    def tests(self, flow_id: str) -> dict[str, Json]:
        """Return the tests of a flow by id."""
        return {str(test["testId"]): test for test in self._all(f"/api/flows/{flow_id}/tests", "tests")}

    def gate(self, flow_id: str) -> dict[str, Json]:
        """Return the gate of a flow."""
        return dict(self._get(f"/api/flows/{flow_id}/gate"))

    def files(self, flow_id: str, version: str = "draft") -> FlowFiles | None:
        """Return a flow with its tests and its gate; None if there is no such flow or version."""
        definition = self.definition(flow_id, version)
        if definition is None:
            return None
        gate = self.gate(flow_id)
        asks = any(value is not False for value in gate.values())
        return FlowFiles(flow_id, definition, self.tests(flow_id), gate if asks else None)

    def save_flow(self, flow_id: str, definition: Json) -> list[str]:
        """Save a draft. Return the messages of its warnings."""
        saved = self._do("PUT", f"/api/flows/{flow_id}", definition)
        return [f"{problem['message']} {problem['remedy']}" for problem in saved["problems"]]

    def save_test(self, flow_id: str, test_id: str, test: Json) -> None:
        """Save a test."""
        self._do("PUT", f"/api/flows/{flow_id}/tests/{test_id}", test)

    def delete_test(self, flow_id: str, test_id: str) -> None:
        """Delete a test. It may be deleted already."""
        self._send("DELETE", f"/api/flows/{flow_id}/tests/{test_id}", missing_ok=True)

    def save_gate(self, flow_id: str, gate: Json) -> None:
        """Save a gate."""
        self._do("PUT", f"/api/flows/{flow_id}/gate", gate)

    def run_tests(self, flow_id: str, version: str, tests: list[str] | None) -> Any:
        """Run the stored tests. Return the answer of `POST …/tests/run`."""
        chosen: dict[str, Json] = {} if tests is None else {"tests": [*tests]}
        body: Json = {"version": int(version) if version.isdecimal() else version, **chosen}
        return self._do("POST", f"/api/flows/{flow_id}/tests/run", body)

    def simulate(self, flow_id: str, body: Json) -> Any:
        """Begin or go on with simulated callers. Return the answer of `POST …/tests/run`."""
        return self._do("POST", f"/api/flows/{flow_id}/tests/run", body)

    def publish(self, flow_id: str, note: str | None, override: str | None) -> int:
        """Publish the draft. Return the version."""
        given = {"note": note, "override": override}
        body: Json = {name: text for name, text in given.items() if text is not None}
        return int(self._do("POST", f"/api/flows/{flow_id}/publish", body)["version"])

    def replay(self, flow_id: str, job: str) -> Any:
        """Read a replay that goes on after its request. Return the answer of `GET …/replay?job=`."""
        return self._get(f"/api/flows/{flow_id}/replay", {"job": job})

    def _flow(self, flow_id: str) -> Any:
        if not is_valid_id(flow_id):
            raise ServerError(f"{flow_id[:200]!r} is no id of a flow: it {ID_RULE}.")
        return self._get(f"/api/flows/{flow_id}", {"version": "draft"})

    def _all(self, path: str, name: str) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        while True:
            page = self._get(path, {"limit": str(PAGE), **({"cursor": cursor} if cursor else {})})
            yield from page[name]
            cursor = page["cursor"]
            if not cursor:
                return

    def _get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        return self._send("GET", path, params=params)

    def _do(self, method: str, path: str, body: Json) -> Any:
        return self._send(method, path, json=body)

    def _send(self, method: str, path: str, *, missing_ok: bool = False, **options: Any) -> Any:
        """Send a request. Return the body of the answer; None if there is no such thing and that is no error."""
        try:
            response = self._client.request(method, path, **options)
        except httpx.HTTPError as error:
            text = f"No answer from {self._client.base_url} ({error})."
            raise ServerError(f"{text} Start the API with `make run`, or set --url or CALLFLOW_URL.") from error
        if response.status_code == HTTPStatus.NO_CONTENT:
            return None
        try:
            body = response.json()
        except ValueError:
            body = None
        if response.is_success and isinstance(body, dict):
            return body
        if missing_ok and response.status_code == HTTPStatus.NOT_FOUND and isinstance(body, dict) and "detail" in body:
            return None
        known = body if isinstance(body, dict) else None
        raise ServerError(self._refusal(response, known), response.status_code, known)

    def _refusal(self, response: httpx.Response, body: Mapping[str, Any] | None) -> str:
        status = response.status_code
        # API Gateway's own refusals have a `message`.
        detail = None if body is None else body.get("detail", body.get("message"))
        if not isinstance(detail, str):
            detail = f"{response.request.url} answered with HTTP status {status}."
            if status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                return f"{detail} Set --url or CALLFLOW_URL to the URL of Callflow's API."
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return f"{detail} The command sends {API_KEY} or {TOKEN} as the bearer token. A token is valid for an hour."
        if status == HTTPStatus.NOT_FOUND:
            return f"{detail} The organization is {self._organization}. A local Callflow takes it from --organization."
        return detail


@contextmanager
def server_at(url: str, organization: str) -> Iterator[Server]:
    """Connect to the API.

    Args:
        url: The URL of the API.
        organization: The organization. A deployed API takes it from the token instead.

    Yields:
        The API.

    Raises:
        ServerError: If the URL is none, or the token cannot be a header.
    """
    token = os.environ.get(API_KEY) or os.environ.get(TOKEN)
    headers = {HEADER: organization, **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        client = httpx.Client(base_url=url, headers=headers, timeout=_SECONDS)
    except (httpx.InvalidURL, UnicodeEncodeError) as error:
        raise ServerError(
            f"{url} or {API_KEY} or {TOKEN} cannot be used ({error}). Correct --url or CALLFLOW_URL."
        ) from error
    with client:
        yield Server(client, organization)
