"""LiveKit's SIP trunks: a trunk accepts the calls of a phone number. Slow to import.

A trunk that Callflow created has `MARK` as its metadata. Other trunks are used but never changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

from local.phone.dispatch_rules import Report, TrunksError, leave_calls, rules_by_trunk, take_calls

MARK = '{"madeBy": "callflow"}'
"""The metadata of the trunks that Callflow creates."""


@dataclass(frozen=True, slots=True)
class TrunkOptions:
    """The callers that a trunk accepts. An empty option leaves an existing trunk unchanged and a new one open."""

    allowed: tuple[str, ...] = ()
    """IP addresses or CIDRs."""
    username: str | None = None
    password: str | None = None
    encrypted: bool = False
    """Accept only SRTP."""

    @property
    def media(self) -> Any:
        """LiveKit's setting for encryption."""
        return api.SIPMediaConfig(encryption=api.SIP_MEDIA_ENCRYPT_REQUIRE) if self.encrypted else None


@dataclass(frozen=True, slots=True)
class Route:
    """The trunk and the rule that accept a number's calls."""

    trunk_id: str
    rule_id: str | None
    """The rule that dispatches the agent. None: no rule does."""


@dataclass(frozen=True, slots=True)
class Trunks:
    """The SIP trunks of one LiveKit server."""

    url: str
    api_key: str
    api_secret: str
    agent_name: str
    """The name under which the worker registers."""
    timeout_seconds: float = 10.0
    """Seconds for all requests of one command."""

    def connect(self, number: str, options: TrunkOptions, report: Report) -> None:
        """Let LiveKit accept a number's calls and dispatch the agent. Nothing changes if it does already.

        Args:
            number: In E.164 format.
            options: The accepted callers.
            report: Gets a line for each step. A refused request is a TrunksError.
        """

        async def work() -> None:
            async with self._sip() as sip:
                trunk = await _trunk_of(sip, number)
                if trunk is None:
                    trunk = await sip.create_inbound_trunk(_new_trunk(number, options))
                    report(f"LiveKit trunk {trunk.sip_trunk_id}: created")
                elif trunk.metadata != MARK:
                    shared = [each for each in trunk.numbers if not _same(each, number)]
                    also = (
                        f"; it also has {', '.join(shared)}, so the agent answers these numbers too" if shared else ""
                    )
                    report(f"LiveKit trunk {trunk.sip_trunk_id}: not created by callflow, used unchanged{also}")
                else:
                    changed = await _changed(sip, trunk, options)
                    report(f"LiveKit trunk {trunk.sip_trunk_id}: {'changed' if changed else 'already configured'}")
                await take_calls(sip, self.agent_name, trunk.sip_trunk_id, report)

        asyncio.run(work())

    def disconnect(self, number: str, report: Report) -> None:
        """Let LiveKit no longer accept a number's calls. Nothing changes if it does not.

        Args:
            number: In E.164 format.
            report: Gets a line for each step. A refused request is a TrunksError.
        """

        async def work() -> None:
            async with self._sip() as sip:
                trunk = await _trunk_of(sip, number)
                if trunk is None:
                    report(f"LiveKit: no trunk has {number}")
                    return
                shared = [each for each in trunk.numbers if not _same(each, number)]
                if shared:
                    await self._leave_shared(sip, trunk, number, shared, report)
                    return
                # The rule first: if the command fails in between, a repeated command must still find the trunk.
                existing = {each.sip_trunk_id for each in await _trunks(sip)}
                await leave_calls(sip, self.agent_name, trunk.sip_trunk_id, existing, report)
                if trunk.metadata == MARK:
                    await sip.delete_trunk(api.DeleteSIPTrunkRequest(sip_trunk_id=trunk.sip_trunk_id))
                    report(f"LiveKit trunk {trunk.sip_trunk_id}: deleted")
                else:
                    report(f"LiveKit trunk {trunk.sip_trunk_id}: not created by callflow, not changed")

        asyncio.run(work())

    async def _leave_shared(self, sip: Any, trunk: Any, number: str, others: Sequence[str], report: Report) -> None:
        if trunk.metadata == MARK:
            ours = [each for each in trunk.numbers if _same(each, number)]
            await sip.update_inbound_trunk_fields(trunk.sip_trunk_id, numbers=api.ListUpdate(remove=ours))
            report(f"LiveKit trunk {trunk.sip_trunk_id}: {number} removed; the trunk still has {', '.join(others)}")
        else:
            report(
                f"LiveKit trunk {trunk.sip_trunk_id}: not created by callflow, not changed, nor is its rule. It also "
                f"has {', '.join(others)}"
            )

    def routes(self) -> dict[str, Route]:
        """Return the routes by number in E.164 format. A refused request is a TrunksError."""

        async def work() -> dict[str, Route]:
            async with self._sip() as sip:
                rules = await rules_by_trunk(sip, self.agent_name)
                return {
                    f"+{number.lstrip('+')}": Route(trunk.sip_trunk_id, rules.get(trunk.sip_trunk_id))
                    for trunk in await _trunks(sip)
                    for number in trunk.numbers
                }

        return asyncio.run(work())

    @asynccontextmanager
    async def _sip(self) -> AsyncIterator[Any]:
        try:
            async with (
                asyncio.timeout(self.timeout_seconds),
                api.LiveKitAPI(self.url, self.api_key, self.api_secret) as livekit,
            ):
                yield livekit.sip
        except api.ServerError as error:
            raise TrunksError(self._refusal(error)) from error
        # The last two come of what is no LiveKit: livekit-api trips over an empty error, and over a page of status 200.
        except (aiohttp.ClientError, TimeoutError, AttributeError, DecodeError) as error:
            why = str(error) or type(error).__name__
            remedy = "Set LIVEKIT_URL to your LiveKit server and start it."
            raise TrunksError(f"LiveKit does not answer at {self.url} ({why}). {remedy}") from error

    def _refusal(self, error: api.ServerError) -> str:
        if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return f"LiveKit at {self.url} rejected the API key. Check LIVEKIT_API_KEY and LIVEKIT_API_SECRET."
        if "redis required" in error.message:
            return (
                f"LiveKit at {self.url} has no SIP. Configure a redis for livekit-server, and run livekit-sip with the "
                "same redis."
            )
        return f"LiveKit at {self.url} rejected the request: {error.message or error.code}"


