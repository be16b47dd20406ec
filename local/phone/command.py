"""`callflow phone`: the actions add, grant, remove and list, through the API and LiveKit."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_network
from typing import Any

import httpx
from jwt.warnings import InsecureKeyLengthWarning

from functions.api.http.identity import HEADER
from functions.api.schemas.requests.fields import e164
from functions.number_grants import DAYS, SignedGrant, sign
from functions.settings import SettingsError, from_environment
from local.phone.dispatch_rules import TrunksError
from local.phone.trunks import TrunkOptions, Trunks

PASSWORD = "CALLFLOW_SIP_PASSWORD"  # noqa: S105  # the variable's name
"""The environment variable with the SIP password."""
PAGE = 100
"""Numbers that one request lists."""
_REPEAT = "Run the same command again after that. It does the remaining steps.\n"


@dataclass(frozen=True, slots=True)
class Phone:
    """The actions of `callflow phone`. Each returns the exit status."""

    url: str
    """The URL of the API."""
    organization: str
    environment: Mapping[str, str]
    """The variables of LiveKit, CALLFLOW_TOKEN and CALLFLOW_SIP_PASSWORD."""

    def add(self, number: str, agent: str, *, allowed: tuple[str, ...], username: str | None, encrypted: bool) -> int:
        """Let an agent answer a number. A repeated call does the steps that are missing.

        Args:
            number: The number, with or without punctuation.
            agent: The agent's id.
            allowed: IP addresses or CIDRs from which LiveKit accepts calls. Empty: all.
            username: The SIP user name that LiveKit requires. The environment has the password.
            encrypted: Accept only encrypted media.

        Returns:
            The exit status.
        """
        password = self.environment.get(PASSWORD)
        if (username is None) != (password is None):
            return _fail(f"--auth-username and {PASSWORD} belong together: set both or neither.\n")
        for address in allowed:
            try:
                ip_network(address, strict=False)
            except ValueError:
                return _fail(
                    f"--allow: {address} is not an address. Use an IP address or a CIDR, such as 192.0.2.0/24.\n"
                )
        options = TrunkOptions(allowed, username, password, encrypted)
        return self._with_number(number, lambda canonical: self._add(canonical, agent, options))

    def _add(self, number: str, agent: str, options: TrunkOptions) -> int:
        trunks = self._trunks()
        body = {"agentId": agent, "grant": self._signed(number, trunks, take=False)}
        with self._api() as client:
            client.put(f"/api/phone-numbers/{number}", json=body).raise_for_status()
        _print(f"{number}: stored, the agent {agent} answers it")
        try:
            trunks.connect(number, options, _print)
        except TrunksError as error:
            return _fail(f"{error}\n{number} is stored, but LiveKit does not accept its calls yet. {_REPEAT}")
        _print(f"Let your provider send calls to {number} to the SIP address of LiveKit: docs/telephony.md")
        return 0

    def grant(self, number: str, *, take: bool) -> int:
        """Print a grant: the operator's signed permission to have a number. The API is not called.

        Args:
            number: The number.
            take: Move the number from another organization that has it.

        Returns:
            The exit status.
        """
        return self._with_number(number, lambda canonical: self._grant(canonical, take))

    def _grant(self, number: str, take: bool) -> int:
        _print(self._signed(number, self._trunks(), take=take))
        also = " If another organization has the number, it loses it." if take else ""
        sys.stderr.write(
            f"{self.organization} may have {number}. It sends this grant within {DAYS} days, as `grant` with the "
            f"`agentId`, to PUT /api/phone-numbers/{number}.{also}\n"
        )
        return 0

    def _signed(self, number: str, trunks: Trunks, *, take: bool) -> str:
        now = int(time.time()) * 1000
        return sign(SignedGrant(number, self.organization, now, take), trunks.api_secret)

    def remove(self, number: str) -> int:
        """Remove a number from LiveKit and from the API."""
        return self._with_number(number, self._remove)

    def _remove(self, number: str) -> int:
        """Remove LiveKit's part first. The command can be repeated while the API has the number."""
        trunks = self._trunks()
        with self._api() as client:
            client.get(f"/api/phone-numbers/{number}").raise_for_status()
            try:
                trunks.disconnect(number, _print)
            except TrunksError as error:
                return _fail(f"{error}\n{number} is still stored. {_REPEAT}")
            gone = client.delete(f"/api/phone-numbers/{number}")
            if gone.status_code != HTTPStatus.NOT_FOUND:
                gone.raise_for_status()
        _print(f"{number}: removed")
        return 0

    def show(self) -> int:
        """List the organization's numbers with their agents and trunks."""
        return self._reporting_errors(self._show)

    def _show(self) -> int:
        trunks = self._trunks()
        numbers = self._stored()
        if not numbers:
            _print("No numbers yet. Add one: callflow phone add +15550100 --agent AGENT")
            return 0
        try:
            routes = trunks.routes()
        except TrunksError as error:
            for number in numbers:
                _print(f"{number['e164']:<17}{number['agentId']:<25}?")
            return _fail(f"{error}\n")
        for number in numbers:
            route = routes.get(number["e164"])
            trunk = "no trunk: run callflow phone add again"
            if route is not None:
                trunk = (
                    route.trunk_id
                    if route.rule_id
                    else f"{route.trunk_id}, but no rule dispatches the agent: run callflow phone add again"
                )
            _print(f"{number['e164']:<17}{number['agentId']:<25}{trunk}")
        return 0

    def _stored(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        with self._api() as client:
            while True:
                query = {"limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
                page = client.get("/api/phone-numbers", params=query).raise_for_status().json()
                found += page["phoneNumbers"]
                cursor = page["cursor"]
                if not cursor:
                    return found

    def _with_number(self, number: str, work: Callable[[str], int]) -> int:
        """Return the status of `work`, called with the number in E.164 format."""
        try:
            canonical = e164(number)
        except ValueError as error:
            return _fail(f"{number}: {error}.\n")
        return self._reporting_errors(lambda: work(canonical))

    def _reporting_errors(self, work: Callable[[], int]) -> int:
        """Return the status of `work`. A failed request is printed and returns 1."""
        try:
            return work()
        except SettingsError as error:
            return _fail(f"{error}\n")
        except httpx.HTTPStatusError as error:
            return _fail(f"{self._detail(error.response)}\n")
        except httpx.HTTPError as error:
            return _fail(f"No answer from {self.url} ({error}). Start the API with `make run`.\n")

    def _detail(self, response: httpx.Response) -> str:
        try:
            detail = str(response.json()["detail"])
        except (ValueError, KeyError, TypeError):
            status = response.status_code
            return f"{response.request.url} answered with HTTP status {status}. Set --url to the URL of Callflow's API."
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            return f"{detail} The command sends CALLFLOW_API_KEY or CALLFLOW_TOKEN as the bearer token."
        if response.status_code == HTTPStatus.NOT_FOUND:
            return f"{detail} The organization is {self.organization}. Choose another one with --organization."
        return detail

    def _api(self) -> httpx.Client:
        token = self.environment.get("CALLFLOW_API_KEY") or self.environment.get("CALLFLOW_TOKEN")
        headers = {HEADER: self.organization, **({"Authorization": f"Bearer {token}"} if token else {})}
        return httpx.Client(base_url=self.url, headers=headers, timeout=35)

    def _trunks(self) -> Trunks:
        """Read LiveKit's settings from the environment. An invalid variable is a SettingsError."""
        from local.dev import DEVELOPMENT_LIVEKIT

        url, key, secret = DEVELOPMENT_LIVEKIT
        settings = from_environment(self.environment)
        return Trunks(
            settings.livekit_url or url,
            settings.livekit_api_key or key,
            settings.livekit_api_secret or secret,
            settings.agent_name,
        )


def phone(url: str, organization: str) -> Phone:
    """Return the actions for an organization, with the environment of this process."""
    # The secret of the development server is short. The server listens on loopback only.
    warnings.simplefilter("ignore", InsecureKeyLengthWarning)
    return Phone(url, organization, os.environ)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _fail(text: str) -> int:
    sys.stderr.write(text)
    return 1
