"""`callflow phone`: a number's agent, kept by the API, and LiveKit's trunk for it."""

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
PAGE = 100
"""Numbers that are asked for at once."""
_AGAIN = "Run the same command again when that is done: it finishes what is missing.\n"


@dataclass(frozen=True, slots=True)
class Phone:
    """The four commands; each gives its exit status."""

    url: str
    organization: str
    environment: Mapping[str, str]

    def add(self, number: str, agent: str, *, allowed: tuple[str, ...], username: str | None, encrypted: bool) -> int:
        password = self.environment.get(PASSWORD)
        if (username is None) != (password is None):
            return _wrong(f"--auth-username and {PASSWORD} go together: give both, or neither.\n")
        for address in allowed:
            try:
                ip_network(address, strict=False)
            except ValueError:
                return _wrong(f"--allow: {address} is no address; give an IP or a CIDR, such as 192.0.2.0/24.\n")
        options = TrunkOptions(allowed, username, password, encrypted)
        return self._of(number, lambda known: self._add(known, agent, options))

    def _add(self, number: str, agent: str, options: TrunkOptions) -> int:
        trunks = self._trunks()
        body = {"agentId": agent, "grant": self._signed(number, trunks, take=False)}
        with self._api() as client:
            client.put(f"/api/phone-numbers/{number}", json=body).raise_for_status()
        _tell(f"{number}: stored, the agent {agent} answers it")
        try:
            trunks.connect(number, options, _tell)
        except TrunksError as error:
            return _wrong(f"{error}\n{number} is stored, but LiveKit does not bring its calls yet. {_AGAIN}")
        _tell(f"Have your provider send the calls to {number} to LiveKit's SIP address: docs/telephony.md")
        return 0

    def grant(self, number: str, *, take: bool) -> int:
        """Print a grant: the operator's signed permission to have the number. Does not call the API."""
        return self._of(number, lambda known: self._grant(known, take))

    def _grant(self, number: str, take: bool) -> int:
        _tell(self._signed(number, self._trunks(), take=take))
        also = " Another organization that has the number loses it then." if take else ""
        sys.stderr.write(
            f"{self.organization} may have {number}, if it sends this within {DAYS} days as `grant`, with the agentId, "
            f"to PUT /api/phone-numbers/{number}.{also}\n"
        )
        return 0

    def _signed(self, number: str, trunks: Trunks, *, take: bool) -> str:
        now = int(time.time()) * 1000
        return sign(SignedGrant(number, self.organization, now, take), trunks.api_secret)

    def remove(self, number: str) -> int:
        return self._of(number, self._remove)

    def _remove(self, number: str) -> int:
        """LiveKit first: as long as the number is stored, the command can be run again."""
        trunks = self._trunks()
        with self._api() as client:
            client.get(f"/api/phone-numbers/{number}").raise_for_status()
            try:
                trunks.disconnect(number, _tell)
            except TrunksError as error:
                return _wrong(f"{error}\n{number} stays stored. {_AGAIN}")
            gone = client.delete(f"/api/phone-numbers/{number}")
            if gone.status_code != HTTPStatus.NOT_FOUND:
                gone.raise_for_status()
        _tell(f"{number}: removed")
        return 0

    def show(self) -> int:
        return self._spoken(self._show)

    def _show(self) -> int:
        trunks = self._trunks()
        numbers = self._stored()
        if not numbers:
            _tell("No numbers yet. callflow phone add +15550100 --agent AGENT adds one.")
            return 0
        try:
            routes = trunks.routes()
        except TrunksError as error:
            for number in numbers:
                _tell(f"{number['e164']:<17}{number['agentId']:<25}?")
            return _wrong(f"{error}\n")
        for number in numbers:
            route = routes.get(number["e164"])
            trunk = "no trunk: run callflow phone add for it again"
            if route is not None:
                trunk = route.trunk_id if route.rule_id else f"{route.trunk_id}, but no rule sends the agent there: add"
            _tell(f"{number['e164']:<17}{number['agentId']:<25}{trunk}")
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

    def _of(self, number: str, work: Callable[[str], int]) -> int:
        """The status of `work`, handed the number as E.164."""
        try:
            known = e164(number)
        except ValueError as error:
            return _wrong(f"{number}: {error}.\n")
        return self._spoken(lambda: work(known))

    def _spoken(self, work: Callable[[], int]) -> int:
        """The status of `work`; 1 where the API cannot be talked to, and why in words."""
        try:
            return work()
        except SettingsError as error:
            return _wrong(f"{error}\n")
        except httpx.HTTPStatusError as error:
            return _wrong(f"{self._detail(error.response)}\n")
        except httpx.HTTPError as error:
            return _wrong(f"No answer from {self.url} ({error}). Is it running? `make run` starts it.\n")

    def _detail(self, response: httpx.Response) -> str:
        try:
            detail = str(response.json()["detail"])
        except (ValueError, KeyError, TypeError):
            return f"{response.request.url} answered {response.status_code}. Is that Callflow's API? --url names it."
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            return f"{detail} CALLFLOW_TOKEN is sent as the token."
        if response.status_code == HTTPStatus.NOT_FOUND:
            return f"{detail} The organization is {self.organization}; --organization names another."
        return detail

    def _api(self) -> httpx.Client:
        token = self.environment.get("CALLFLOW_TOKEN")
        headers = {HEADER: self.organization, **({"Authorization": f"Bearer {token}"} if token else {})}
        return httpx.Client(base_url=self.url, headers=headers, timeout=35)

    def _trunks(self) -> Trunks:
        """SettingsError."""
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
    # The development server's secret is short; it guards nothing beyond loopback.
    warnings.simplefilter("ignore", InsecureKeyLengthWarning)
    return Phone(url, organization, os.environ)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wrong(text: str) -> int:
    sys.stderr.write(text)
    return 1