def _new_trunk(number: str, options: TrunkOptions) -> api.CreateSIPInboundTrunkRequest:
    trunk = api.SIPInboundTrunkInfo(
        name=f"callflow {number}",
        metadata=MARK,
        numbers=[number],
        allowed_addresses=options.allowed,
        auth_username=options.username or "",
        auth_password=options.password or "",
        media=options.media,
    )
    return api.CreateSIPInboundTrunkRequest(trunk=trunk)


async def _changed(sip: Any, trunk: Any, options: TrunkOptions) -> bool:
    """Set the options that differ, and return whether one did. LiveKit may hide a password, so it is always set."""
    same_media = options.media is None or trunk.media.encryption == options.media.encryption
    same_addresses = not options.allowed or sorted(options.allowed) == sorted(trunk.allowed_addresses)
    if options.username is None and same_media and same_addresses:
        return False
    await sip.update_inbound_trunk_fields(
        trunk.sip_trunk_id,
        allowed_addresses=list(options.allowed) or None,
        auth_username=options.username,
        auth_password=options.password,
        media=options.media,
    )
    return True


async def _trunks(sip: Any) -> list[Any]:
    return list((await sip.list_inbound_trunk(api.ListSIPInboundTrunkRequest())).items)


async def _trunk_of(sip: Any, number: str) -> Any:
    """Return the trunk that lists the number. A trunk without numbers accepts all of them but is not returned."""
    found = [trunk for trunk in await _trunks(sip) if any(_same(each, number) for each in trunk.numbers)]
    return min(found, key=lambda trunk: (trunk.metadata != MARK, trunk.sip_trunk_id), default=None)


def _same(one: str, other: str) -> bool:
    """Return whether two numbers are equal. LiveKit treats +15550100 and 15550100 as the same number."""
    return one.lstrip("+") == other.lstrip("+")
